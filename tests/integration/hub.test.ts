import type { KitchenTicket } from '#domain/contract.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveTo, insertOrder, move, signedIn, startTestHub, until } from '../support/hub.ts';
import type { TestHub } from '../support/hub.ts';
import { freshDatabase } from '../support/postgres.ts';

let url: string;
let db: pg.Client;
let hub: TestHub;
let shop: string;

beforeAll(async () => {
	url = (await freshDatabase()).url;
	db = new pg.Client({ connectionString: url });
	db.on('error', () => {});
	await db.connect();
	shop = (await db.query<{ id: string }>('select id from shop order by id limit 1')).rows[0]!.id;
	hub = await startTestHub(url, { rateLimits: false });
	await until(() => hub.hub.state().live, 20_000);
});

afterAll(async () => {
	await hub.close();
	await db.end();
});

test('a kitchen gets a snapshot, then every change in order', async () => {
	const cook = await hub.client((await signedIn(db, shop, 'cook')).session);
	const before = await insertOrder(db, { shop });

	const joined = await cook.join<'kitchen'>(`kitchen:${shop}`);
	await move(db, before, 'accepted', 'making', 'in_oven', 'boxed', 'out');
	const after = () => cook.changes.filter((change) => change.seq > joined.seq);
	await until(() => after().length >= 5);

	expect(joined.live).toBe(true);
	expect(joined.snapshot.orders.map((ticket) => ticket.id)).toContain(before);
	const seqs = after().map((change) => change.seq);
	expect(seqs).toEqual([1, 2, 3, 4, 5].map((step) => joined.seq + step));
	const seen = after().map((change) => (change.view as KitchenTicket | null)?.status);
	expect(seen).toEqual(['accepted', 'making', 'in_oven', 'boxed', undefined]);
	expect(after().map((change) => change.version)).toEqual([2, 3, 4, 5, 6]);
});

test('a driver is shown what they hold, and told when it is taken away', async () => {
	const first = await signedIn(db, shop, 'driver');
	const second = await signedIn(db, shop, 'driver');
	const [one, two] = [await hub.client(first.session), await hub.client(second.session)];
	await one.join(`driver:${first.id}`);
	await two.join(`driver:${second.id}`);
	const order = await insertOrder(db, { shop });
	await move(db, order, 'accepted', 'making', 'in_oven', 'boxed');

	const run = await giveTo(db, order, first.id);
	await until(() => one.changes.some((change) => change.id === order && change.view !== null));
	await db.query(`update stop set outcome = 'removed', ended_at = now() where run_id = $1`, [run]);
	await db.query(`update run set status = 'cancelled' where id = $1`, [run]);
	await until(() => one.changes.some((change) => change.id === order && change.view === null));
	await giveTo(db, order, second.id);
	await until(() => two.changes.some((change) => change.id === order && change.view !== null));

	expect(one.changes.filter((change) => change.id === order).at(-1)?.view).toBeNull();
	expect(one.changes.at(-1)?.feed).toBe(`driver:${first.id}`);
});
