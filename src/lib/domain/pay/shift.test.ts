import { describe, expect, it } from 'vitest';
import { hasNothingToCount, shiftBalance, sumsOf } from './shift.ts';

const sums = {
	floatMinor: 5000,
	cashMinor: 12_345,
	dropMinor: 10_000,
	cardMinor: 7700,
	voucherMinor: 1100,
	chequeMinor: 2630,
	tipCashMinor: 300,
	tipCardMinor: 450
};

describe('the balance of a shift', () => {
	it('owes float and cash less what was handed in; neither cards, nor paper, nor tips', () => {
		expect(shiftBalance(sums)).toEqual({
			owedMinor: 7345,
			paperMinor: 3730,
			tipsMinor: 450,
			varianceMinor: null
		});
	});

	it.each([
		[7345, 0],
		[7400, 55],
		[7000, -345],
		[0, -7345]
	])('counted %d differs by %d', (counted, variance) => {
		expect(shiftBalance(sums, counted).varianceMinor).toBe(variance);
	});

	it('has nothing to count without money and paper', () => {
		expect(hasNothingToCount(sumsOf({ cardMinor: 999, tipCashMinor: 100 }))).toBe(true);
		for (const kind of [
			'floatMinor',
			'cashMinor',
			'dropMinor',
			'voucherMinor',
			'chequeMinor'
		] as const)
			expect(hasNothingToCount(sumsOf({ [kind]: 1 }))).toBe(false);
	});
});
