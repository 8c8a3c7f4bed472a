import { describe, expect, it } from 'vitest';
import { demoMenu } from '../../../../db/demo/menu/index.ts';
import {
	countDoughs,
	countProducts,
	openLines,
	portionsOf,
	recipeBookOf,
	weigh,
	type CountedLine,
	type RecipeBook
} from './allday.ts';

const text = (of: string) => ({ fr: of, en: of });
const BOOK: RecipeBook = {
	ingredients: {
		dough: { name: text('pâte'), unit: 'g' },
		mozzarella: { name: text('mozzarella'), unit: 'g' },
		ham: { name: text('jambon'), unit: 'g' },
		egg: { name: text('œuf'), unit: 'piece' }
	},
	recipes: {
		reine: {
			m: [
				{ ingredient: 'dough', quantity: 250 },
				{ ingredient: 'mozzarella', quantity: 101 },
				{ ingredient: 'ham', quantity: 60 }
			]
		},
		margherita: {
			m: [
				{ ingredient: 'dough', quantity: 250 },
				{ ingredient: 'mozzarella', quantity: 120 }
			],
			l: [
				{ ingredient: 'dough', quantity: 420 },
				{ ingredient: 'mozzarella', quantity: 190 }
			]
		},
		cola: { one: [] }
	},
	extras: { 'add-egg': { ingredient: 'egg', quantity: { m: 1, l: 2 } } }
};

const line = (product: string, over: Partial<CountedLine> = {}): CountedLine => ({
	product,
	size: 'm',
	name: text(product),
	sizeName: text('M'),
	quantity: 1,
	halves: [],
	options: [],
	struckAt: null,
	voidedAt: null,
	...over
});
const half = (a: string, b: string) => [
	{ product: a, name: text(a) },
	{ product: b, name: text(b) }
];
const AT = '2026-11-21T19:00:00Z';

describe('all-day', () => {
	it('counts lines still to be made: none that are struck, voided, in the oven or later', () => {
		const lines = [line('reine'), line('reine', { struckAt: AT }), line('reine', { voidedAt: AT })];
		const tickets = (['placed', 'making', 'in_oven', 'boxed'] as const).map((status) => ({
			status,
			lines
		}));

		expect(openLines(tickets)).toEqual([line('reine'), line('reine')]);
	});

	it('counts by product and size, largest count first, a half as 0.5', () => {
		const counts = countProducts([
			line('reine', { quantity: 2 }),
			line('margherita', { quantity: 2 }),
			line('margherita', { size: 'l', sizeName: text('L') }),
			line('reine', { halves: half('reine', 'margherita') })
		]);

		expect(counts.map(({ id, count }) => [id, count])).toEqual([
			['margherita', 3.5],
			['reine', 2.5]
		]);
		expect(counts[0]?.sizes.map(({ id, count }) => [id, count])).toEqual([
			['m', 2.5],
			['l', 1]
		]);
	});

	it('counts balls of dough by size, lightest first, and none for products without dough', () => {
		const lines = [
			line('margherita', { size: 'l', sizeName: text('L') }),
			line('reine', { quantity: 3, halves: half('reine', 'margherita') }),
			line('cola', { size: 'one' })
		];

		const doughs = countDoughs(lines, BOOK).map(({ name, count, grams }) => [
			name.fr,
			count,
			grams
		]);
		expect(doughs).toEqual([
			['M', 3, 250],
			['L', 1, 420]
		]);
	});

	it('names the dough of what comes in one size after the product', () => {
		const recipe = (quantity: number) => ({ one: [{ ingredient: 'dough', quantity }] });
		const book = { ...BOOK, recipes: { bread: recipe(120), focaccia: recipe(120) } };
		const lines = ['bread', 'focaccia', 'bread'].map((product) =>
			line(product, { size: 'one', sizeName: text('Taille unique') })
		);

		const doughs = countDoughs(lines, book).map(({ name, count }) => [name.fr, count]);
		expect(doughs).toEqual([
			['bread', 2],
			['focaccia', 1]
		]);
	});

	it('weighs by recipe: halves by half, without removals, with extras for the size', () => {
		const wish = line('reine', {
			quantity: 2,
			halves: half('reine', 'margherita'),
			options: [
				{ id: 'ham', kind: 'removed' },
				{ id: 'add-egg', kind: 'added' }
			]
		});

		expect(portionsOf(wish, BOOK)).not.toContainEqual(
			expect.objectContaining({ ingredient: 'ham' })
		);
		expect(weigh([wish], BOOK)).toEqual([
			{ ingredient: 'dough', quantity: 500 },
			{ ingredient: 'mozzarella', quantity: 221 },
			{ ingredient: 'egg', quantity: 2 }
		]);
	});

	it('weighs extras but not options that use nothing, largest first, then by name', () => {
		const lines = [
			line('margherita', { options: [{ id: 'add-egg', kind: 'removed' }] }),
			line('cola', { size: 'one', options: [{ id: 'add-egg', kind: 'added' }] }),
			line('margherita', {
				size: 'l',
				options: [
					{ id: 'add-egg', kind: 'choice' },
					{ id: 'cut-8', kind: 'choice' }
				]
			})
		];

		expect(weigh(lines, BOOK)).toEqual([
			{ ingredient: 'dough', quantity: 670 },
			{ ingredient: 'mozzarella', quantity: 310 },
			{ ingredient: 'egg', quantity: 2 }
		]);
		const even = {
			...BOOK,
			recipes: {
				tie: {
					m: [
						{ ingredient: 'ham', quantity: 10 },
						{ ingredient: 'dough', quantity: 10 },
						{ ingredient: 'egg', quantity: 10 }
					]
				}
			}
		};
		expect(weigh([line('tie')], even).map(({ ingredient }) => ingredient)).toEqual([
			'dough',
			'egg',
			'ham'
		]);
	});

	it('sorts equal counts by name', () => {
		const counts = countProducts([line('reine'), line('calzone'), line('margherita')]);

		expect(counts.map(({ id }) => id)).toEqual(['calzone', 'margherita', 'reine']);
	});

	it('stretches no dough for a size that the book does not have', () => {
		expect(countDoughs([line('reine', { size: 'xl' }), line('gone')], BOOK)).toEqual([]);
	});

	it('builds its book from the menu: all recipes, none of bundles, extras that use something', () => {
		const book = recipeBookOf(demoMenu);
		const bundles = demoMenu.products.filter(({ kind }) => kind === 'bundle').map(({ id }) => id);
		const reine = demoMenu.products.find(({ id }) => id === 'reine')!;
		const medium = reine.sizes.find(({ id }) => id === 'm')!;

		expect(bundles.length).toBeGreaterThan(0);
		expect(Object.keys(book.recipes).filter((id) => bundles.includes(id))).toEqual([]);
		expect(Object.keys(book.recipes)).toHaveLength(demoMenu.products.length - bundles.length);
		expect(book.recipes.reine?.m).toEqual(
			medium.recipe.map(({ ingredient, quantity }) => ({ ingredient, quantity }))
		);
		expect(book.ingredients.dough).toEqual({ name: expect.anything(), unit: 'g' });
		expect(book.extras['extra-egg']?.ingredient).toBe('egg');
		expect(Object.values(book.extras).every(Boolean)).toBe(true);
	});

	it('weighs nothing for products that are not in the book any more', () => {
		expect(weigh([line('gone')], BOOK)).toEqual([]);
	});
});
