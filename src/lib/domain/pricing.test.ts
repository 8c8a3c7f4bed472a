import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineRequest } from './contract.ts';
import type { Menu, Product } from './menu.ts';
import {
	cleanNote,
	indexMenu,
	makeable,
	menuAllergens,
	priceBasket,
	type Basket
} from './pricing.ts';

const text = (name: string) => ({ fr: name, en: name });
const sizes = (id: string, prices: [number, number]) =>
	(['s', 'm'] as const).map((size, i) => ({
		id: size,
		name: text(size),
		priceMinor: prices[i] ?? 0,
		recipe: [
			{ ingredient: 'dough', quantity: 100 * (i + 1), layer: 1, text: text('roll') },
			{ ingredient: id, quantity: 25 * (i + 1), layer: 2, text: text('lay') }
		]
	}));
const pizza = (id: string, prices: [number, number], halfable = true): Product => ({
	id,
	category: 'pizzas',
	kind: 'pizza',
	name: text(id),
	description: text(id),
	vat: 100,
	sizes: sizes(id, prices),
	optionGroups: ['extras', 'crust'],
	removable: [id],
	halfable
});
const menu: Menu = {
	categories: [{ id: 'pizzas', name: text('pizzas') }],
	ingredients: [
		{ id: 'dough', name: text('dough'), unit: 'g', allergens: ['gluten'] },
		{ id: 'cheese', name: text('cheese'), unit: 'g', allergens: ['milk'] },
		{ id: 'tuna', name: text('tuna'), unit: 'g', allergens: ['fish'] },
		{ id: 'nut', name: text('nut'), unit: 'g', allergens: ['nuts'] },
		{ id: 'beer', name: text('beer'), unit: 'piece', allergens: ['gluten', 'sulphites'] }
	],
	optionGroups: [
		{
			id: 'extras',
			name: text('extras'),
			min: 0,
			max: 2,
			items: [
				{
					id: 'extra-nut',
					name: text('nut'),
					priceMinor: { s: 100, m: 150 },
					uses: { ingredient: 'nut', quantity: { s: 10, m: 20 } }
				},
				{ id: 'extra-m', name: text('m only'), priceMinor: { m: 200 } }
			]
		},
		{
			id: 'crust',
			name: text('crust'),
			min: 0,
			max: 1,
			items: [
				{ id: 'crust-thin', name: text('thin'), priceMinor: { s: 0, m: 0 } },
				{ id: 'crust-thick', name: text('thick'), priceMinor: { s: 50, m: 50 } }
			]
		}
	],
	products: [
		pizza('cheese', [900, 1100]),
		pizza('tuna', [1000, 1301]),
		pizza('calzone', [1200, 1400], false),
		{
			id: 'beer',
			category: 'pizzas',
			kind: 'simple',
			name: text('beer'),
			description: text('beer'),
			vat: 200,
			sizes: [
				{
					id: 'one',
					name: text('one'),
					priceMinor: 350,
					recipe: [{ ingredient: 'beer', quantity: 1, layer: 1, text: text('open') }]
				}
			],
			optionGroups: [],
			removable: [],
			halfable: false
		},
		{
			id: 'duo',
			category: 'pizzas',
			kind: 'bundle',
			name: text('duo'),
			description: text('duo'),
			vat: 100,
			sizes: [{ id: 'one', name: text('one'), priceMinor: 1333, recipe: [] }],
			optionGroups: [],
			removable: [],
			halfable: false,
			slots: [
				{ name: text('pizza'), size: 'm', products: ['cheese', 'tuna'] },
				{ name: text('drink'), size: 'one', products: ['beer'] }
			]
		}
	]
};
menu.ingredients.push({ id: 'calzone', name: text('filling'), unit: 'g', allergens: ['eggs'] });
const index = indexMenu(menu);

function priced(...lines: LineRequest[]): Basket {
	const basket = priceBasket(index, lines);
	if (!basket.ok) throw new Error(basket.fault.code);
	return basket.value;
}

function refused(line: LineRequest): string {
	const basket = priceBasket(index, [line]);
	return basket.ok ? 'priced' : basket.fault.code;
}

