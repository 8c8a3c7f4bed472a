import { expect, test } from 'vitest';
import { placeOrder } from './place-schemas.ts';

const ORDER = {
	shop: 'gare',
	fulfilment: 'delivery',
	customer: { name: 'Zoé', phone: '06 39 98 12 34' },
	address: { street: '3 rue Neuve', city: 'Villeneuve' },
	lines: [{ product: 'regina', quantity: 1 }]
};
const NAMELESS = { phone: ORDER.customer.phone };
const STREETLESS = { ...ORDER.address, street: '' };

/** The fields that are refused. */
const refused = (order: object): string[] =>
	(placeOrder.safeParse({ ...ORDER, ...order }).error?.issues ?? []).map(({ path }) =>
		path.join('.')
	);

test.each([
	['nothing', {}, []],
	['the phone number', { customer: { name: 'Zoé' } }, ['customer.phone']],
	[
		'phone number and street',
		{ customer: { name: 'Zoé' }, address: STREETLESS },
		['address.street', 'customer.phone']
	],
	['the name', { customer: NAMELESS }, ['customer.name']],
	['the customer', { customer: null, address: STREETLESS }, ['customer', 'address.street']]
])('missing: %s: all missing fields are said at once', (_, order, fields) => {
	expect(refused(order)).toEqual(fields);
});

test('a walk-in who collects needs no phone number', () => {
	const { address: _address, ...order } = ORDER;
	const parsed = placeOrder.safeParse({
		...order,
		fulfilment: 'collection',
		channel: 'counter',
		customer: { name: 'Zoé' }
	});

	expect(parsed.success).toBe(true);
});
