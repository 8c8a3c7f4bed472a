import { expect, test } from 'vitest';
import type { Menu } from './menu.ts';
import { menuFaults } from './menu-faults.ts';

const both = (word: string) => ({ fr: word, en: word });
const step = (ingredient: string, layer = 1) => ({
	ingredient,
	quantity: 1,
	layer,
	text: both('x')
});

const aMenu = (): Menu => ({
	categories: [{ id: 'pizzas', name: both('Pizzas') }],
	ingredients: [{ id: 'dough', name: both('Dough'), unit: 'piece', allergens: ['gluten'] }],
	optionGroups: [
		{
			id: 'extras',
			name: both('Extras'),
			min: 0,
			max: 2,
			items: [
				{
					id: 'more',
					name: both('More'),
					priceMinor: { m: 100 },
					uses: { ingredient: 'dough', quantity: { m: 1 } }
				}
			]
		}
	],
	products: [
		{
			id: 'plain',
			category: 'pizzas',
			kind: 'pizza',
			name: both('Plain'),
			description: both('Plain'),
			vat: 100,
			sizes: [{ id: 'm', name: both('M'), priceMinor: 900, recipe: [step('dough')] }],
			optionGroups: ['extras'],
			removable: ['dough'],
			halfable: true
		},
		{
			id: 'deal',
			category: 'pizzas',
			kind: 'bundle',
			name: both('Deal'),
			description: both('Deal'),
			vat: 100,
			sizes: [{ id: 'one', name: both('One'), priceMinor: 1500, recipe: [] }],
			optionGroups: [],
			removable: [],
			halfable: false,
			slots: [{ name: both('Pizza'), size: 'm', products: ['plain'] }]
		}
	]
});

test('a menu that agrees with itself has no fault', () => {
	expect(menuFaults(aMenu())).toEqual([]);
});

test.each<[string, (menu: Menu) => void, string]>([
	['an unknown category', (menu) => (menu.products[0]!.category = 'x'), 'products.0.category'],
	[
		'an unknown ingredient in a recipe',
		(menu) => menu.products[0]!.sizes[0]!.recipe.push(step('x', 2)),
		'products.0.sizes.0.recipe'
	],
	[
		'two steps in one layer',
		(menu) => menu.products[0]!.sizes[0]!.recipe.push(step('dough')),
		'products.0.sizes.0.recipe.1'
	],
	[
		'an unknown part to leave out',
		(menu) => menu.products[0]!.removable.push('x'),
		'products.0.removable'
	],
	[
		'an unknown group',
		(menu) => menu.products[0]!.optionGroups.push('x'),
		'products.0.optionGroups'
	],
	['two with one id', (menu) => (menu.products[1]!.id = 'plain'), 'products.1'],
	[
		'a bundle of nothing known',
		(menu) => menu.products[1]!.slots![0]!.products.push('x'),
		'products.1.slots.0'
	],
	[
		'a size that is not there',
		(menu) => (menu.products[1]!.slots![0]!.size = 'xl'),
		'products.1.slots.0'
	],
	['a bundle without slots', (menu) => delete menu.products[1]!.slots, 'products.1.slots'],
	['a limit upside down', (menu) => (menu.optionGroups[0]!.min = 3), 'optionGroups.0.max'],
	[
		'an extra of nothing',
		(menu) => (menu.optionGroups[0]!.items[0]!.uses!.ingredient = 'x'),
		'optionGroups.0.items.0.uses'
	]
])('%s is named', (_name, harm, path) => {
	const menu = aMenu();
	harm(menu);
	expect(menuFaults(menu).map((found) => found.path)).toContain(path);
});
