import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertOrder, signedIn, startTestHub, until } from '../support/wire/hub.ts';
import type { TestHub } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';

// Many clients reconnect at once while the database is slow: that must not multiply the load.
let db: pg.Client;
let other: pg.Client;
let hub: TestHub;
let shop: string;

beforeAll(async () => {
	const { url } = await freshDatabase();
	[db, other] = [
		new pg.Client({ connectionString: url }),
		new pg.Client({ connectionString: url })
	];
	await Promise.all([db.connect(), other.connect()]);
	shop = (await db.query<{ id: string }>('select id from shop order by id limit 1')).rows[0]!.id;
	hub = await startTestHub(url, { rateLimits: false });
	await until(() => hub.hub.state().live, 20_000);
});

afterAll(async () => {
	await hub.close();
	await Promise.all([db.end(), other.end()]);
});

/**
 * Blocks a manager's snapshot after it has read its orders, at the drivers. No other query reads
 * shifts, so orders can change and the log can be read in the meantime.
 */
const LOCK = 'begin; lock table shift in access exclusive mode';

/** Snapshot reads that wait for the lock. */
async function waiting(): Promise<number> {
	const { rows } = await db.query<{ count: number }>(
		`select count(*)::int as count from pg_stat_activity
			where application_name = 'passe-plat-hub' and wait_event_type = 'Lock'`
	);
	return rows[0]!.count;
}

test('many joins of one feed while the database is slow share two reads', async () => {
	const { session } = await signedIn(db, shop, 'manager');
	const managers = await Promise.all(Array.from({ length: 6 }, () => hub.client(session)));
	const order = await insertOrder(db, { shop });
	await until(() => hub.hub.seqOf(shop) > 0);

	await other.query(LOCK);
	const joins = [];
	for (const manager of managers) {
		joins.push(manager.join<'manage'>(`manage:${shop}`));
		// Longer than a finished read is shared.
		await sleep(300);
	}
	await until(async () => (await waiting()) > 0);
	expect(await waiting()).toBe(1);
	await other.query('commit');

	for (const joined of await Promise.all(joins))
		expect(joined.snapshot.orders.map(({ id }) => id)).toContain(order);
});

test('a join after a change gets it, even while a read from before it is running', async () => {
	const { session } = await signedIn(db, shop, 'manager');
	const [early, late] = [await hub.client(session), await hub.client(session)];
	const order = await insertOrder(db, { shop });
	await until(() => hub.hub.seqOf(shop) > 0);
	// A read that has its seqs and orders, and waits for the drivers.
	await other.query(LOCK);
	const first = early.join<'manage'>(`manage:${shop}`);
	await until(async () => (await waiting()) > 0);
	const seq = hub.hub.seqOf(shop);
	const { rows } = await db.query<{ id: string }>(
		`update orders set status = 'accepted' where shop_id = $1 and status = 'placed' returning id`,
		[shop]
	);
	await until(() => hub.hub.seqOf(shop) > seq);
	const second = late.join<'manage'>(`manage:${shop}`);
	await sleep(100);
	await other.query('commit');

	await first;
	const { snapshot } = await second;
	expect(rows.map(({ id }) => id)).toContain(order);
	for (const { id } of rows)
		expect(snapshot.orders.find((order) => order.id === id)?.status).toBe('accepted');
});
