import { describe, expect, test } from 'vitest';
import { decimalOf, minorOf } from './decimals.ts';
import { Refused } from './gateway.ts';

describe('amounts as PayPal writes them', () => {
	test.each([
		[0, 'EUR', '0.00'],
		[5, 'EUR', '0.05'],
		[50, 'EUR', '0.50'],
		[2350, 'EUR', '23.50'],
		[100_000_000_001, 'EUR', '1000000000.01'],
		[2350, 'JPY', '2350'],
		[235_000, 'HUF', '2350'],
		[9900, 'TWD', '99']
	])('%d %s is %s, and back', (minor, currency, text) => {
		expect(decimalOf(minor, currency)).toBe(text);
		expect(minorOf(text, currency)).toBe(minor);
	});

	test('come back exactly, each cent up to 300 EUR', () => {
		for (let minor = 0; minor <= 30_000; minor += 1)
			if (minorOf(decimalOf(minor, 'EUR'), 'EUR') !== minor) throw new Error(String(minor));
	});

	test.each([
		['23.5', 'EUR', 2350],
		['23', 'EUR', 2300],
		['23.500', 'EUR', 2350],
		['2350.00', 'JPY', 2350]
	])('%s %s is read', (text, currency, minor) => {
		expect(minorOf(text, currency)).toBe(minor);
	});

	test.each([
		['23,50', 'EUR'],
		['-1.00', 'EUR'],
		['1e3', 'EUR'],
		['', 'EUR'],
		['.50', 'EUR'],
		['23.505', 'EUR'],
		['1.5', 'JPY']
	])('"%s" %s is no amount', (text, currency) => {
		expect(() => minorOf(text, currency)).toThrow(RangeError);
	});

	test('have no part of a forint', () => {
		expect(() => decimalOf(235_050, 'HUF')).toThrow(Refused);
	});

	test.each([-1, 1.5, Number.NaN, 2 ** 60])('%d is no amount', (minor) => {
		expect(() => decimalOf(minor, 'EUR')).toThrow(RangeError);
	});
});
