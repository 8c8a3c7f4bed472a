import { m } from '$lib/paraglide/messages.js';
import type { LineOption } from '#domain/order/order.ts';

type Kind = LineOption['kind'];

/** The sign before an option: never its colour alone. */
export const OPTION_MARKS: Record<Kind, string> = { added: '+', removed: '−', choice: '›' };

/** What the sign says, for those who hear the page. */
export const OPTION_WORDS: Record<Kind, () => string> = {
	added: m.option_added,
	removed: m.option_removed,
	choice: m.option_choice
};
