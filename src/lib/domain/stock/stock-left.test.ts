import { expect, test } from 'vitest';
import { isLow, runsOutAt, USED_MS } from './stock-left.ts';

const NOW = Date.parse('2026-03-06T19:00:00Z');

test('an ingredient is low at its limit and below, and without a limit when none is left', () => {
	expect([5, 6, 7].map((quantity) => isLow(quantity, 6))).toEqual([true, true, false]);
	expect([0, 1].map((quantity) => isLow(quantity, null))).toEqual([true, false]);
	expect(isLow(0, 0)).toBe(true);
});

test('it runs out when the demand of the last two hours has taken it', () => {
	expect(runsOutAt(100, 200, NOW)).toBe(NOW + USED_MS / 2);
	expect(runsOutAt(200, 200, NOW)).toBe(NOW + USED_MS);
});

test.each([
	['nothing is left', 0, 10],
	['nothing was used', 10, 0],
	['more came back than was taken', 10, -5],
	['it lasts for six hours', 30, 10]
])('no time is told when %s', (_why, quantity, used) => {
	expect(runsOutAt(quantity, used, NOW)).toBeUndefined();
});
