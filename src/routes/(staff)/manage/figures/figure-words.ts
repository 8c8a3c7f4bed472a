/** Figures in words. */

import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { changeSince, onTimeShare } from '#domain/figures/figures.ts';
import type { Punctuality } from '#domain/wire/figures.ts';

const percent = (share: number, signs: 'auto' | 'exceptZero' = 'auto'): string =>
	new Intl.NumberFormat(getLocale(), {
		style: 'percent',
		maximumFractionDigits: 0,
		signDisplay: signs
	}).format(share);

/** The share of deliveries by their promise; a dash without a delivery. */
export function punctualWord(punctuality: Punctuality): string {
	const share = onTimeShare(punctuality);
	return share === undefined ? '—' : percent(share);
}

/** How an amount changed against the week before: `+12 %`, or that there was nothing then. */
export function changeWord(now: number, before: number): string {
	const change = changeSince(now, before);
	return change === undefined ? m.figures_nothing_before() : percent(change, 'exceptZero');
}
