import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MenuAnswer, PlacedAnswer, ShopView } from '#domain/wire/contract.ts';
import {
	anOrder,
	ORIGIN,
	startTestServer,
	type Fault,
	type TestServer
} from '../support/house/server.ts';

let server: TestServer;
let cook: string;

beforeAll(async () => {
	server = await startTestServer();
	cook = await server.signIn('cuisine.gare');
});

afterAll(() => server.close());

const place = (body: unknown, headers: Record<string, string> = {}) =>
	server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body,
		headers: { 'idempotency-key': randomUUID(), ...headers }
	});

describe('shops and menu', () => {
	test('a shop shows whether it is open, and its quotes', async () => {
		const { status, body } = await server.call<{ shops: ShopView[] }>('GET', '/api/shops');

		const gare = body.shops.find((shop) => shop.id === 'gare');
		expect(status).toBe(200);
		expect(body.shops).toHaveLength(5);
		expect(gare?.open).toBe(true);
		expect(gare?.quote.delivery.fromMinutes).toBeGreaterThan(gare!.quote.collection.fromMinutes);
	});

	test('the menu has allergens and the available quantities, but no recipes', async () => {
		const { body } = await server.call<MenuAnswer>('GET', '/api/shops/gare/menu');

		expect(body.menu.products.length).toBeGreaterThan(20);
		expect(body.menu.products.flatMap((p) => p.sizes.flatMap((size) => size.recipe))).toEqual([]);
		expect(body.allergens.margherita).toContain('milk');
		expect(body.makeable.margherita).toBeGreaterThan(10);
	});

	test('an unknown shop has no menu', async () => {
		const answers = await Promise.all(
			['nowhere', 'GARE', '%00', '..%2f', '%E0%A4%A'].map((shop) =>
				server.call('GET', `/api/shops/${shop}/menu`)
			)
		);

		expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 400]);
	});
});

