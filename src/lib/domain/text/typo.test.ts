import { describe, expect, it } from 'vitest';
import { isSlip, slipsBetween } from './typo.ts';

describe('typos', () => {
	it.each([
		['margarita', 'margherita', 2],
		['tanneurs', 'taneurs', 1],
		['reine', 'riene', 1],
		['gare', 'gare', 0],
		['calzone', 'reine', 5]
	])('counts %s and %s', (a, b, slips) => {
		expect(slipsBetween(a, b)).toBe(slips);
		expect(slipsBetween(b, a)).toBe(slips);
	});

	it('allows one typo in a short word and two in a long one', () => {
		expect(isSlip('reine', 'riene')).toBe(true);
		expect(isSlip('reine', 'rienne')).toBe(false);
		expect(isSlip('margrita', 'margherita')).toBe(true);
	});

	it('allows none in a word under four letters', () => {
		expect(isSlip('the', 'tho')).toBe(false);
		expect(isSlip('ail', 'ail')).toBe(true);
	});
});
