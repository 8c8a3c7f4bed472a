import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { GroupPage, ShopView, Snapshots } from '#domain/wire/contract.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { firstReader } from '../../server/feeds/first.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';
import { insertOrder } from '../support/wire/hub.ts';

const MORE = 300;

interface Group {
	snapshot: Snapshots['group'];
	seq: number;
	shops: ShopView[];
	windows: GroupPage['windows'];
}

let server: TestServer;
let pool: Pool;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'group page test', max: 4, statementMs: 30_000 });
	// Additional shops like `gare`, each with opening hours and the same owner.
	const numbers = `generate_series(1, ${MORE}) as n`;
	await pool.query(
		`insert into shop select (jsonb_populate_record(s, jsonb_build_object('id', 'shop-' || n))).*
			from shop s, ${numbers} where s.id = 'gare'`
	);
	await pool.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select 'shop-' || n, weekday, opens, closes from opening_hours, ${numbers}
			where shop_id = 'gare'`
	);
	await pool.query(
		`insert into staff_role (staff_id, shop_id, role)
			select staff_id, 'shop-' || n, role from staff_role, ${numbers}
			where shop_id = 'gare' and role = 'owner'`
	);
});

afterAll(async () => {
	await pool.end();
	await server.close();
});

test('the owner of three hundred shops makes one request, with as many queries as for one shop', async () => {
	const { order } = await server.placeOrder();
	const owner = await server.signIn('direction');
	const { status, body } = await server.call<Group>('GET', '/api/group/orders', { cookie: owner });

	expect(status).toBe(200);
	expect(body.shops.length).toBeGreaterThan(MORE);
	expect(body.shops.map(({ id }) => id)).toContain('shop-300');
	expect(body.snapshot.orders.map(({ id }) => id)).toEqual([order.id]);
	expect(body.seq).toBeGreaterThan(0);

	const readFirst = firstReader(pool, { error: () => {} });
	const queries = vi.spyOn(pool, 'query');
	const queriesFor = async (ids: string[]) => {
		queries.mockClear();
		await readFirst('group', { shops: ids });
		return queries.mock.calls.length;
	};
	const ofAll = await queriesFor(body.shops.map(({ id }) => id));
	expect(ofAll).toBe(await queriesFor(['gare']));
	expect(ofAll).toBeLessThanOrEqual(5);
});

test('a manager sees only the own shop, in outline: no customer data, lines or amounts', async () => {
	await server.placeOrder({
		note: 'CANARY note',
		customer: { name: 'CANARY', phone: '0612345678' }
	});
	const manager = await server.signIn('responsable.gare');
	const { body } = await server.call<Group>('GET', '/api/group/orders', { cookie: manager });

	expect(body.shops.map(({ id }) => id)).toEqual(['gare']);
	expect(body.snapshot.orders.length).toBeGreaterThan(0);
	for (const order of body.snapshot.orders)
		expect(Object.keys(order).toSorted()).toEqual([
			...['alarms', 'alert', 'fulfilment', 'id', 'number', 'placedAt', 'promisedAt'],
			...['shop', 'stageAt', 'status', 'stop', 'version']
		]);
	expect(JSON.stringify(body)).not.toMatch(/CANARY|0612345678|totalMinor/);
});

test('an order at risk brings its shop to the first page, with a window and a chance and no more', async () => {
	const client = await pool.connect();
	const id = await insertOrder(client, { shop: 'shop-299', name: 'CANARY' });
	client.release();
	await pool.query(
		`update orders set promised_at = clock_timestamp() + interval '30 min' where id = $1`,
		[id]
	);
	await pool.query(
		`insert into forecast (order_id, shop_id, ready_at, eta_from, eta_to, latest_at, cause, late_chance,
				reasons, planned_at)
			values ($1, 'shop-299', now(), now() + interval '40 min', now() + interval '50 min',
				now() + interval '60 min', 'kitchen', 0.9, '[{"fr": "CANARY", "en": "CANARY"}]', now())`,
		[id]
	);
	await pool.query(
		`insert into forecast_plan (shop_id, seq, planned_at, coverage, arrivals, is_off)
			values ('shop-299', 1, now(), 0.6, 40, true)`
	);
	const owner = await server.signIn('direction');
	const { body } = await server.call<GroupPage>('GET', '/api/group/orders?page=1', {
		cookie: owner
	});

	expect(body.shops).toHaveLength(25);
	expect(body.shops.map(({ id }) => id)).toContain('shop-299');
	expect(body.sum).toMatchObject({ atRisk: 1 });
	expect(body.windows['shop-299']).toEqual({ coverage: 0.6, arrivals: 40, isOff: true });
	const risk = body.snapshot.forecasts.find((one) => one.order === id);
	expect(risk).toMatchObject({ lateChance: expect.closeTo(0.9) });
	expect(Object.keys(risk!).toSorted()).toEqual(['at', 'eta', 'lateChance', 'order']);
	expect(JSON.stringify(body)).not.toContain('CANARY');
});
