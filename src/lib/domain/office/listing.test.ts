import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween, idFrom } from './changes.ts';
import { pageOf, ROWS_A_PAGE, type Listing } from './listing.ts';

interface Row {
	id: string;
	version: string;
	isArchived: boolean;
	n: number;
}
const row = (id: string, n = 0, isArchived = false): Row => ({ id, version: 'v', isArchived, n });
const LISTING: Listing<Row> = {
	wordsOf: ({ id }) => [id],
	sorts: { n: ({ n }) => n, id: ({ id }) => id }
};
const ids = (rows: Row[], asked: Parameters<typeof pageOf>[1]) =>
	pageOf(rows, asked, LISTING).items.map(({ id }) => id);

describe('a page of a list', () => {
	test('finds the start of words without accents, and all words', () => {
		const rows = [row('Crème brûlée'), row('Café crème'), row('Écrevisse')];

		expect(ids(rows, { q: 'creme' })).toEqual(['Crème brûlée', 'Café crème']);
		expect(ids(rows, { q: 'CAFÉ cr' })).toEqual(['Café crème']);
		expect(ids(rows, { q: 'rev' })).toEqual([]);
	});

	test('shows archived rows only when asked', () => {
		const rows = [row('a'), row('b', 0, true)];

		expect(ids(rows, {})).toEqual(['a']);
		expect(ids(rows, { show: 'archived' })).toEqual(['b']);
		expect(ids(rows, { show: 'all' })).toEqual(['a', 'b']);
	});

	test('sorts both ways; an unknown column leaves the order of the list', () => {
		const rows = [row('É', 2), row('z', 10), row('a', 1)];

		expect(ids(rows, { sort: 'n' })).toEqual(['a', 'É', 'z']);
		expect(ids(rows, { sort: '-id' })).toEqual(['z', 'É', 'a']);
		expect(ids(rows, { sort: 'toString' })).toEqual(['É', 'z', 'a']);
	});

	test('pages together have every row once, and a page past the end is the last one', () => {
		fc.assert(
			fc.property(fc.nat(80), fc.nat(9), (count, extra) => {
				const rows = Array.from({ length: count }, (_, i) => row(`r${i}`, i));
				const { pages } = pageOf(rows, {}, LISTING);
				const all = Array.from({ length: pages }, (_, i) => ids(rows, { page: i + 1 })).flat();

				expect(all).toEqual(rows.map(({ id }) => id));
				expect(pages).toBe(Math.max(1, Math.ceil(count / ROWS_A_PAGE)));
				expect(pageOf(rows, { page: pages + extra }, LISTING).page).toBe(pages);
			})
		);
	});
});

test('changes are the fields that differ; an empty text is not null', () => {
	expect(changesBetween({ a: 1, b: '', c: null }, { a: 2, b: null, c: null, d: false })).toEqual([
		{ field: 'a', before: 1, after: 2 },
		{ field: 'b', before: '', after: null },
		{ field: 'd', before: null, after: false }
	]);
});

test.each([
	['Café gourmand', 'cafe-gourmand'],
	['Bœuf & Cie !', 'boeuf-cie'],
	['½', ''],
	[`${'a'.repeat(39)} b`, 'a'.repeat(39)]
])('the id of %j is %j', (name, id) => {
	expect(idFrom(name)).toBe(id);
});
