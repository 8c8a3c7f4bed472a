import { describe, expect, test } from 'vitest';
import { demoMenu } from '../../../db/demo/menu/index.ts';
import { amountOf, drawablesOf, lookOf, looksOf, partsOf } from './look.ts';
import { indexMenu, priceBasket } from './pricing.ts';
import type { LineRequest } from './contract.ts';

const step = (ingredient: string, quantity: number, layer: number) => ({
	ingredient,
	quantity,
	layer,
	text: { fr: '', en: '' }
});

describe('the look of a recipe', () => {
	test('is its sauce and what lies on it, from the dough up', () => {
		const recipe = [step('ham', 70, 3), step('dough', 250, 1), step('cream', 80, 2)];
		expect(lookOf(recipe)).toEqual({ base: 'cream', layers: ['ham:4'] });
	});

	test('without a sauce has oil', () => {
		expect(lookOf([])).toEqual({ base: 'oil', layers: [] });
	});

	test('takes a second sauce as what is poured on top', () => {
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

	test('draws what was ordered: without what is left out, with what is added', () => {
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

	test('draws halves, each with its own look', () => {
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
