import { describe, expect, test } from 'vitest';
import {
	freshForm,
	orderFrom,
	pinOf,
	refusalOf,
	typedFrom,
	typedInForm,
	withExactCash
} from './form.ts';

const fresh = freshForm({ postcode: '34999', city: 'Villeneuve-sur-Oc' });
const lines = [{ product: 'reine', size: 'm', quantity: 2 }];
const SOON = '2026-11-21T19:00:00.000Z';

function posted(fields: Record<string, string>) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return typedInForm(form, fresh);
}

describe('an order from the form', () => {
	test('leaves out what was left empty, so that the server can say it is missing', () => {
		const order = orderFrom(posted({ name: ' Zoé ', phone: '', street: ' ' }), 'gare', lines, 'fr');

		expect(order.customer).toEqual({ name: 'Zoé' });
		expect(order.address).toEqual({ postcode: '34999', city: 'Villeneuve-sur-Oc' });
		expect(order).not.toHaveProperty('wantedAt');
		expect(order.lines).toEqual(lines);
	});

	test('has the time of its own way only, and only when a time was chosen', () => {
		const times = { deliveryAt: SOON, collectionAt: SOON };
		const now = posted({ ...times, deliveryWhen: 'asap', collectionWhen: 'later' });
		const later = posted({ ...times, deliveryWhen: 'later', fulfilment: 'delivery' });
		const fetched = { ...now, fulfilment: 'collection' as const };

		expect(orderFrom(now, 'gare', lines, 'fr')).not.toHaveProperty('wantedAt');
		expect(orderFrom(later, 'gare', lines, 'fr').wantedAt).toBe(SOON);
		expect(orderFrom(fetched, 'gare', lines, 'fr').wantedAt).toBe(SOON);
		expect(orderFrom(fetched, 'gare', lines, 'fr')).not.toHaveProperty('address');
	});

	test('takes the pin only when it is whole', () => {
		expect(pinOf({ lat: '43.6', lng: '3.88' })).toEqual({ lat: 43.6, lng: 3.88 });
		expect(pinOf({ lat: '43.6', lng: '' })).toBeNull();
		expect(pinOf({ lat: 'x', lng: '3.88' })).toBeNull();
	});
});

test('says the cash that is paid with at the door: a sum, the exact one, a typed one, or none', () => {
	const payment = (fields: Record<string, string>) =>
		orderFrom(withExactCash(posted(fields), 2350), 'gare', lines, 'fr').payment;

	expect(payment({ changeFrom: '5000' })).toEqual({ method: 'door', changeFromMinor: 5000 });
	expect(payment({ changeFrom: 'exact' })).toEqual({ method: 'door', changeFromMinor: 2350 });
	expect(payment({ changeFrom: 'other', changeSum: '25,50' })?.changeFromMinor).toBe(2550);
	expect(payment({ changeFrom: 'other', changeSum: 'a note' })?.changeFromMinor).toBeNaN();
	const unsaid: Record<string, string>[] = [
		{ changeFrom: '' },
		{ changeFrom: 'other', changeSum: ' ' },
		{ changeFrom: 'exact "' },
		{ changeFrom: '', changeSum: '50' }
	];
	for (const none of unsaid) expect(payment(none)).toEqual({ method: 'door' });
	expect(payment({ changeFrom: '5000', payment: 'card' })).toEqual({ method: 'card' });
	const refused = refusalOf({ code: 'change_from_low', message: 'Non.' }, 'delivery');
	expect(refused).toEqual({ fields: { changeFrom: 'Non.' } });
});

test('a method that does not exist is not taken from a form', () => {
	expect(posted({ payment: 'paypal' }).payment).toBe('paypal');
	expect(posted({ payment: 'shells' }).payment).toBe('door');
});

test('what this browser kept is taken only where it is a text', () => {
	const kept: Record<string, unknown> = { name: 'Zoé', phone: 12, fulfilment: 'teleport' };
	const typed = typedFrom((name) => kept[name], fresh);

	expect([typed.name, typed.phone, typed.fulfilment]).toEqual(['Zoé', '', 'delivery']);
});

describe('a refusal', () => {
	test('stands beside the fields it is about', () => {
		const fields = [
			{ path: 'customer.phone', message: 'Le téléphone manque.' },
			{ path: 'address.street', message: 'La rue manque.' }
		];
		const refusal = refusalOf({ code: 'invalid', message: 'Mal formée.', fields }, 'delivery');

		expect(refusal).toEqual({
			fields: { phone: 'Le téléphone manque.', street: 'La rue manque.' }
		});
	});

	test('of a time stands at the time, of a far door at the street, and any other above', () => {
		const said = (code: string) => refusalOf({ code, message: 'Non.' }, 'collection');

		expect(said('bad_time')).toEqual({ fields: { collectionAt: 'Non.' } });
		expect(said('too_far')).toEqual({ fields: { street: 'Non.' } });
		expect(said('out_of_stock')).toEqual({ fields: {}, message: 'Non.' });
	});
});
