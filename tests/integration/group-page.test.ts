import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { GroupPage, GroupRisks, ShopView, Snapshots } from '#domain/wire/contract.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { firstReader } from '../../server/feeds/first.ts';
import { atRiskIn, riskList } from '../../server/routes/group-risks.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
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

/** Promised in 30 minutes, and expected `late` minutes after that. */
async function atRisk(shop: string, late: number): Promise<string> {
	const client = await pool.connect();
	const id = await insertOrder(client, { shop, name: 'CANARY' });
	client.release();
	await pool.query(
		`update orders set promised_at = clock_timestamp() + interval '30 min' where id = $1`,
		[id]
	);
	await pool.query(
		`insert into forecast (order_id, shop_id, ready_at, eta_from, eta_to, latest_at, cause, late_chance,
				reasons, planned_at)
			select $1, $2, now(), t - interval '10 min', t, t + interval '10 min', 'kitchen', 0.9,
				'[{"fr": "CANARY", "en": "CANARY"}]', now()
			from (select now() + make_interval(mins => 30 + $3) as t) as expected`,
		[id, shop, late]
	);
	return id;
}

test('an order at risk brings its shop to the first page, with a window and a chance and no more', async () => {
	const id = await atRisk('shop-299', 20);
	const worse = await atRisk('shop-298', 25);
	await pool.query(
		`insert into forecast_plan (shop_id, seq, planned_at, coverage, arrivals, is_off)
			values ('shop-299', 1, now(), 0.6, 40, true)`
	);
	const owner = await server.signIn('direction');
	const { body } = await server.call<GroupPage>('GET', '/api/group/orders?page=1', {
		cookie: owner
	});

	expect(body.shops).toHaveLength(25);
	expect(body.shops.slice(0, 2).map(({ id: shop }) => shop)).toEqual(['shop-298', 'shop-299']);
	expect(body.sum).toMatchObject({ atRisk: 2 });
	expect(body.risks.risks.map(({ order }) => order.id)).toEqual([worse, id]);
	expect(body.windows['shop-299']).toEqual({ coverage: 0.6, arrivals: 40, isOff: true });
	const risk = body.snapshot.forecasts.find((one) => one.order === id);
	expect(risk).toMatchObject({ lateChance: expect.closeTo(0.9) });
	expect(Object.keys(risk!).toSorted()).toEqual(['at', 'eta', 'lateChance', 'order']);
	expect(JSON.stringify(body)).not.toContain('CANARY');
});

const risks = (cookie: string, query = '') =>
	server.call<GroupRisks & Fault>('GET', `/api/group/risks${query}`, { cookie });

test('the risks of all shops are one list, at most fifty, whatever the page shows', async () => {
	for (let n = 0; n < 52; n++) await atRisk(`shop-${n + 100}`, 30 + n);
	const owner = await server.signIn('direction');

	const { status, body } = await risks(owner, '?shops=shop-299');

	expect(status).toBe(200);
	expect([body.risks.length, body.total]).toEqual([50, 54]);
	expect(body.risks[0]).toMatchObject({ shop: { id: 'shop-151' }, order: { shop: 'shop-151' } });
	expect(body.windows).toEqual({ 'shop-299': { coverage: 0.6, arrivals: 40, isOff: true } });
	expect(JSON.stringify(body)).not.toContain('CANARY');
	const queries = vi.spyOn(pool, 'query');
	queries.mockClear();
	await riskList(pool, {
		atRisk: await atRiskIn(pool, ['shop-151', 'shop-150'], Date.now()),
		...{ now: Date.now(), skip: () => {} }
	});
	expect(queries.mock.calls.length).toBeLessThanOrEqual(4);
});

test('an order that is closed, paid for later or late already is no risk', async () => {
	const owner = await server.signIn('direction');
	const { body: before } = await risks(owner);
	const [late, closed] = before.risks.map(({ order }) => order.id);
	await pool.query(`update orders set promised_at = now() - interval '1 min' where id = $1`, [
		late
	]);
	await pool.query(`update orders set status = 'cancelled' where id = $1`, [closed]);

	const { body } = await risks(owner);

	expect(body.total).toBe(before.total - 2);
	expect(body.risks.map(({ order }) => order.id)).not.toContain(late);
	expect(body.risks.map(({ order }) => order.id)).not.toContain(closed);
});

test('a manager reads the risks of the own shops only, and asks for their windows only', async () => {
	const manager = await server.signIn('responsable.gare');

	expect((await risks(manager, '?shops=gare')).body).toMatchObject({ risks: [], total: 0 });
	const foreign = await risks(manager, '?shops=gare,shop-299');
	expect([foreign.status, foreign.body.error.code]).toEqual([403, 'forbidden']);
	const many = await risks(manager, `?shops=${Array(26).fill('gare').join(',')}`);
	expect([many.status, many.body.error.code]).toEqual([400, 'invalid']);
	const driver = await server.signIn('livreur1.gare');
	expect((await risks(driver)).status).toBe(403);
});