describe('a basket', () => {
	test('costs base, extras and quantity, with its VAT inside', () => {
		const basket = priced({ product: 'cheese', size: 'm', quantity: 2, options: ['extra-nut'] });

		expect(basket.totalMinor).toBe(2 * (1100 + 150));
		expect(basket.lines[0]).toMatchObject({ unitMinor: 1250, totalMinor: 2500, vatMinor: 227 });
		expect(Object.fromEntries(basket.needs)).toEqual({ dough: 400, cheese: 100, nut: 40 });
	});

	test('two lines take from the stock what both need, each at its quantity', () => {
		const basket = priced(
			{ product: 'cheese', size: 'm', quantity: 2, options: ['extra-nut'] },
			{ product: 'cheese', size: 'm', quantity: 3 }
		);

		expect(basket.totalMinor).toBe(2 * 1250 + 3 * 1100);
		expect(basket.lines.map(({ totalMinor, vatMinor }) => [totalMinor, vatMinor])).toEqual([
			[2500, 227],
			[3300, 300]
		]);
		expect(Object.fromEntries(basket.needs)).toEqual({ dough: 1000, cheese: 250, nut: 40 });
	});

	test('half-and-half costs the dearer half and takes half of each', () => {
		const basket = priced({
			product: 'cheese',
			size: 'm',
			quantity: 1,
			halves: ['cheese', 'tuna']
		});

		expect(basket.totalMinor).toBe(1301);
		expect(basket.lines[0]?.name.fr).toBe('½ cheese · ½ tuna');
		expect(Object.fromEntries(basket.needs)).toEqual({ dough: 200, cheese: 25, tuna: 25 });
		expect(basket.lines[0]?.allergens).toEqual(['fish', 'gluten', 'milk']);
	});

	test('a removal saves the ingredient and keeps its allergen: traces remain', () => {
		const basket = priced({ product: 'cheese', size: 's', quantity: 1, without: ['cheese'] });

		expect(basket.needs.has('cheese')).toBe(false);
		expect(basket.lines[0]?.allergens).toContain('milk');
		expect(basket.lines[0]?.options).toEqual([
			{ id: 'cheese', kind: 'removed', name: text('cheese') }
		]);
	});

	test('a bundle costs its price and each part carries its own VAT', () => {
		const basket = priced({
			product: 'duo',
			quantity: 1,
			slots: [{ product: 'tuna' }, { product: 'beer' }]
		});

		expect(basket.totalMinor).toBe(1333);
		expect(basket.lines.map((line) => line.vat)).toEqual([100, 200]);
		expect(basket.lines.every((line) => line.bundle?.id === 'duo')).toBe(true);
	});

	test.each([
		[{ product: 'nothing', quantity: 1 }, 'unknown_product'],
		[{ product: '__proto__', quantity: 1 }, 'unknown_product'],
		[{ product: 'cheese', size: 'xl', quantity: 1 }, 'unknown_product'],
		[{ product: 'cheese', size: 's', quantity: 1, options: ['extra-m'] }, 'bad_choice'],
		[
			{ product: 'cheese', size: 's', quantity: 1, options: ['crust-thin', 'crust-thick'] },
			'bad_choice'
		],
		[{ product: 'beer', quantity: 1, options: ['extra-nut'] }, 'bad_choice'],
		[{ product: 'cheese', size: 's', quantity: 1, without: ['tuna'] }, 'bad_choice'],
		[{ product: 'cheese', size: 's', quantity: 1, halves: ['cheese', 'calzone'] }, 'bad_choice'],
		[{ product: 'cheese', size: 's', quantity: 1, halves: ['tuna', 'cheese'] }, 'bad_choice'],
		[{ product: 'cheese', size: 's', quantity: 1, halves: ['cheese'] }, 'bad_choice'],
		[{ product: 'duo', quantity: 1 }, 'bad_choice'],
		[
			{ product: 'duo', quantity: 1, slots: [{ product: 'beer' }, { product: 'beer' }] },
			'bad_choice'
		],
		[{ product: 'cheese', size: 's', quantity: 1, slots: [] }, 'bad_choice']
	])('%j is refused as %s', (line, code) => {
		expect(refused(line as LineRequest)).toBe(code);
	});

	test('the lines always add up to the total, and the VAT of each to its share', () => {
		const line = fc.record({
			product: fc.constantFrom('cheese', 'tuna', 'calzone'),
			size: fc.constantFrom('s', 'm'),
			quantity: fc.integer({ min: 1, max: 20 }),
			options: fc.subarray(['extra-nut', 'crust-thick'])
		});
		fc.assert(
			fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), (lines) => {
				const basket = priced(...lines);
				expect(basket.lines.reduce((sum, entry) => sum + entry.totalMinor, 0)).toBe(
					basket.totalMinor
				);
				for (const entry of basket.lines)
					expect(entry.totalMinor).toBe(entry.unitMinor * entry.quantity);
			})
		);
	});
});

test('what can be made follows the scarcest ingredient, a bundle its scarcest slot', () => {
	const stock = new Map([
		['dough', 1000],
		['cheese', 60],
		['tuna', 0],
		['beer', 1],
		['calzone', 1000]
	]);

	expect(makeable(menu, stock)).toMatchObject({ cheese: 2, tuna: 0, calzone: 10, beer: 1, duo: 1 });
	expect(makeable(menu, stock)['extra-nut']).toBe(0);
	expect(makeable(menu, stock)['crust-thick']).toBeUndefined();
});

test('allergens of the menu cover sizes, extras and every choice of a bundle', () => {
	const found = menuAllergens(menu);

	expect(found['cheese']).toEqual(['gluten', 'milk']);
	expect(found['extra-nut']).toEqual(['nuts']);
	expect(found['duo']).toEqual(['fish', 'gluten', 'milk', 'sulphites']);
});

test('a note keeps visible characters only, at most 140 of them', () => {
	expect(cleanNote('  sans\u202eoignons\u0007 🌶️ ')).toBe('sans oignons  🌶️');
	expect([...cleanNote('🍕'.repeat(200))]).toHaveLength(140);
});
