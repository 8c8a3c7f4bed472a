import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineRequest } from '../wire/contract.ts';
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
	test('costs base price, extras and quantity, with its VAT included', () => {
		const basket = priced({ product: 'cheese', size: 'm', quantity: 2, options: ['extra-nut'] });

		expect(basket.totalMinor).toBe(2 * (1100 + 150));
		expect(basket.lines[0]).toMatchObject({ unitMinor: 1250, totalMinor: 2500, vatMinor: 227 });
		expect(Object.fromEntries(basket.needs)).toEqual({ dough: 400, cheese: 100, nut: 40 });
	});

	test('two lines of the same product both use the stock, each with its quantity', () => {
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

	test('half-and-half costs the dearer half and uses half of each recipe', () => {
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

	test('a removal saves the ingredient but keeps its allergen: traces remain', () => {
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

	test('the parts of a bundle share its price in proportion to their list prices, extras added', () => {
		const plain = priced({
			product: 'duo',
			quantity: 2,
			slots: [{ product: 'tuna' }, { product: 'beer' }]
		});
		const rich = priced(
			{ product: 'beer', quantity: 1 },
			{
				product: 'duo',
				quantity: 1,
				slots: [
					{ product: 'cheese', options: ['extra-nut', 'crust-thick'], note: ' bien cuite ' },
					{ product: 'beer' }
				]
			}
		);

		// 13.33 split in the proportion 13.01 to 3.50.
		expect(plain.lines.map((line) => line.unitMinor)).toEqual([1050, 283]);
		expect(plain.totalMinor).toBe(2 * 1333);
		expect(Object.fromEntries(plain.needs)).toEqual({ dough: 400, tuna: 100, beer: 2 });
		// 13.33 + 1.50 + 0.50 split in the proportion 13.00 to 3.50.
		expect(rich.lines.map((line) => line.unitMinor)).toEqual([350, 1208, 325]);
		expect(rich.lines.map((line) => line.bundle?.key)).toEqual([undefined, 'duo-1', 'duo-1']);
		expect(rich.lines[1]).toMatchObject({
			size: 'm',
			note: 'bien cuite',
			allergens: ['gluten', 'milk', 'nuts']
		});
	});

	test('a line names its options, extras and removals in the words of the menu', () => {
		const [line] = priced({
			product: 'cheese',
			size: 'm',
			quantity: 1,
			options: ['crust-thin', 'extra-nut'],
			without: ['cheese']
		}).lines;

		expect(line).toMatchObject({
			name: text('cheese'),
			sizeName: text('m'),
			halves: [],
			bundle: null,
			note: '',
			unitMinor: 1250
		});
		expect(line?.options).toEqual([
			{ id: 'crust-thin', kind: 'choice', name: text('thin') },
			{ id: 'extra-nut', kind: 'added', name: text('nut') },
			{ id: 'cheese', kind: 'removed', name: text('cheese') }
		]);
		expect(line?.allergens).toEqual(['gluten', 'milk', 'nuts']);
	});

	test('a half-and-half line names both pizzas in each language, and lists each', () => {
		const named = { ...menu.products[1]!, name: { fr: 'thon', en: 'tuna fish' } };
		const products = [menu.products[0]!, named];
		const basket = priceBasket(indexMenu({ ...menu, products }), [
			{ product: 'cheese', size: 's', quantity: 1, halves: ['cheese', 'tuna'] }
		]);
		const [line] = basket.ok ? basket.value.lines : [];

		expect(line?.name).toEqual({ fr: '½ cheese · ½ thon', en: '½ cheese · ½ tuna fish' });
		expect(line?.halves.map(({ product }) => product)).toEqual(['cheese', 'tuna']);
	});

	test('half a gram is rounded up to a whole one', () => {
		const odd = structuredClone(menu);
		odd.products[1]!.sizes[1]!.recipe[1]!.quantity = 25;
		const basket = priceBasket(indexMenu(odd), [
			{ product: 'cheese', size: 'm', quantity: 3, halves: ['cheese', 'tuna'] }
		]);

		expect(basket.ok && Object.fromEntries(basket.value.needs)).toEqual({
			dough: 600,
			cheese: 75,
			tuna: 39
		});
	});

	test('a missing mandatory option is named in the refusal', () => {
		const strict = structuredClone(menu);
		strict.optionGroups[1]!.min = 1;
		const line = { product: 'cheese', size: 'm', quantity: 1 };
		const basket = priceBasket(indexMenu(strict), [line]);

		expect(basket).toMatchObject({
			ok: false,
			fault: { code: 'bad_choice', detail: text('crust') }
		});
		expect(priceBasket(indexMenu(strict), [{ ...line, options: ['crust-thin'] }])).toMatchObject({
			ok: true
		});
	});

	test.each([
		[{ product: 'beer', quantity: 1, options: ['extra-nut'] }, 'nut'],
		[{ product: 'cheese', size: 'm', quantity: 1, options: ['no-such'] }, 'no-such'],
		[{ product: 'cheese', size: 'm', quantity: 1, without: ['tuna'] }, 'tuna'],
		[{ product: 'cheese', size: 'm', quantity: 1, without: ['no-such'] }, 'no-such'],
		[{ product: 'cheese', size: 'xl', quantity: 1 }, 'cheese xl'],
		[{ product: 'nothing', quantity: 1 }, 'nothing'],
		[{ product: 'duo', quantity: 1, slots: [{ product: 'tuna' }] }, 'duo'],
		[{ product: 'duo', quantity: 1, slots: [{ product: 'duo' }, { product: 'beer' }] }, 'pizza'],
		[
			{
				product: 'duo',
				quantity: 1,
				slots: [{ product: 'tuna', halves: ['tuna', 'cheese'] }, { product: 'beer' }]
			},
			'pizza'
		],
		[
			{
				product: 'duo',
				quantity: 1,
				slots: [{ product: 'tuna', options: ['no-such'] }, { product: 'beer' }]
			},
			'no-such'
		]
	])('%j is refused with the name of the fault: %s', (line, name) => {
		const basket = priceBasket(index, [line as LineRequest]);

		expect(basket).toMatchObject({ ok: false, fault: { detail: { fr: name } } });
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

test('the makeable count follows the scarcest ingredient, for a bundle the scarcest slot', () => {
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

test('an extra counts by its smallest size, and without a recipe nothing can be made', () => {
	const bare = structuredClone(menu);
	bare.products[3]!.sizes[0]!.recipe = [];

	expect(makeable(menu, new Map([['nut', 35]]))['extra-nut']).toBe(3);
	expect(makeable(bare, new Map([['beer', 9]]))).toMatchObject({ beer: 0, duo: 0 });
	expect(makeable(menu, new Map())).toMatchObject({ cheese: 0, beer: 0, duo: 0 });
});

test('allergens of the menu include sizes, extras and every option of a bundle', () => {
	const found = menuAllergens(menu);

	expect(found['cheese']).toEqual(['gluten', 'milk']);
	expect(found['extra-nut']).toEqual(['nuts']);
	expect(found['duo']).toEqual(['fish', 'gluten', 'milk', 'sulphites']);
});

test('a note keeps only visible characters, at most 140', () => {
	expect(cleanNote('  sans\u202eoignons\u0007 🌶️ ')).toBe('sans oignons  🌶️');
	expect([...cleanNote('🍕'.repeat(200))]).toHaveLength(140);
});
