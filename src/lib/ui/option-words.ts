import { m } from '$lib/paraglide/messages.js';
import type { LineOption } from '#domain/order/order.ts';

type Kind = LineOption['kind'];

/** The mark before an option, so that colour is not the only difference. */
export const OPTION_MARKS: Record<Kind, string> = { added: '+', removed: '−', choice: '›' };

/** The mark in words, for screen readers. */
export const OPTION_WORDS: Record<Kind, () => string> = {
	added: m.option_added,
	removed: m.option_removed,
	choice: m.option_choice
};
