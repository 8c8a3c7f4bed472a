import type { LineRequest, TrackedOrder } from '../wire/contract.ts';
import type { Menu, Product } from '../menu/menu.ts';
import { indexMenu, priceBasket } from '../menu/pricing.ts';
import { describe, expect, it } from 'vitest';
import { askedOf, requestsFor } from './asked.ts';

const text = (word: string) => ({ fr: word, en: word });

function product(id: string, over: Partial<Product> = {}): Product {
	return {
		id,
		category: 'pizzas',
		kind: 'pizza',
		name: text(id),
		description: text(id),
		vat: 100,
		sizes: [{ id: 'm', name: text('m'), priceMinor: 1000, recipe: [] }],
		optionGroups: ['extras'],
		removable: ['olives'],
		halfable: true,
		...over
	};
}

const slot = { name: text('slot'), size: 'm', products: ['reine', 'calzone'] };
const menu: Menu = {
	categories: [],
	ingredients: [{ id: 'olives', name: text('olives'), unit: 'g', allergens: [] }],
	optionGroups: [
		{
			id: 'extras',
			name: text('extras'),
			min: 0,
			max: 3,
			items: [{ id: 'extra-egg', name: text('egg'), priceMinor: { m: 100 } }]
		}
	],
	products: [
		product('reine'),
		product('calzone'),
		product('duo', { kind: 'bundle', optionGroups: [], slots: [slot, slot] })
	]
};

function ordered(requests: LineRequest[]): TrackedOrder {
	const priced = priceBasket(indexMenu(menu), requests);
	if (!priced.ok) throw new Error(priced.fault.code);
	const lines = priced.value.lines.map((line, position) => ({
		...line,
		id: `line-${position}`,
		position,
		struckAt: null,
		voidedAt: null,
		addedIn: 1
	}));
	return { lines } as unknown as TrackedOrder;
}

describe('changing a placed order', () => {
	const asked: LineRequest[] = [
		{ product: 'reine', size: 'm', quantity: 2, options: ['extra-egg'], without: ['olives'] },
		{ product: 'calzone', size: 'm', quantity: 1, halves: ['calzone', 'reine'], note: 'sliced' },
		{
			product: 'duo',
			quantity: 1,
			slots: [
				{ product: 'reine', size: 'm' },
				{ product: 'calzone', size: 'm' }
			]
		}
	];

	it('requests the same lines again when nothing was changed', () => {
		expect(requestsFor(askedOf(ordered(asked)))).toEqual(asked);
	});

	it('keeps the lines of a bundle on one row', () => {
		expect(askedOf(ordered(asked)).map((row) => row.lines.length)).toEqual([1, 1, 2]);
	});

	it('omits rows with quantity 0 and lines that were voided', () => {
		const order = ordered(asked);
		order.lines[1]!.voidedAt = '2026-11-21T19:14:07.000Z';

		const [first, bundle] = askedOf(order);
		const left = requestsFor([{ ...first!, quantity: 0 }, bundle!]);

		expect(left.map((request) => request.product)).toEqual(['duo']);
	});
});