describe('placing an order', () => {
	test('uses the server’s price, and its token opens the tracking page', async () => {
		const placed = await place(
			anOrder({
				fulfilment: 'delivery',
				address: { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' },
				lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
			})
		);
		const tracked = await server.call<{ snapshot: { order: object } }>(
			'GET',
			`/api/track/${placed.body.token}`
		);

		expect(placed.status).toBe(201);
		expect(placed.body.order).toMatchObject({ shop: 'gare', status: 'placed', total: 2630 });
		expect(tracked.body.snapshot.order).toMatchObject({
			id: placed.body.order.id,
			status: 'placed',
			customerName: 'Zoé',
			street: '3 rue du Four-Banal'
		});
	});

	test('the same key and body return the first answer, another body 422', async () => {
		const key = { 'idempotency-key': randomUUID() };
		const first = await place(anOrder(), key);
		const again = await place(anOrder(), key);
		const other = await place(anOrder({ note: 'sans couper' }), key);

		expect(again.status).toBe(201);
		expect(again.body).toEqual(first.body);
		expect([other.status, other.body.error.code]).toEqual([422, 'key_reused']);
	});

	test('twenty simultaneous requests with one key are one order', async () => {
		const key = { 'idempotency-key': randomUUID() };
		const answers = await Promise.all(Array.from({ length: 20 }, () => place(anOrder(), key)));

		expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(201));
		expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
	});

	test('without a valid key nothing is placed', async () => {
		const before = await orders();
		const answers = await Promise.all(
			['', 'short', 'with a space in it', 'x'.repeat(129)].map((key) =>
				place(anOrder(), { 'idempotency-key': key })
			)
		);

		expect(answers.map((answer) => answer.body.error.code)).toEqual(Array(4).fill('missing_key'));
		expect(await orders()).toBe(before);
	});

	test('a price, status or total from a client is refused, not ignored', async () => {
		const bodies = [
			{ ...anOrder(), total: 1 },
			{ ...anOrder(), status: 'delivered' },
			{ ...anOrder(), lines: [{ product: 'margherita', size: 'm', quantity: 1, unitMinor: 1 }] },
			JSON.parse('{"__proto__":{"isAdmin":true},"shop":"gare"}')
		];
		const answers = await Promise.all(bodies.map((body) => place(body)));

		expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
	});

	test.each([
		['no line', { lines: [] }, 400],
		['51 lines', { lines: Array(51).fill(anOrder().lines[0]) }, 400],
		['none of it', { lines: [{ product: 'margherita', size: 'm', quantity: 0 }] }, 400],
		['21 of it', { lines: [{ product: 'margherita', size: 'm', quantity: 21 }] }, 400],
		['less than nothing', { lines: [{ product: 'margherita', size: 'm', quantity: -1 }] }, 400],
		['a part of one', { lines: [{ product: 'margherita', size: 'm', quantity: 0.5 }] }, 400],
		['too long a note', { note: 'é'.repeat(141) }, 400],
		['no address', { fulfilment: 'delivery' }, 400],
		['no phone', { customer: { name: 'Zoé', phone: 'appelez-moi' } }, 400],
		['a zero byte in the name', { customer: { name: 'Zoé\u0000', phone: '0639980000' } }, 201],
		['only invisible letters', { customer: { name: '\u200b\u202e', phone: '0639980000' } }, 400],
		['half a letter', { note: '\ud83c' }, 400],
		['an unknown shop', { shop: 'nowhere' }, 404],
		['an unknown product', { lines: [{ product: 'calzone-x', quantity: 1 }] }, 422],
		['an unknown size', { lines: [{ product: 'margherita', size: 'xxl', quantity: 1 }] }, 422],
		['an extra twice over', { lines: [{ ...anOrder().lines[0], options: ['no-such'] }] }, 422],
		[
			'seven slots',
			{ lines: [{ product: 'menu-duo', quantity: 1, slots: Array(7).fill({}) }] },
			400
		]
	])('an order with %s', async (_what, changes, status) => {
		const answer = await place(anOrder(changes as object));

		expect(answer.status).toBe(status);
	});

	test('a fault names the field in the caller’s language', async () => {
		const body = anOrder({ customer: { name: 'Zoé', phone: '12' } });
		const [fr, en, chosen] = await Promise.all([
			place(body),
			place(body, { 'accept-language': 'en-GB,fr;q=0.5' }),
			place(body, { 'accept-language': 'fr', cookie: 'PARAGLIDE_LOCALE=en' })
		]);

		expect(fr.body.error.message).toContain('téléphone');
		expect(en.body.error.message).toContain('phone number');
		expect(chosen.body.error.message).toBe(en.body.error.message);
	});

	test('a shortage refuses the whole order, and names the products', async () => {
		await server.db.query(
			`update stock set quantity = 0 where shop_id = 'port' and ingredient_id = 'mozzarella'`
		);
		await alwaysOpen('port');
		const answer = await place(anOrder({ shop: 'port' }));
		const menu = await server.call<MenuAnswer>('GET', '/api/shops/port/menu');

		expect([answer.status, answer.body.error.code]).toEqual([409, 'out_of_stock']);
		expect(answer.body.error.message).toMatch(/mozzarella/i);
		expect(menu.body.makeable.margherita).toBe(0);
	});

	test('a closed shop accepts no order', async () => {
		await server.db.query(`delete from opening_hours where shop_id = 'lac'`);
		const answer = await place(anOrder({ shop: 'lac' }));

		expect([answer.status, answer.body.error.code]).toEqual([409, 'shop_closed']);
	});

	test('a delivery too far or below the minimum is refused', async () => {
		const address = { street: '1 quai', city: 'Ailleurs', point: { lat: 48.85, lng: 2.35 } };
		const far = await place(anOrder({ fulfilment: 'delivery', address }));
		const near = { street: '1 rue des Tanneurs', city: 'Villeneuve-sur-Oc' };
		const small = await place(anOrder({ fulfilment: 'delivery', address: near }));

		expect([far.status, far.body.error.code]).toEqual([422, 'too_far']);
		expect([small.status, small.body.error.code]).toEqual([422, 'below_minimum']);
	});
});

