import { expect, test } from 'vitest';
import { askedIn, nextSort, queryOf, sortState } from './list-address.ts';

test('an address is read as it was written', () => {
	const asked = { q: 'crème & café', sort: '-price', show: 'all', page: 3 } as const;

	expect(askedIn(new URLSearchParams(queryOf(asked)))).toEqual(asked);
});

test('what cannot be read is as if it were not there', () => {
	const read = askedIn(new URLSearchParams('sort=a;b&show=never&page=-1'));

	expect(read).toEqual({ q: '', sort: '', show: 'current', page: 1 });
	expect(queryOf(read)).toBe('?');
});

test('a column goes up, down, and back to the order of the list', () => {
	expect(nextSort('', 'price')).toBe('price');
	expect(nextSort('price', 'price')).toBe('-price');
	expect(nextSort('-price', 'price')).toBe('');
	expect(sortState('-name', 'price')).toBe('none');
});
