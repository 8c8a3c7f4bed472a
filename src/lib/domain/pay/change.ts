/**
 * What the change of a placed order costs, and what happens to the money. The page shows it and the command
 * charges it by these same functions.
 */

import { done, type Result } from '../wire/faults.ts';
import { discounted, NO_DISCOUNT, type Price, type Priceable } from './price.ts';
import { discountByRule, type PromoLine, type PromoRule } from './promotion.ts';

/** How the money of an order stands before its change. */
export interface ChangePaid {
	/** Taken or reserved online and not given back, minor units; null for an order that is paid at the door. */
	paidMinor: number | null;
	/** The shop has taken the money; until then it is reserved. */
	isTaken: boolean;
}

/** What a page needs to price the change of an order; GET /api/track/:token. */
export interface ChangeTerms extends ChangePaid {
	/** The promotion code of the order. */
	code: { name: string; rule: PromoRule } | null;
}

/**
 * The price of changed lines. The code of the order holds as it did when it was placed, unless the lines no
 * longer have what it asks for.
 */
export function changedPrice<Line extends Priceable & PromoLine>(
	lines: readonly Line[],
	terms: { rule: PromoRule | null; feeMinor: number; currency: string }
): Result<Price<Line>> {
	const { rule, feeMinor, currency } = terms;
	const discount = rule ? discountByRule(rule, lines, currency) : done(NO_DISCOUNT);
	return discount.ok ? done(discounted(lines, discount.value, feeMinor)) : discount;
}

/**
 * `more_at_door`, `less_at_door`: paid on handover. `more_reserved`, `less_reserved`: taken from what is
 * reserved. `given_back`: refunded. `too_dear`: refused, more than what is paid.
 */
export type ChangeMoneyKind =
	| 'same'
	| 'more_at_door'
	| 'less_at_door'
	| 'more_reserved'
	| 'less_reserved'
	| 'given_back'
	| 'too_dear';

export interface ChangeMoney {
	kind: ChangeMoneyKind;
	/** Positive; 0 with `same`. With `too_dear`: above what is paid. */
	amountMinor: number;
}

/** What a change of the total does to the money. A total that stays or falls is never too dear. */
export function moneyOfChange(
	{ paidMinor, isTaken }: ChangePaid,
	{ beforeMinor, totalMinor }: { beforeMinor: number; totalMinor: number }
): ChangeMoney {
	const moreMinor = totalMinor - beforeMinor;
	if (paidMinor !== null && totalMinor > paidMinor && moreMinor > 0)
		return { kind: 'too_dear', amountMinor: totalMinor - paidMinor };
	if (paidMinor !== null && isTaken)
		return totalMinor < paidMinor
			? { kind: 'given_back', amountMinor: paidMinor - totalMinor }
			: SAME;
	if (moreMinor === 0) return SAME;
	const how = moreMinor > 0 ? 'more' : 'less';
	const where = paidMinor === null ? 'at_door' : 'reserved';
	return { kind: `${how}_${where}`, amountMinor: Math.abs(moreMinor) };
}

const SAME: ChangeMoney = { kind: 'same', amountMinor: 0 };
