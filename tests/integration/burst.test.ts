import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import { anOrder, startTestServer, type TestServer } from '../support/house/server.ts';

let server: TestServer;
const NOW = Date.parse('2026-11-20T19:00:00+01:00');

beforeAll(async () => {
	server = await startTestServer({ now: () => NOW, config: { rateLimits: true, trustProxy: 1 } });
});
afterAll(() => server.close());

const menuOf = (shop: string) => server.call<MenuAnswer>('GET', `/api/shops/${shop}/menu`);

/** An order from another IP address. */
const orderAt = (shop: string) =>
	server.call('POST', '/api/orders', {
		body: anOrder({ shop }),
		headers: { 'idempotency-key': crypto.randomUUID(), 'x-forwarded-for': '192.0.2.7' }
	});

test('500 simultaneous menu requests from one address are answered, and orders still work', async () => {
	const menus = Array.from({ length: 500 }, () => menuOf('gare'));
	const orders = Array.from({ length: 5 }, () => orderAt('halles'));

	const placed = await Promise.all(orders);
	const answers = await Promise.all(menus);

	expect(placed.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
	expect(new Set(answers.map(({ body }) => JSON.stringify(body.makeable))).size).toBe(1);
});

test('menus blocked in the database use no connection that orders need', async () => {
	await server.db.query('begin');
	// A table that only an uncached menu reads.
	await server.db.query('lock table category');
	const hanging = Promise.all(Array.from({ length: 50 }, () => menuOf('port')));
	try {
		const placed = [];
		for (let n = 0; n < 5; n++) placed.push((await orderAt('halles')).status);

		expect(placed).toEqual([201, 201, 201, 201, 201]);
	} finally {
		await server.db.query('rollback');
	}
	expect(new Set((await hanging).map(({ status }) => status))).not.toContain(500);
	await expect.poll(async () => (await menuOf('port')).status, { timeout: 10_000 }).toBe(200);
});

test('the stock used by an order is removed from the menu at once', async () => {
	const left = async () => (await menuOf('gare')).body.makeable['margherita'];
	const first = await left();
	await server.placeOrder({ lines: [{ product: 'margherita', size: 'm', quantity: 2 }] });

	expect(await left()).not.toEqual(first);
});

test('the stock used by another process is removed from the menu after a second', async () => {
	const left = async () => (await menuOf('gare')).body.makeable['margherita'];
	await left();
	await server.db.query(
		`update stock set quantity = 0 where shop_id = 'gare' and ingredient_id = 'dough'`
	);

	await expect.poll(left, { timeout: 3000 }).toEqual(0);
});
