/** What the change of an order means for the money, in the reader's language. */

import { m } from '$lib/paraglide/messages.js';
import { money } from '$lib/ui/format.ts';
import type { ChangeMoneyKind } from '#domain/pay/change.ts';
import type { ChangeSums } from './basket-sums.ts';

const WORDS: Record<ChangeMoneyKind, (of: { amount: string; total: string }) => string> = {
	same: m.changing_same,
	more_at_door: m.changing_more,
	less_at_door: m.changing_less,
	more_reserved: m.changing_more_reserved,
	less_reserved: m.changing_less_reserved,
	given_back: m.changing_given_back,
	too_dear: m.changing_too_dear
};

/** A sentence about the difference of the totals. */
export const changeMoneyWord = (
	{ money: what, totalMinor }: Pick<ChangeSums, 'money' | 'totalMinor'>,
	currency: string
): string =>
	WORDS[what.kind]({
		amount: money(what.amountMinor, currency),
		total: money(totalMinor, currency)
	});
