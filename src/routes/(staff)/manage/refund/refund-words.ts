/** Words of refunds for managers: consequences before, states afterwards. */

import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { money, word } from '$lib/ui/format.ts';
import type { LineWithPrice, RefundPreview, RefundView } from '#domain/wire/contract.ts';
import Check from '@lucide/svelte/icons/check';
import Hourglass from '@lucide/svelte/icons/hourglass';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import { isUnderWay } from './choice.ts';

const BY = {
	card: m.refund_by_card,
	paypal: m.refund_by_paypal,
	cash: m.refund_by_cash
};

/** A VAT rate in thousandths as a percentage. */
const percent = (rate: number): string =>
	(rate / 1000).toLocaleString(getLocale(), { style: 'percent', maximumFractionDigits: 1 });

/** What a refund does, one sentence each: where the money goes, its VAT, what stays. */
export function consequenceWords(preview: RefundPreview, currency: string): string[] {
	const { amountMinor, vat, restMinor, by } = preview;
	return [
		BY[by]({ amount: money(amountMinor, currency) }),
		...vat.map(({ rate, vatMinor }) =>
			m.refund_vat({ rate: percent(rate), vat: money(vatMinor, currency) })
		),
		restMinor > 0 ? m.refund_rest({ amount: money(restMinor, currency) }) : m.refund_rest_none(),
		m.refund_stock()
	];
}

/** A line with its number and name. */
export const lineWord = (line: Pick<LineWithPrice, 'quantity' | 'name' | 'halves'>): string =>
	`${line.quantity} × ${
		line.halves.length === 2
			? line.halves.map((half) => word(half.name)).join(' / ')
			: word(line.name)
	}`;

/** Reasons that no person gave. */
const SYSTEM_REASONS: Partial<Record<string, () => string>> = {
	called_off: m.refund_called_off,
	elsewhere: m.refund_elsewhere
};

export const refundReason = ({ reason }: Pick<RefundView, 'reason'>): string =>
	SYSTEM_REASONS[reason]?.() ?? reason;

/** The state of a refund as a badge. */
export function refundLook(refund: Pick<RefundView, 'state'>) {
	if (isUnderWay(refund))
		return { tone: 'info', icon: Hourglass, words: m.refund_state_waiting() } as const;
	return refund.state === 'succeeded'
		? ({ tone: 'ok', icon: Check, words: m.refund_state_done() } as const)
		: ({ tone: 'danger', icon: TriangleAlert, words: m.refund_state_failed() } as const);
}