describe('request checks', () => {
	const evil: Record<string, string>[] = [
		{ origin: 'http://evil.example' },
		{ origin: 'null' },
		{ origin: `${ORIGIN}.evil.example` },
		{ origin: ORIGIN.replace('http', 'https') },
		{ 'sec-fetch-site': 'cross-site' },
		{ 'sec-fetch-site': 'same-site' }
	];

	test.each(evil)('a mutation with %j is refused before its body is read', async (headers) => {
		const { order } = await server.placeOrder();
		const [step, placed, out] = await Promise.all([
			server.call<Fault>('POST', `/api/orders/${order.id}/accept`, { cookie: cook, headers }),
			place(anOrder(), headers),
			server.call<Fault>('POST', '/api/auth/sign-out', { cookie: cook, headers })
		]);

		for (const answer of [step, placed, out])
			expect([answer.status, answer.body.error.code]).toEqual([403, 'bad_origin']);
	});

	test('our own pages are allowed', async () => {
		const { order } = await server.placeOrder();
		const headers = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
		const step = await server.call('POST', `/api/orders/${order.id}/accept`, {
			cookie: cook,
			headers
		});

		expect(step.status).toBe(200);
	});

	test.each([
		['a form', 'application/x-www-form-urlencoded', 'shop=gare'],
		['plain text', 'text/plain', JSON.stringify(anOrder())],
		['broken JSON', 'application/json', '{"shop":'],
		['no object', 'application/json', '[1,2]'],
		['a bare word', 'application/json', '"gare"'],
		['unknown charset', 'application/json; charset=klingon', '{}']
	])('%s is not a valid order', async (_what, type, raw) => {
		const answer = await server.call<Fault>('POST', '/api/orders', {
			raw,
			headers: { 'content-type': type, 'idempotency-key': randomUUID() }
		});

		expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid']);
	});

	test('staff pages are isolated from windows of other sites (COOP)', async () => {
		const policyOf = async (path: string) =>
			(await fetch(server.url + path)).headers.get('cross-origin-opener-policy');
		for (const path of ['/sign-in', '/kitchen/gare', '/driver', '/manage', '/manage/gare/menu'])
			expect(await policyOf(path)).toBe('same-origin');
		// Without COOP on customer pages, the browser needs no new process for the first page.
		for (const path of ['/', '/gare', '/track/abc']) expect(await policyOf(path)).toBeNull();
	});

	test('a body over 64 kB is too large', async () => {
		const answer = await place({ ...anOrder(), note: 'x'.repeat(65_536) });

		expect([answer.status, answer.body.error.code]).toEqual([413, 'too_large']);
	});

	test('unknown paths, methods and library endpoints are 404 in JSON', async () => {
		const answers = await Promise.all([
			server.call<Fault>('GET', '/api/nothing'),
			server.call<Fault>('DELETE', '/api/orders'),
			server.call<Fault>('POST', '/api/auth/sign-up/email', { body: {} }),
			server.call<Fault>('POST', '/api/auth/change-password', { body: {} }),
			server.call<Fault>('GET', '/api/auth/list-sessions')
		]);

		for (const answer of answers)
			expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found']);
	});
});

async function orders(): Promise<number> {
	const { rows } = await server.db.query<{ n: string }>('select count(*) as n from orders');
	return Number(rows[0]?.n);
}

async function alwaysOpen(shop: string): Promise<void> {
	await server.db.query('delete from opening_hours where shop_id = $1', [shop]);
	await server.db.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select $1, n, '00:00', '24:00' from generate_series(1, 7) n`,
		[shop]
	);
}
