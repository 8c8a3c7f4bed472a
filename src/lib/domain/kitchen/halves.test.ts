import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halved } from './halves.ts';
import type { RecipeStep } from '../menu/menu.ts';

const step = (ingredient: string, quantity: number, way = 'spread'): RecipeStep => ({
	ingredient,
	quantity,
	layer: 1,
	text: { fr: way, en: way }
});
const brief = (steps: readonly RecipeStep[]) =>
	steps.map(({ ingredient, quantity }) => `${ingredient} ${quantity}`);

describe('a half-and-half pizza', () => {
	it('has one ball and one sauce, then the ingredients of each half', () => {
		const { whole, halves } = halved([
			[step('dough', 415), step('tomato', 150), step('mozzarella', 210), step('ham', 90)],
			[step('dough', 415), step('tomato', 150), step('mozzarella', 210), step('chorizo', 70)]
		]);

		expect(brief(whole)).toEqual(['dough 415', 'tomato 150', 'mozzarella 210']);
		expect(halves.map(brief)).toEqual([['ham 45'], ['chorizo 35']]);
	});

	it('lists the cheese per half where the sauces differ, because it lies above them', () => {
		const { whole, halves } = halved([
			[step('dough', 415), step('tomato', 150), step('mozzarella', 210)],
			[step('dough', 415), step('cream', 130), step('mozzarella', 210)]
		]);

		expect(brief(whole)).toEqual(['dough 415']);
		expect(halves.map(brief)).toEqual([
			['tomato 75', 'mozzarella 105'],
			['cream 65', 'mozzarella 105']
		]);
	});

	it('uses one sauce of the mean quantity where the two differ by at most a fifth', () => {
		const sauces = (left: number, right: number) =>
			halved([
				[step('dough', 415), step('tomato', left)],
				[step('dough', 415), step('tomato', right)]
			]);

		expect(brief(sauces(150, 120).whole)).toEqual(['dough 415', 'tomato 135']);
		expect(brief(sauces(150, 119).whole)).toEqual(['dough 415']);
	});

	it('keeps ingredients apart that differ in quantity or preparation', () => {
		const much = halved([
			[step('dough', 415), step('tomato', 150)],
			[step('dough', 415), step('tomato', 100)]
		]);
		const way = halved([
			[step('dough', 415), step('tomato', 150)],
			[step('dough', 415), step('tomato', 150, 'drizzle')]
		]);

		expect(brief(much.whole)).toEqual(['dough 415']);
		expect(much.halves.map(brief)).toEqual([['tomato 75'], ['tomato 50']]);
		expect(brief(way.whole)).toEqual(['dough 415']);
	});

	it('has one ball of the mean weight where the two recipes differ', () => {
		const { whole, halves } = halved([[step('dough', 400)], [step('dough', 420)]]);

		expect(brief(whole)).toEqual(['dough 410']);
		expect(halves).toEqual([[], []]);
	});

	it('shares nothing when one half has no recipe', () => {
		const { whole, halves } = halved([[], [step('dough', 400)]]);

		expect(whole).toEqual([]);
		expect(halves.map(brief)).toEqual([[], ['dough 200']]);
	});

	it('uses from the stock what the two halves use together', () => {
		const recipe = fc.array(
			fc
				.tuple(fc.constantFrom('dough', 'tomato', 'cream', 'ham'), fc.integer({ min: 1, max: 500 }))
				.map(([ingredient, quantity]) => step(ingredient, quantity)),
			{ maxLength: 5 }
		);
		const sum = (steps: readonly RecipeStep[], ingredient: string) =>
			steps
				.filter((one) => one.ingredient === ingredient)
				.reduce((total, one) => total + one.quantity, 0);
		fc.assert(
			fc.property(recipe, recipe, (left, right) => {
				const { whole, halves } = halved([left, right]);
				for (const ingredient of ['dough', 'tomato', 'cream', 'ham'])
					expect(sum([...whole, ...halves.flat()], ingredient)).toBeCloseTo(
						(sum(left, ingredient) + sum(right, ingredient)) / 2
					);
			})
		);
	});
});
