/** What the basket costs: lines, and for a placed order its code, its fee and what the change does to the money. */

import type { LineRequest } from '#domain/wire/contract.ts';
import { priceBasket } from '#domain/menu/pricing.ts';
import type { Fault } from '#domain/wire/faults.ts';
import {
	changedPrice,
	moneyOfChange,
	type ChangeMoney,
	type ChangeTerms
} from '#domain/pay/change.ts';
import type { Carte } from './carte.ts';

export interface ChangeSums {
	/** The code of the order; null without one. */
	code: string | null;
	discountMinor: number;
	totalMinor: number;
	money: ChangeMoney;
}

/** The placed order, as it is before the change. */
interface Before {
	terms: ChangeTerms | null;
	feeMinor: number;
	totalMinor: number;
}

/** Before any discount, without the delivery. Lines that cannot be priced count as 0. */
export const subtotalOf = (
	{ index }: Pick<Carte, 'index'>,
	lines: readonly LineRequest[]
): number => pricedLines(index, lines).reduce((sum, line) => sum + line.totalMinor, 0);

/** What these lines would cost the customer of a placed order, or why its code does not hold for them. */
export function changeSums(
	{ index, shop }: Pick<Carte, 'index' | 'shop'>,
	lines: readonly LineRequest[],
	{ terms, feeMinor, totalMinor: beforeMinor }: Before
): { sums: ChangeSums; fault?: undefined } | { sums?: undefined; fault: Fault } {
	const code = terms?.code ?? null;
	const price = changedPrice(pricedLines(index, lines), {
		rule: code?.rule ?? null,
		feeMinor,
		currency: shop.currency
	});
	if (!price.ok) return { fault: price.fault };
	const { discountMinor, totalMinor } = price.value;
	const money = moneyOfChange(terms ?? AT_DOOR, { beforeMinor, totalMinor });
	return { sums: { code: code?.name ?? null, discountMinor, totalMinor, money } };
}

const AT_DOOR = { paidMinor: null, isTaken: false };

const pricedLines = (index: Carte['index'], lines: readonly LineRequest[]) =>
	lines.flatMap((line) => {
		const priced = priceBasket(index, [line]);
		return priced.ok ? priced.value.lines : [];
	});
