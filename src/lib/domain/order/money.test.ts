import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apportion, vatIncluded } from './money.ts';

describe('VAT inside a price', () => {
	test.each([
		[1100, 100, 100],
		[1055, 55, 55],
		[1200, 200, 200],
		[1, 100, 0],
		[995, 100, 90]
	])('an amount of %i cents at %i thousandths contains %i cents', (total, rate, vat) => {
		expect(vatIncluded(total, rate)).toBe(vat);
	});

	test('is within half a cent of the exact amount', () => {
		fc.assert(
			fc.property(fc.nat(10_000_000), fc.constantFrom(55, 100, 200), (total, rate) => {
				const exact = (total * rate) / (1000 + rate);
				expect(Math.abs(vatIncluded(total, rate) - exact)).toBeLessThanOrEqual(0.5);
			})
		);
	});
});

describe('an apportioned amount', () => {
	test('adds up to the cent, for any weights', () => {
		fc.assert(
			fc.property(
				fc.nat(1_000_000),
				fc.array(fc.nat(10_000), { minLength: 1, maxLength: 12 }),
				(total, weights) => {
					const parts = apportion(total, weights);
					expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
					expect(parts.every((part) => part >= 0)).toBe(true);
				}
			)
		);
	});

	test('differs from the exact share by less than a cent', () => {
		fc.assert(
			fc.property(
				fc.nat(1_000_000),
				fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 12 }),
				(total, weights) => {
					const sum = weights.reduce((a, b) => a + b, 0);
					for (const [i, part] of apportion(total, weights).entries())
						expect(Math.abs(part - (total * (weights[i] ?? 0)) / sum)).toBeLessThan(1);
				}
			)
		);
	});

	// Computed by hand: whole cents first, the rest to the largest remainders, first among equals.
	test.each([
		[100, [1, 1, 1], [34, 33, 33]],
		[101, [1, 1, 1], [34, 34, 33]],
		[100, [1, 2, 4], [14, 29, 57]],
		[2690, [1190, 1290, 220, 200], [1104, 1197, 204, 185]],
		[5, [3, 3, 3, 3], [2, 1, 1, 1]],
		[7, [0, 5, 0], [0, 7, 0]],
		[5, [0, 0], [3, 2]],
		[0, [2, 1], [0, 0]]
	])('of %i by %j is %j', (total, weights, parts) => {
		expect(apportion(total, weights)).toEqual(parts);
	});
});
