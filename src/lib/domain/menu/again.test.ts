import { describe, expect, it } from 'vitest';
import { againFrom } from './again.ts';
import type { LineRequest, TrackedOrder } from '../wire/contract.ts';
import type { Menu, Product } from './menu.ts';
import { indexMenu, makeable, priceBasket } from './pricing.ts';

const text = (word: string) => ({ fr: word, en: word });
const uses = (ingredient: string) => ({ ingredient, quantity: { m: 1 } });

const product = (id: string, over: Partial<Product> = {}): Product => ({
	id,
	category: 'pizzas',
	kind: 'pizza',
	name: text(id),
	description: text(id),
	vat: 100,
	sizes: [
		{
			id: 'm',
			name: text('m'),
			priceMinor: 1000,
			recipe: [{ ingredient: id, quantity: 1, layer: 1, text: text(id) }]
		}
	],
	optionGroups: ['extras'],
	removable: ['olives'],
	halfable: true,
	...over
});

const MENU: Menu = {
	categories: [],
	ingredients: ['olives', 'egg', 'reine', 'calzone'].map((id) => ({
		id,
		name: text(id),
		unit: 'g' as const,
		allergens: []
	})),
	optionGroups: [
		{
			id: 'extras',
			name: text('extras'),
			min: 0,
			max: 3,
			items: [
				{ id: 'extra-egg', name: text('egg'), priceMinor: { m: 100 }, uses: uses('egg') },
				{ id: 'extra-olives', name: text('olives'), priceMinor: { m: 50 } }
			]
		}
	],
	products: [product('reine'), product('calzone')]
};

const FULL = new Map([
	['reine', 9],
	['calzone', 9],
	['egg', 9]
]);

const ASKED: LineRequest[] = [
	{ product: 'reine', size: 'm', quantity: 2, options: ['extra-egg', 'extra-olives'] },
	{ product: 'calzone', size: 'm', quantity: 1, halves: ['calzone', 'reine'], without: ['olives'] }
];

function again(menu = MENU, stock: ReadonlyMap<string, number> = FULL) {
	const priced = priceBasket(indexMenu(MENU), ASKED);
	if (!priced.ok) throw new Error(priced.fault.code);
	const lines = priced.value.lines.map((line, position) => ({
		...line,
		id: `line-${position}`,
		position,
		struckAt: null,
		voidedAt: null,
		addedIn: 1
	}));
	const order = { lines } as unknown as TrackedOrder;
	return againFrom(order, { index: indexMenu(menu), makeable: makeable(menu, stock) });
}

const without = (id: string): ReadonlyMap<string, number> => new Map([...FULL, [id, 0]]);

describe('ordering once more', () => {
	it('requests the same lines: quantities, extras, halves, removals', () => {
		expect(again()).toEqual({ lines: ASKED, left: [], lessened: [] });
	});

	it('omits an extra that is sold out, and reports the product', () => {
		const { lines, left, lessened } = again(MENU, without('egg'));

		expect(lines[0]).toEqual({ ...ASKED[0], options: ['extra-olives'] });
		expect([left, lessened]).toEqual([[], ['reine']]);
	});

	it('omits a line whose half or product is sold out', () => {
		expect(again(MENU, without('reine'))).toEqual({
			lines: [],
			left: ['reine', 'calzone'],
			lessened: []
		});
	});

	it('omits a line whose removal is no longer possible: it may be for an allergy', () => {
		const fixed = (entry: Product) => ({ ...entry, removable: [] });
		const { lines, left } = again({ ...MENU, products: MENU.products.map(fixed) });

		expect(lines.map((line) => line.product)).toEqual(['reine']);
		expect(left).toEqual(['calzone']);
	});

	it('omits products that are no longer on the menu', () => {
		const products = MENU.products.filter(({ id }) => id !== 'calzone');

		expect(again({ ...MENU, products }).left).toEqual(['calzone']);
	});
});
