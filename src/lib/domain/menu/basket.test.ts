import { describe, expect, test } from 'vitest';
import { demoMenu as menu } from '../../../../db/demo/menu/index.ts';
import {
	lineFromForm,
	linesIn,
	MOST_COOKIE_BYTES,
	readBasket,
	soldOutIn,
	withLine,
	withMissing,
	withQuantity,
	writeBasket
} from './basket.ts';
import type { LineRequest } from '../wire/contract.ts';
import { indexMenu, MAX_QUANTITY, priceBasket } from './pricing.ts';

const index = indexMenu(menu);
const product = (id: string) => {
	const found = index.products.get(id);
	if (!found) throw new Error(`The demo menu has no ${id}`);
	return found;
};
const form = (fields: Record<string, string[]>) => (name: string) => fields[name] ?? [];

describe('the cookie', () => {
	test('returns the lines that were written, with accents in notes', () => {
		const lines: LineRequest[] = [
			{ product: 'reine', size: 'm', quantity: 2, halves: ['reine', 'calzone'] },
			{ product: 'menu-duo', quantity: 1, slots: [{ product: 'reine' }, { product: 'cola' }] },
			{ product: 'margherita', size: 's', quantity: 1, note: 'Bien cuite, s’il vous plaît' }
		];

		const value = writeBasket(lines) ?? '';

		expect(value).toMatch(/^[\w%.~*'()!-]+$/);
		expect(readBasket(value)).toEqual(lines);
		expect(readBasket(decodeURIComponent(value))).toEqual(lines);
	});

	test('is not written when it is too large for a browser', () => {
		const line = { product: 'reine', size: 'm', quantity: 1, note: 'é'.repeat(140) };

		expect(writeBasket([line])?.length).toBeLessThan(MOST_COOKIE_BYTES);
		expect(writeBasket(Array.from({ length: 5 }, () => line))).toBeUndefined();
	});

	test.each(['', 'nonsense', '{}', '%E0%A4%A', 'null'])('holds no basket in %j', (value) => {
		expect(readBasket(value)).toBeUndefined();
	});

	test('is cut when it is longer than any basket', () => {
		const [line] = linesIn([
			{
				product: 'menu-duo',
				quantity: 2,
				slots: Array.from({ length: 9 }, () => ({ product: 'reine', without: ['ham', 7] })),
				options: Array.from({ length: 20 }, (_, i) => `option-${i}`),
				note: ` ${'🍕'.repeat(200)} `
			}
		])!;

		expect(line?.slots).toHaveLength(6);
		expect(line?.slots?.[0]).toEqual({ product: 'reine', without: ['ham'] });
		expect(line?.options).toHaveLength(12);
		expect([...(line?.note ?? '')]).toHaveLength(140);
		expect(linesIn(Array.from({ length: 60 }, () => ({ product: 'cola' })))).toHaveLength(50);
		expect(linesIn([{ product: 'cola', quantity: 1, note: '   ', without: [] }, null, 3])).toEqual([
			{ product: 'cola', quantity: 1 }
		]);
	});

	test('keeps only entries with the shape of lines', () => {
		const foreign = [
			{ product: 'reine', quantity: 1e9, options: ['a', 3, '<b>'], halves: ['reine'], evil: 1 },
			{ product: '../etc', quantity: 1 },
			'reine',
			{ product: 'menu-duo', quantity: 1, slots: [{ product: 7 }] }
		];

		expect(linesIn(foreign)).toEqual([
			{ product: 'reine', quantity: MAX_QUANTITY, options: ['a'] }
		]);
	});
});

describe('changing lines', () => {
	const reine: LineRequest = { product: 'reine', size: 'm', quantity: 1 };

	test('the same choice again raises its quantity, another choice is a new line', () => {
		expect(withLine([reine], { ...reine, quantity: 2 })).toEqual([{ ...reine, quantity: 3 }]);
		expect(withLine([reine], { ...reine, size: 'l' })).toHaveLength(2);
		expect(withLine([{ ...reine, quantity: MAX_QUANTITY }], reine)).toHaveLength(2);
	});

	test('ordering again adds missing lines, and doubles none', () => {
		const cola: LineRequest = { product: 'cola', quantity: 2 };

		expect(withMissing([reine], [{ ...reine, quantity: 3 }, cola])).toEqual([reine, cola]);
		expect(withMissing([reine, cola], [reine, cola])).toEqual([reine, cola]);
		expect(withMissing([], [reine])).toEqual([reine]);
	});

	test('the largest quantity can be reached, and not exceeded', () => {
		const nearly = { ...reine, quantity: MAX_QUANTITY - 1 };

		expect(withLine([nearly], reine)).toEqual([{ ...reine, quantity: MAX_QUANTITY }]);
	});

	test('a quantity of 0 removes the line, and none exceeds the maximum', () => {
		expect(withQuantity([reine], 0, 0)).toEqual([]);
		expect(withQuantity([reine], 0, 999)).toEqual([{ ...reine, quantity: MAX_QUANTITY }]);
		expect(withQuantity([reine], 4, 2)).toEqual([reine]);
	});
});

describe('a form without JavaScript', () => {
	test('requests a half-and-half pizza with its extras and removals', () => {
		const line = lineFromForm(
			product('reine'),
			form({
				size: ['l'],
				half: ['margherita'],
				option: ['extra-egg'],
				'choice-crust': ['crust-thin'],
				'choice-cut': [''],
				without: ['ham'],
				note: ['  bien cuite '],
				quantity: ['2']
			})
		);

		expect(line).toEqual({
			product: 'reine',
			size: 'l',
			quantity: 2,
			halves: ['reine', 'margherita'],
			options: ['crust-thin', 'extra-egg'],
			without: ['ham'],
			note: 'bien cuite'
		});
		expect(priceBasket(index, [line]).ok).toBe(true);
	});

	test('fills the slots of a bundle in their order', () => {
		const slots = product('menu-solo').slots ?? [];
		const fields = Object.fromEntries(slots.map((slot, i) => [`slot-${i}`, [slot.products[0]!]]));

		const line = lineFromForm(product('menu-solo'), form(fields));

		expect(line.slots).toHaveLength(slots.length);
		expect(priceBasket(index, [line]).ok).toBe(true);
	});

	test('requests one of the first size when left empty', () => {
		expect(lineFromForm(product('reine'), form({ quantity: ['nothing'] }))).toEqual({
			product: 'reine',
			size: 's',
			quantity: 1
		});
	});
});

test('finds sold-out products in halves and in bundles', () => {
	const makeable = { reine: 3, calzone: 0, 'menu-duo': 2, cola: 0, 'extra-egg': 0 };
	const duo = { product: 'menu-duo', slots: [{ product: 'reine' }, { product: 'cola' }] };

	expect(soldOutIn({ product: 'reine' }, makeable)).toEqual([]);
	expect(soldOutIn({ product: 'reine', halves: ['reine', 'calzone'] }, makeable)).toEqual([
		'calzone'
	]);
	expect(soldOutIn({ product: 'reine', options: ['extra-egg', 'cut-8'] }, makeable)).toEqual([
		'extra-egg'
	]);
	expect(soldOutIn(duo, makeable)).toEqual(['cola']);
	expect(soldOutIn({ product: 'taken-off' }, makeable)).toEqual(['taken-off']);
});
