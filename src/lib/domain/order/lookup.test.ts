import { expect, test } from 'vitest';
import { readLookup } from './lookup.ts';

test.each([
	['21', { number: 21 }],
	['n° 21', { number: 21 }],
	['#1204', { number: 1204 }],
	['26,30', { amountMinor: 2630 }],
	['26.30 €', { amountMinor: 2630 }],
	['06 39 98 01 01', { phone: '639980101' }],
	['+33 6 39 98 01 01', { phone: '639980101' }],
	['0033639980101', { phone: '639980101' }],
	['39980101', { phone: '39980101' }],
	['Durand', { name: 'Durand' }],
	['  d’Angelo ', { name: 'd’Angelo' }],
	['--', { name: '--' }],
	['', undefined],
	['   ', undefined]
])('%j is searched as %j', (typed, expected) => {
	expect(readLookup(typed)).toEqual(expected);
});
