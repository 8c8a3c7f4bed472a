import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/wire/contract.ts';
import { callsIn, freshCall, isBegun, orderOf, useAddress, withCaller } from './call.ts';

const TOWN = { postcode: '34999', city: 'Oc' };
const SAYING = { shop: 'gare', language: 'fr', noName: 'Comptoir' } as const;
const ADDRESS = {
	street: '3 rue des Tanneurs',
	city: 'Oc',
	doorCode: 'B12',
	point: { lat: 43.6, lng: 3.88 }
};
const CALLER: Caller = {
	name: 'Awa Diop',
	allergy: { allergens: ['nuts'], severity: 'no_traces', other: 'kiwi' },
	orders: 2,
	addresses: [ADDRESS],
	last: {
		id: 'o1',
		shop: 'gare',
		number: 7,
		placedAt: '2026-11-20T19:00:00Z',
		fulfilment: 'delivery',
		lines: []
	}
};
const LINES = [{ product: 'reine', size: 'm', quantity: 1 }];

describe('a known caller', () => {
	test('fills name, way, address with its pin, and the allergy', () => {
		const call = { ...freshCall(TOWN), lines: LINES };
		call.typed.phone = '0639984040';
		withCaller(call, CALLER);

		expect(orderOf(call, SAYING)).toMatchObject({
			channel: 'phone',
			fulfilment: 'delivery',
			customer: { name: 'Awa Diop', phone: '0639984040' },
			address: ADDRESS,
			allergy: CALLER.allergy,
			payment: { method: 'door' },
			lines: LINES
		});
	});

	test('changes nothing that was typed before', () => {
		const call = freshCall(TOWN);
		Object.assign(call.typed, { name: 'Son fils', street: '1 quai du Port' });
		withCaller(call, CALLER);

		expect(call.typed).toMatchObject({ name: 'Son fils', street: '1 quai du Port' });
	});

	test('another address takes its door code and pin along', () => {
		const { typed } = freshCall(TOWN);
		useAddress(typed, ADDRESS);
		useAddress(typed, { street: '9 rue Neuve', city: 'Oc' });

		expect(typed).toMatchObject({ street: '9 rue Neuve', doorCode: '', lat: '', lng: '' });
	});

	test('at the counter still comes to fetch', () => {
		const call = freshCall(TOWN, 'counter');
		withCaller(call, CALLER);

		expect(call.typed.fulfilment).toBe('collection');
	});
});

test('a walk-in needs neither name nor number, and may pay now', () => {
	const call = { ...freshCall(TOWN, 'counter'), lines: LINES, takenIn: 'cash' as const };

	const order = orderOf(call, SAYING);
	expect(order.customer).toEqual({ name: 'Comptoir' });
	expect(order).toMatchObject({ fulfilment: 'collection', payment: { takenIn: 'cash' } });
});

test('a caller cannot pay now', () => {
	const call = { ...freshCall(TOWN), lines: LINES, takenIn: 'cash' as const };

	expect(orderOf(call, SAYING).payment).toEqual({ method: 'door' });
});

describe('what is stored', () => {
	test('comes back as it was, with its key and its unanswered order', () => {
		const call = { ...freshCall(TOWN), lines: LINES };
		call.typed.phone = '0639984040';
		call.pending = orderOf(call, SAYING);
		const stored = JSON.parse(JSON.stringify([call, freshCall(TOWN, 'counter')]));

		expect(callsIn(JSON.stringify(stored), TOWN)).toEqual(stored);
	});

	test.each([null, '', 'no json', '[]', '{}', '7'])('is nothing in %j', (stored) => {
		expect(callsIn(stored, TOWN)).toBeUndefined();
	});

	test('a broken part does not break the rest', () => {
		const [call] =
			callsIn('[{"channel":"fax","lines":[{"product":7}],"typed":{"name":3}}]', TOWN) ?? [];

		expect(call).toMatchObject({ channel: 'phone', lines: [], typed: { name: '', city: 'Oc' } });
	});
});

test('a call is begun by a number, a name or a product', () => {
	const call = freshCall(TOWN);
	expect(isBegun(call)).toBe(false);
	expect(isBegun({ ...call, lines: LINES })).toBe(true);
	call.typed.phone = '0';
	expect(isBegun(call)).toBe(true);
});
