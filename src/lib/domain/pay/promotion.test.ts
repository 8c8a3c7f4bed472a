import { describe, expect, it } from 'vitest';
import {
	PROMO_CODE,
	promoCodeOf,
	promotionFor,
	type Promotion,
	type PromoUse
} from './promotion.ts';

const NOW = Date.parse('2026-11-23T19:00:00Z');
const LINES = [
	{ product: 'reine', unitMinor: 1290, quantity: 2, totalMinor: 2580 },
	{ product: 'tiramisu', unitMinor: 550, quantity: 2, totalMinor: 1100 },
	{ product: 'tiramisu', unitMinor: 595, quantity: 1, totalMinor: 595 }
];
const promotion = (over: Partial<Promotion> = {}): Promotion => ({
	...{ shop: null, kind: 'amount', value: 500, product: null, minimumMinor: 0, firstOrder: false },
	...{ from: null, until: null, maxUses: null, isDisabled: false },
	...over
});
const use = (over: Partial<PromoUse> = {}): PromoUse => ({
	...{ shop: 'gare', zone: 'Europe/Paris', currency: 'EUR', now: NOW, lines: LINES },
	...{ uses: 0, hasOrdered: false, hasUsed: false },
	...over
});
const given = (over: Partial<Promotion>, when: Partial<PromoUse> = {}) => {
	const found = promotionFor(promotion(over), use(when));
	return found.ok ? found.value : found.fault.code;
};

describe('a promotion code', () => {
	it('takes off an amount, at most the lines', () => {
		expect(given({ value: 500 })).toEqual({ amountMinor: 500 });
		expect(given({ value: 9000 })).toEqual({ amountMinor: 4275 });
	});

	it('takes off a percentage of the lines, to the nearest cent', () => {
		expect(given({ kind: 'percent', value: 10 })).toEqual({ amountMinor: 428 });
		expect(given({ kind: 'percent', value: 100 })).toEqual({ amountMinor: 4275 });
	});

	it('takes off one piece of a product, the dearest, or a part of it', () => {
		const code = { kind: 'product', product: 'tiramisu' } as const;
		expect(given({ ...code, value: 100 })).toEqual({ amountMinor: 595, product: 'tiramisu' });
		expect(given({ ...code, value: 50 })).toEqual({ amountMinor: 298, product: 'tiramisu' });
		expect(given({ ...code, product: 'cola', value: 100 })).toBe('promo_product');
	});

	it.each<[Partial<Promotion>, Partial<PromoUse>, string]>([
		[{ shop: 'halles' }, {}, 'promo_other_shop'],
		[{ isDisabled: true }, {}, 'promo_over'],
		[{ from: NOW + 1 }, {}, 'promo_early'],
		[{ until: NOW }, {}, 'promo_over'],
		[{ maxUses: 3 }, { uses: 3 }, 'promo_over'],
		[{}, { hasUsed: true }, 'promo_used'],
		[{ firstOrder: true }, { hasOrdered: true }, 'promo_first_order'],
		[{ minimumMinor: 4276 }, {}, 'promo_minimum']
	])('is refused by the rule that forbids it: %j %j %s', (code, when, refusal) => {
		expect(given(code, when)).toBe(refusal);
	});

	it('holds at the edge of each rule', () => {
		const edge = { shop: 'gare', from: NOW, until: NOW + 1, maxUses: 3, minimumMinor: 4275 };
		expect(given({ ...edge, firstOrder: true }, { uses: 2 })).toEqual({ amountMinor: 500 });
	});

	it('says from when it holds, in the shop’s time, and how much it needs', () => {
		const early = promotionFor(promotion({ from: NOW + 3_600_000 }), use());
		expect(early).toMatchObject({ fault: { detail: { en: 'From 23 November 2026 at 21:00.' } } });
		const small = promotionFor(promotion({ minimumMinor: 5000 }), use());
		expect(small).toMatchObject({ fault: { detail: { en: '€50.00' } } });
	});

	it('is read in any case, and has six to 24 characters', () => {
		expect(promoCodeOf('  bienvenue-10 ')).toBe('BIENVENUE-10');
		for (const code of ['ABCDEF', 'A1-B2-C3', 'A'.repeat(24)]) expect(code).toMatch(PROMO_CODE);
		for (const code of ['ABCDE', 'A'.repeat(25), '-BCDEF', 'ABCDE-', 'ÉTÉ2026', 'ab cdef'])
			expect(code).not.toMatch(PROMO_CODE);
	});
});
