import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AddressAnswer } from '#domain/road/address.ts';
import type { PlacedAnswer, PlaceOrder } from '#domain/wire/contract.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer();
});

afterAll(() => server.close());

const TOWN = { city: 'Villeneuve-sur-Oc', postcode: '34999' };
const LINES = [{ product: 'margherita', size: 'm', quantity: 2 }];

async function deliver(address: PlaceOrder['address'], over: Partial<PlaceOrder> = {}) {
	const body = anOrder({ fulfilment: 'delivery', address, lines: LINES, ...over });
	return server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body,
		headers: { 'idempotency-key': randomUUID(), 'accept-language': 'fr' }
	});
}

const codeOf = ({ status, body }: Awaited<ReturnType<typeof deliver>>) =>
	status === 201 ? 'placed' : `${status} ${body.error.code}`;

describe('delivery addresses', () => {
	test.each([
		['another département', { street: '1 rue de Rivoli', postcode: '75001', city: 'Paris' }],
		['the same street elsewhere', { ...TOWN, street: '3 rue des Tanneurs', postcode: '75001' }]
	])('%s is too far, without a pin too', async (_, address) => {
		const answer = await deliver(address);

		expect(codeOf(answer)).toBe('422 too_far');
		expect(answer.body.error.message).toBe('Nous ne livrons pas jusque-là.');
	});

	test.each([
		['nonsense', { ...TOWN, street: 'xx' }],
		['a street that is not there', { ...TOWN, street: '12 rue de la Gare' }],
		['another town', { street: '3 rue des Tanneurs', city: 'Paris' }],
		['a neighbouring town', { street: '3 rue des Tanneurs', postcode: '34000', city: 'Lattes' }]
	])('%s is unknown, and a pin is requested', async (_, address) => {
		const answer = await deliver(address);

		expect(codeOf(answer)).toBe('422 unknown_address');
		expect(answer.body.error.message).toContain('placez un repère');
	});

	test('an unknown street is answered with similar ones', async () => {
		const answer = await deliver({ ...TOWN, street: '12 rue de la gare' });

		expect(answer.body.error.message).toContain('12 cours de la Gare ou 12 place de la Gare');
	});

	test('a pin is sufficient for any street name; a pin outside the radius is refused', async () => {
		const near = { lat: 43.6082, lng: 3.8794 };
		const far = { lat: 43.7, lng: 3.8794 };

		expect(codeOf(await deliver({ ...TOWN, street: 'xx', point: near }))).toBe('placed');
		expect(codeOf(await deliver({ ...TOWN, street: 'xx', point: far }))).toBe('422 too_far');
		expect(codeOf(await deliver({ ...TOWN, street: '3 rue des Tanneurs' }))).toBe('placed');
	});

	test('a known street outside this shop’s radius is too far, from a nearer shop it is not', async () => {
		await server.db.query(`update shop set delivery_radius_m = 1200 where id = 'gare'`);
		const address = { ...TOWN, street: '3 rue de la Plage' };

		expect(codeOf(await deliver(address))).toBe('422 too_far');
		await server.db.query(`delete from opening_hours where shop_id = 'lac'`);
		await server.db.query(
			`insert into opening_hours (shop_id, weekday, opens, closes)
				select 'lac', weekday, opens, closes from opening_hours where shop_id = 'gare'`
		);
		expect(codeOf(await deliver(address, { shop: 'lac' }))).toBe('placed');
	});

	test('a refused address writes no order, no customer and no stock movement', async () => {
		const count = async () => {
			const { rows } = await server.db.query<{ n: string }>(
				`select (select count(*) from orders) || ' ' || (select count(*) from customer) || ' '
					|| (select sum(quantity) from stock) as n`
			);
			return rows[0]?.n;
		};
		const before = await count();
		await deliver({ ...TOWN, street: 'xx' });

		expect(await count()).toBe(before);
	});

	test('a postcode has five digits', async () => {
		const answer = await deliver({ ...TOWN, street: '3 rue des Tanneurs', postcode: '75' });

		expect(codeOf(answer)).toBe('400 invalid');
		expect(answer.body.error.fields).toEqual([
			{ path: 'address.postcode', message: expect.stringContaining('cinq chiffres') }
		]);
	});
});

describe('parsing a typed address', () => {
	const ask = async (query: Record<string, string>) =>
		server.call<AddressAnswer>('GET', `/api/address?${new URLSearchParams(query)}`);

	test('accepts one line, or separate fields', async () => {
		const line = await ask({ q: '12 rue des Tanneurs, 34999 Villeneuve-sur-Oc' });
		const parts = await ask({ ...TOWN, street: '12 rue des Tanneurs' });

		expect(line.status).toBe(200);
		expect(line.body.kind).toBe('found');
		expect(line.body.address).toEqual({ ...TOWN, street: '12 rue des Tanneurs' });
		expect(parts.body).toEqual(line.body);
	});

	test('suggests streets while typing', async () => {
		const { body } = await ask({ street: '3 rue des tann' });

		expect(body).toMatchObject({ kind: 'unknown', suggestions: ['3 rue des Tanneurs'] });
	});

	test('an overlong line is refused with a message', async () => {
		const { status } = await ask({ q: 'x'.repeat(5000) });

		expect(status).toBe(400);
	});
});
