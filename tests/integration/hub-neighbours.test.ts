import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PositionFix } from '#domain/wire/contract.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { firstReader } from '../../server/feeds/first.ts';
import { insertOrder, signedIn, startTestHub, until } from '../support/wire/hub.ts';
import type { TestClient, TestHub } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';

/** One bad packet, row or lock must not affect people of other shops. */

let url: string;
let db: pg.Client;
let pool: Pool;
let hub: TestHub;
let shops: [string, string];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	db = new pg.Client({ connectionString: url });
	db.on('error', () => {});
	await db.connect();
	pool = createPool(url, { name: 'neighbours test' });
	const { rows } = await db.query<{ id: string }>('select id from shop order by id limit 2');
	shops = [rows[0]!.id, rows[1]!.id];
	hub = await startTestHub(url, { rateLimits: false });
	await until(() => hub.hub.state().live, 20_000);
});

afterAll(async () => {
	await hub.close();
	await pool.end();
	await db.end();
});

async function phoneOf(shop: string, isOnShift = true): Promise<TestClient & { id: string }> {
	const { session, id } = await signedIn(db, shop, 'driver');
	if (isOnShift)
		await db.query('insert into shift (driver_id, shop_id) values ($1, $2)', [id, shop]);
	return { ...(await hub.client(session)), id };
}

const fix = (over: Partial<PositionFix> = {}): PositionFix => ({
	lat: 43.6,
	lng: 3.88,
	accuracyM: 5,
	at: new Date().toISOString(),
	...over
});

/** The stored time of the driver's last position, in seconds from now. */
async function claimOf(driver: string): Promise<number> {
	const { rows } = await db.query<{ ahead: number }>(
		`select extract(epoch from device_at - clock_timestamp())::float8 as ahead
			from position_latest where driver_id = $1`,
		[driver]
	);
	return rows[0]!.ahead;
}

/** A second session that holds the locks of `statements` until the returned function is called. */
async function holding(...statements: [string, unknown[]][]): Promise<() => Promise<void>> {
	const holder = new pg.Client({ connectionString: url });
	await holder.connect();
	await holder.query('begin');
	for (const [text, values] of statements) await holder.query(text, values);
	return async () => {
		await holder.query('rollback');
		await holder.end();
	};
}

test.each([
	'2026-11-23T00:00:00+23:59',
	'2026-11-23T00:00:00-16:00',
	'0000-01-01T00:00:00Z',
	'0001-01-01T00:00:00+23:59',
	'9999-12-31T23:59:59-23:59'
])('a phone whose time is %s does not block other drivers’ positions', async (at) => {
	const [bad, off, honest] = [
		await phoneOf(shops[0]),
		await phoneOf(shops[0], false),
		await phoneOf(shops[1])
	];
	const answers = await Promise.all([
		bad.ask('position', { fixes: [fix({ at })] }),
		off.ask('position', { fixes: [fix({ at })] }),
		honest.ask('position', { fixes: [fix()] })
	]);

	expect(answers[2]).toEqual({ ok: true });
	expect(answers[1]).toMatchObject({ error: { code: 'driver_off' } });
	expect(answers[0]).toEqual({ ok: true });
	expect(Math.abs(await claimOf(bad.id))).toBeLessThan(62);
	expect(Math.abs(await claimOf(honest.id))).toBeLessThan(5);
});

test('a position that the database refuses fails alone', async () => {
	const [bad, honest] = [await phoneOf(shops[0]), await phoneOf(shops[1])];
	await db.query(`create function refuse_one() returns trigger language plpgsql as $$
		begin raise exception 'not this one'; end $$`);
	await db.query(`create trigger refuse_one before insert or update on position_latest
		for each row when (new.driver_id = '${bad.id}') execute function refuse_one()`);

	const answers = await Promise.all([
		bad.ask('position', { fixes: [fix()] }),
		honest.ask('position', { fixes: [fix()] })
	]);
	await db.query('drop function refuse_one() cascade');

	expect(answers[1]).toEqual({ ok: true });
	expect(answers[0]).toMatchObject({ error: { code: 'internal' } });
});

test('a driver whose position row is locked does not delay other drivers', async () => {
	const [held, honest] = [await phoneOf(shops[0]), await phoneOf(shops[1])];
	await held.ask('position', { fixes: [fix()] });
	const letGo = await holding(['delete from position_latest where driver_id = $1', [held.id]]);

	const start = performance.now();
	void held.ask('position', { fixes: [fix()] }).catch(() => undefined);
	const answer = await honest.ask('position', { fixes: [fix()] });
	const took = performance.now() - start;
	await letGo();

	expect(answer).toEqual({ ok: true });
	expect(took).toBeLessThan(2000);
	expect(await held.ask('position', { fixes: [fix()] })).toEqual({ ok: true });
});

test('locked orders of one shop do not delay screens of another', async () => {
	const [mine, other] = shops;
	const orders = await Promise.all([1, 2, 3, 4, 5, 6].map(() => insertInto(mine)));
	const cook = await hub.client((await signedIn(db, mine, 'cook')).session);
	await cook.join(`kitchen:${mine}`);
	const elsewhere = await hub.client((await signedIn(db, other, 'cook')).session);
	await elsewhere.join(`kitchen:${other}`);
	const shown = await insertInto(other);
	await until(() => elsewhere.changes.some((change) => change.id === shown));
	const letGo = await holding(['select from orders where shop_id = $1 for update', [mine]]);

	const start = performance.now();
	for (const subject of orders)
		void cook.ask('painted', { subject, version: 1, ms: 5 }).catch(() => undefined);
	await sleep(100);
	await (await hub.client((await signedIn(db, other, 'cook')).session)).join(`kitchen:${other}`);
	const answer = await elsewhere.ask('painted', { subject: shown, version: 1, ms: 5 });
	const took = performance.now() - start;
	await letGo();

	expect(answer).toEqual({ ok: true });
	expect(took).toBeLessThan(2000);
	// The receipt that failed is stored when the screen sends it again.
	await until(async () => (await cook.ask('painted', painting(orders[0]!))).ok, 10_000);
});

const painting = (subject: string) => ({ subject, version: 1, ms: 5 });

/** `insertOrder` opens a transaction, so each call needs its own connection. */
async function insertInto(shop: string): Promise<string> {
	const client = await pool.connect();
	try {
		return await insertOrder(client, { shop });
	} finally {
		client.release();
	}
}

test('an order that cannot be presented does not remove others from the page', async () => {
	const [good, bad] = [await insertInto(shops[0]), await insertInto(shops[0])];
	await db.query(`update order_line set frozen = '{"options": 7}' where order_id = $1`, [bad]);

	const skipped: object[] = [];
	const error = ({ order }: { order: string }) => skipped.push({ order });
	const readFirst = firstReader(pool, { error: error as never });
	const kitchen = await readFirst('kitchen', { shops: [shops[0]] });
	const desk = await readFirst('manage', { shops: [shops[0]] });

	for (const first of [kitchen, desk]) {
		const ids = first.ok && first.value.snapshot.orders.map((order) => order.id);
		expect(ids).toContain(good);
		expect(ids).not.toContain(bad);
	}
	expect(skipped).toEqual([{ order: bad }, { order: bad }]);
});
