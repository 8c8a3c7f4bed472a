import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALLERGENS } from '../menu/menu.ts';
import { readCsv } from '../text/csv.ts';
import type { ProductRow } from '../wire/office.ts';
import { COLUMNS, productsCsv, readProductsCsv } from './product-csv.ts';

const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 20 }),
	fc.constantFrom('=1+1', "'=x", "''", '+33', '@a', '\t"', 'a;b', 'Été, "œuf"\r\nsuite')
);
const both = fc.record({ fr: text, en: text });
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const size = fc.record({
	id,
	name: both,
	priceMinor: fc.integer({ min: 1, max: 1_000_000 }),
	shopMinor: fc.option(fc.integer({ min: 1, max: 1_000_000 }))
});
const product: fc.Arbitrary<ProductRow> = fc.record({
	id,
	version: fc.stringMatching(/^[0-9a-f]{16}$/),
	isArchived: fc.boolean(),
	category: id,
	kind: fc.constant('simple' as const),
	name: both,
	description: both,
	vat: fc.constantFrom(55, 100, 200),
	sizes: fc.uniqueArray(size, { minLength: 1, maxLength: 3, selector: (one) => one.id }),
	isOff: fc.boolean(),
	allergens: fc.option(fc.uniqueArray(fc.constantFrom(...ALLERGENS))),
	hasOwnAllergens: fc.boolean(),
	isSold: fc.boolean()
});
const products = fc.uniqueArray(product, { minLength: 1, maxLength: 4, selector: (one) => one.id });

test('what is exported and read again is the same', () => {
	fc.assert(
		fc.property(products, (rows) => {
			const { drafts, faults } = readProductsCsv(productsCsv(rows));

			expect(faults).toEqual([]);
			expect(drafts.map((one) => ({ id: one.id, version: one.version, ...one.body }))).toEqual(
				rows.map(({ kind: _kind, hasOwnAllergens: _own, isSold: _sold, ...row }) => row)
			);
		})
	);
});

test('no cell of an exported file begins a formula', () => {
	fc.assert(
		fc.property(products, (rows) => {
			// A quoted cell is cut to its first character: a comma inside of it begins no cell.
			const cut = productsCsv(rows).replace(/"(?:[^"]|"")*"/g, (cell) => cell.slice(0, 2));

			expect(cut.match(/(?:^|,|\r\n)"?[=+\-@\t]/g)).toBeNull();
		})
	);
});

const HEAD = COLUMNS.join(',');
const ROW = 'cola,v,drinks,Cola,Cola,,,55,none,,,one,Une,One,2.50,';
const read = (...rows: string[]) => readProductsCsv([HEAD, ...rows].join('\n'));
const said = (...rows: string[]) => read(...rows).faults.map(({ message }) => message.en);

describe('a file that cannot be read', () => {
	test.each([
		[
			'another size that differs',
			[ROW, ROW.replace('55', '200').replace(',one,', ',l,')],
			'Line 3, vat'
		],
		['a size twice', [ROW, ROW], 'Line 3, size'],
		['a row without an id', [ROW.replace('cola', '')], 'Line 2, id'],
		['a row with too many cells', [`${ROW},x`], 'Line 2, id'],
		['no row', [], 'Line 1, id']
	])('%s', (_what, rows, fault) => {
		expect(said(...rows)).toEqual([expect.stringContaining(fault)]);
	});

	test('names each unknown and each missing column', () => {
		const { faults } = readProductsCsv(HEAD.replace('price_here', 'prix_ici'));

		expect(faults.map(({ path }) => path)).toEqual(['1.prix_ici', '1.price_here']);
	});

	test('counts lines inside of quoted cells', () => {
		const rows = [ROW.replace('Cola,Cola', '"Co\nla","Co\nla"'), ROW.replace('cola', '')];

		expect(said(...rows)).toEqual([expect.stringContaining('Line 5, id')]);
	});
});

test('reads semicolons, decimal commas and a byte order mark, as a French spreadsheet writes them', () => {
	const file = `\uFEFF${HEAD}\r\n${ROW}`.replaceAll(',', ';').replace('2.50', '2,50');
	const [draft] = readProductsCsv(file).drafts;

	expect(draft?.body).toMatchObject({ vat: 55, sizes: [{ priceMinor: 250, shopMinor: null }] });
});

test('an empty price is not zero, and a word is no price', () => {
	const body = (price: string) => read(ROW.replace('2.50', price)).drafts[0]?.body;

	expect(body('')).toMatchObject({ sizes: [{ priceMinor: '' }] });
	expect(body('gratuit')).toMatchObject({ sizes: [{ priceMinor: 'gratuit' }] });
	expect(body('1.234')).toMatchObject({ sizes: [{ priceMinor: '1.234' }] });
});

test('names line and column of a field', () => {
	const [draft] = read(ROW, ROW.replace(',one,', ',l,')).drafts;

	expect(draft?.placeOf('sizes.1.shopMinor')).toEqual({ line: 3, column: 'price_here' });
	expect(draft?.placeOf('sizes.0.name.en')).toEqual({ line: 2, column: 'size_en' });
	expect(draft?.placeOf('description.fr')).toEqual({ line: 2, column: 'description_fr' });
	expect(draft?.placeOf('isOff')).toEqual({ line: 2, column: 'off_here' });
});

test('an unclosed quote ends with the file', () => {
	expect(readCsv('a,"b\nc')).toEqual([{ line: 1, cells: ['a', 'b\nc'] }]);
});
