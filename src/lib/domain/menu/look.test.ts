import { describe, expect, test } from 'vitest';
import { demoMenu } from '../../../../db/demo/menu/index.ts';
import {
	amountOf,
	drawablesOf,
	drawablesWithin,
	lookOf,
	looksOf,
	partsOf,
	photoPath
} from './look.ts';
import { indexMenu, priceBasket } from './pricing.ts';
import type { LineRequest } from '../wire/contract.ts';

const step = (ingredient: string, quantity: number, layer: number) => ({
	ingredient,
	quantity,
	layer,
	text: { fr: '', en: '' }
});

describe('the look of a pizza', () => {
	test('is its sauce and its toppings, from the dough up', () => {
		const recipe = [step('ham', 70, 3), step('dough', 250, 1), step('cream', 80, 2)];
		expect(lookOf(recipe)).toEqual({ base: 'cream', layers: ['ham:4'] });
	});

	test('uses oil when there is no sauce', () => {
		expect(lookOf([])).toEqual({ base: 'oil', layers: [] });
	});

	test('treats a second sauce as a drizzle on top', () => {
		const recipe = [step('tomato-sauce', 90, 1), step('bbq-sauce', 30, 2)];
		expect(lookOf(recipe)).toEqual({ base: 'tomato', layers: ['bbq-sauce:3'] });
	});

	test.each([
		[1, 1],
		[5, 1],
		[6, 2],
		[70, 4],
		[1000, 6]
	])('%i g is amount %i', (grams, amount) => {
		expect(amountOf(grams)).toBe(amount);
	});
});

describe('the demo menu', () => {
	const looks = looksOf(demoMenu);
	const drawables = drawablesOf(demoMenu, looks);
	const index = indexMenu(demoMenu);
	const partsFor = (request: LineRequest) => {
		const priced = priceBasket(index, [request]);
		if (!priced.ok) throw new Error(priced.fault.code);
		return priced.value.lines.map((line) => partsOf(line, drawables));
	};

	test('has a look for each pizza, in less than 3 kB', () => {
		const pizzas = demoMenu.products.filter(({ kind }) => kind === 'pizza');
		expect(Object.keys(looks)).toEqual(pizzas.map(({ id }) => id));
		expect(JSON.stringify(looks).length).toBeLessThan(3072);
		expect(looks.calzone?.folded).toBe(true);
	});

	test('draws the ordered pizza: without removals, with extras', () => {
		const [parts] = partsFor({
			product: 'reine',
			size: 'm',
			quantity: 1,
			without: ['ham'],
			options: ['extra-egg', 'extra-mushrooms', 'cut-8']
		});
		expect(parts).toEqual([
			{
				id: 'reine',
				look: {
					base: 'tomato',
					layers: ['mozzarella:6', 'mushrooms:5', 'black-olives:2', 'oregano:1', 'egg:1']
				}
			}
		]);
	});

	test('draws each half with its own look', () => {
		const [parts] = partsFor({
			product: 'reine',
			size: 'm',
			quantity: 1,
			halves: ['reine', 'texane']
		});
		expect(parts).toEqual([
			{ id: 'reine', look: looks.reine },
			{ id: 'texane', look: looks.texane }
		]);
	});

	test('draws nothing for a drink', () => {
		expect(partsOf({ product: 'cola', halves: [], options: [] }, drawables)).toEqual([]);
	});
});

describe('a photo', () => {
	const menu = {
		...demoMenu,
		products: demoMenu.products.map((product) =>
			product.id === 'reine' ? { ...product, photo: 'abc' } : product
		)
	};
	const drawables = drawablesOf(menu, looksOf(menu));
	const plain = { product: 'reine', halves: [], options: [] };
	const photoOf = (line: Parameters<typeof partsOf>[0]) => partsOf(line, drawables)[0]?.photo;
	const option = (id: string, kind: 'added' | 'removed' | 'choice') => [{ id, kind }];

	test('is used only for the pizza as it is on the menu', () => {
		expect(drawables.photos).toEqual({ reine: 'abc' });
		expect(photoPath('abc')).toBe('/api/photos/abc');
		expect(photoOf(plain)).toBe('abc');
		expect(photoOf({ ...plain, options: option('cut-8', 'choice') })).toBe('abc');
		expect(photoOf({ ...plain, product: 'texane' })).toBeUndefined();
		expect(partsOf({ ...plain, product: 'texane' }, drawables)[0]).not.toHaveProperty('photo');
	});

	test('is replaced by a drawing for a changed pizza', () => {
		const halves = [{ product: 'reine' }, { product: 'texane' }];

		expect(photoOf({ ...plain, halves })).toBeUndefined();
		expect(photoOf({ ...plain, options: option('ham', 'removed') })).toBeUndefined();
		expect(photoOf({ ...plain, options: option('extra-egg', 'added') })).toBeUndefined();
	});

	test('is not drawn when one half is not a pizza', () => {
		expect(
			partsOf({ ...plain, halves: [{ product: 'reine' }, { product: 'cola' }] }, drawables)
		).toEqual([]);
	});

	test('is included only with lines that need it', () => {
		const line = { ...plain, halves: [{ product: 'reine' }, { product: 'texane' }] };
		const within = drawablesWithin(drawables, [{ ...line, options: option('extra-egg', 'added') }]);

		expect(Object.keys(within.looks).sort()).toEqual(['reine', 'texane']);
		expect(Object.keys(within.extras)).toEqual(['extra-egg']);
		expect(within.photos).toEqual({ reine: 'abc' });
		const drink = { product: 'cola', halves: [], options: [] };
		expect(drawablesWithin(drawables, [drink])).toEqual({ looks: {}, extras: {}, photos: {} });
		expect(drawablesWithin({ looks: {}, extras: {} }, [drink]).photos).toEqual({});
	});
});
