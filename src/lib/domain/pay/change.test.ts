import { describe, expect, it } from 'vitest';
import { changedPrice, moneyOfChange } from './change.ts';
import type { PromoRule } from './promotion.ts';

const line = (product: string, unitMinor: number, quantity: number) => ({
	...{ product, unitMinor, quantity, vat: 100 },
	totalMinor: unitMinor * quantity
});
const rule = (over: Partial<PromoRule>): PromoRule => ({
	...{ kind: 'percent', value: 10, product: null, minimumMinor: 0 },
	...over
});
const LINES = [line('reine', 1290, 2), line('tiramisu', 595, 1)];
const priceWith = (code: PromoRule | null, feeMinor = 250) => {
	const price = changedPrice(LINES, { rule: code, feeMinor, currency: 'EUR' });
	return price.ok ? [price.value.discountMinor, price.value.totalMinor] : price.fault.code;
};

describe('the price of a changed order', () => {
	it.each([
		['no code', null, [0, 3425]],
		['a percentage', rule({}), [318, 3107]],
		['an amount', rule({ kind: 'amount', value: 500 }), [500, 2925]],
		['one piece', rule({ kind: 'product', value: 100, product: 'reine' }), [1290, 2135]],
		['everything, without the fee', rule({ value: 100 }), [3175, 250]]
	])('has the discount of the code: %s', (_, code, price) => {
		expect(priceWith(code)).toEqual(price);
	});

	it('is refused when the lines lack what the code asks for', () => {
		expect(priceWith(rule({ minimumMinor: 3176 }))).toBe('promo_minimum');
		expect(priceWith(rule({ kind: 'product', product: 'lager' }))).toBe('promo_product');
	});
});

describe('the money of a change', () => {
	const door = { paidMinor: null, isTaken: false };
	const reserved = { paidMinor: 3000, isTaken: false };
	const taken = { paidMinor: 3000, isTaken: true };
	it.each([
		['the door asks for more', door, 3000, 3400, 'more_at_door', 400],
		['the door asks for less', door, 3000, 2600, 'less_at_door', 400],
		['nothing changes', door, 3000, 3000, 'same', 0],
		['less is taken of what is reserved', reserved, 3000, 2600, 'less_reserved', 400],
		['what is reserved covers more again', reserved, 2600, 2900, 'more_reserved', 300],
		['all of what is reserved is enough', reserved, 2600, 3000, 'more_reserved', 400],
		['more than what is reserved', reserved, 2600, 3001, 'too_dear', 1],
		['what is taken is given back', taken, 3000, 2600, 'given_back', 400],
		['more than what is taken', taken, 3000, 3400, 'too_dear', 400],
		['a total that stays, after a refund', { ...taken, paidMinor: 2500 }, 3000, 3000, 'same', 0],
		['a lower total, after a refund', { ...taken, paidMinor: 2500 }, 3000, 2700, 'same', 0],
		['everything is free', taken, 3000, 0, 'given_back', 3000]
	] as const)('%s', (_, paid, beforeMinor, totalMinor, kind, amountMinor) => {
		expect(moneyOfChange(paid, { beforeMinor, totalMinor })).toEqual({ kind, amountMinor });
	});
});
