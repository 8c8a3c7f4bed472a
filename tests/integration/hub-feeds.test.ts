import { createHash, randomBytes } from 'node:crypto';
import type {
	Change,
	DriverStop,
	KitchenTicket,
	PositionFix,
	TrackedOrder
} from '#domain/wire/contract.ts';
import { applySnapshot, begin, EMPTY, receive, subjectsOf } from '#domain/wire/sync.ts';
import type { SyncState } from '#domain/wire/sync.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { latestSeqs } from '../../db/reads/shop-log.ts';
import { openStates } from '../../db/reads/order-states.ts';
import { kitchenTicket } from '../../server/views.ts';
import {
	disconnected,
	giveTo,
	insertOrder,
	move,
	signedIn,
	startTestHub,
	until
} from '../support/wire/hub.ts';
import type { TestClient, TestHub } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';

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

test('a driver gets the stops of their run, and a removal when one is taken away', async () => {
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

async function tokenOf(order: string): Promise<string> {
	const token = randomBytes(16).toString('base64url');
	await db.query(
		`insert into tracking (token_hash, order_id, expires_at) values ($1, $2, now() + interval '1 day')`,
		[createHash('sha256').update(token).digest(), order]
	);
	return token;
}

const fix = (lat: number): PositionFix => ({
	lat,
	lng: 3.1,
	accuracyM: 8,
	at: new Date().toISOString()
});

test('an UPDATE in psql reaches all four audiences, each with its own view', async () => {
	const order = await insertOrder(db, { shop });
	const token = await tokenOf(order);
	const driver = await signedIn(db, shop, 'driver');
	const clients = {
		kitchen: await hub.client((await signedIn(db, shop, 'cook')).session),
		manager: await hub.client((await signedIn(db, shop, 'manager')).session),
		driver: await hub.client(driver.session),
		customer: await hub.client()
	};
	await clients.kitchen.join(`kitchen:${shop}`);
	await clients.manager.join(`manage:${shop}`);
	await clients.manager.join('manage:group');
	await clients.driver.join(`driver:${driver.id}`);
	const tracked = await clients.customer.join<'order'>(`order:${token}`);

	await giveTo(db, order, driver.id);
	await move(db, order, 'accepted', 'making', 'in_oven', 'boxed');
	const boxed = (change: Change) =>
		change.id === order && (change.view as { status?: string } | null)?.status === 'boxed';
	await until(() => Object.values(clients).every((client) => client.changes.some(boxed)));

	expect(tracked.snapshot.order.customerName).toBe('Zoé');
	expect(tracked.snapshot.order.shopName).not.toBe(shop);
	const feeds = new Set(clients.manager.changes.filter(boxed).map((change) => change.feed));
	expect(feeds).toEqual(new Set([`manage:${shop}`, 'manage:group']));
	const last = (client: keyof typeof clients) =>
		clients[client].changes.filter(boxed).at(-1)?.view as object;
	expect(JSON.stringify(last('kitchen'))).not.toMatch(/47Z11|0611223344|Canari|rue du Four/);
	expect(JSON.stringify(last('customer'))).not.toMatch(/47Z11|0611223344|Canari|Testeur/);
	expect((last('customer') as TrackedOrder).street).toBe('3 rue du Four');
	expect((last('driver') as DriverStop).address?.doorCode).toBe('47Z11');
	expect((last('driver') as DriverStop).collectMinor).toBe(3750);
});

test('screens that connect and disconnect during writes end equal to the database', async () => {
	const cook = (await signedIn(db, shop, 'cook')).session;
	const writers = await Promise.all(
		Array.from({ length: 8 }, async () => {
			const client = new pg.Client({ connectionString: url });
			await client.connect();
			return client;
		})
	);
	const screens = await Promise.all(
		Array.from({ length: 12 }, async () => {
			const client = await hub.client(cook);
			let state: SyncState = EMPTY;
			client.socket.on('change', (change: Change) => (state = receive(state, change)));
			return {
				client,
				state: () => state,
				join: async () => {
					state = begin(state);
					const { snapshot, seq, at, live } = await client.join<'kitchen'>(`kitchen:${shop}`);
					state = applySnapshot(state, { subjects: subjectsOf(snapshot), seq, at, live }, 0);
				}
			};
		})
	);

	let isWriting = true;
	const joining = screens.map(async (screen, index) => {
		while (isWriting) {
			await screen.join();
			await new Promise((resolve) => setTimeout(resolve, (index * 7) % 40));
			if (index % 3 === 0) await screen.client.ask('leave', { feed: `kitchen:${shop}` });
		}
		await screen.join();
	});
	await Promise.all(
		writers.map(async (writer, index) => {
			for (let round = 0; round < 12; round++) {
				const order = await insertOrder(writer, { shop, lines: 1 });
				await move(writer, order, 'accepted', 'making', 'in_oven');
				if ((index + round) % 3 === 0) await move(writer, order, 'making', 'in_oven');
				if ((index + round) % 2 === 0) await move(writer, order, 'boxed', 'cancelled');
			}
			await writer.end();
		})
	);
	isWriting = false;
	await Promise.all(joining);
	const last = (await latestSeqs(db)).get(shop);
	await until(() => hub.hub.seqOf(shop) === last);
	await new Promise((resolve) => setTimeout(resolve, 100));

	const truth = (await openStates(db, [shop])).flatMap((state) => kitchenTicket(state) ?? []);
	const expected = truth.map((ticket) => `${ticket.id} ${ticket.version} ${ticket.status}`).sort();
	for (const screen of screens) {
		const shown = [...screen.state().subjects.values()].flatMap(({ view }) =>
			view && 'lines' in view ? `${view.id} ${view.version} ${view.status}` : []
		);
		expect(shown.sort()).toEqual(expected);
	}
	expect(expected.length).toBeGreaterThan(40);
});

test('a driver is visible to managers, and to the one customer whose drop-off is next', async () => {
	const driver = await signedIn(db, shop, 'driver');
	const [next, later] = [await insertOrder(db, { shop }), await insertOrder(db, { shop })];
	for (const order of [next, later])
		await move(db, order, 'accepted', 'making', 'in_oven', 'boxed');
	const run = await giveTo(db, next, driver.id);
	await db.query('insert into stop (run_id, order_id, position) values ($1, $2, 2)', [run, later]);
	await move(db, next, 'out');
	await move(db, later, 'out');
	const phone = await hub.client(driver.session);
	const manager = await hub.client((await signedIn(db, shop, 'manager')).session);
	await manager.join(`manage:${shop}`);
	await manager.join('manage:group');
	const [nextCustomer, laterCustomer] = [await hub.client(), await hub.client()];
	await nextCustomer.join(`order:${await tokenOf(next)}`);
	await laterCustomer.join(`order:${await tokenOf(later)}`);
	await new Promise((resolve) => setTimeout(resolve, 1100));

	for (let step = 0; step < 5; step++) {
		expect(await phone.ask('position', { fixes: [fix(43 + step / 1000), fix(43.5)] })).toEqual({
			ok: true
		});
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	await until(() => manager.moved.length >= 6 && nextCustomer.moved.length >= 3, 10_000);
	await move(db, next, 'at_door', 'delivered');
	await until(() => {
		const view = nextCustomer.changes.at(-1)?.view;
		return view != null && 'status' in view && view.status === 'delivered';
	});
	await phone.ask('position', { fixes: [fix(43.9)] });
	await until(() => laterCustomer.moved.length > 0);

	expect(new Set(manager.moved.map((frame) => frame.feed))).toEqual(
		new Set([`manage:${shop}`, 'manage:group'])
	);
	expect(manager.moved[0]!.drivers[0]!.driver).toBe(driver.id);
	const seenBy = (customer: TestClient) =>
		customer.moved.map((frame) => frame.drivers[0]!.point.lat);
	expect(seenBy(nextCustomer)).not.toContain(43.9);
	expect(new Set(seenBy(laterCustomer))).toEqual(new Set([43.9]));
	await move(db, later, 'at_door', 'delivered');
	await db.query('update shift set ended_at = now() where driver_id = $1', [driver.id]);
	expect((await phone.ask('position', { fixes: [fix(44)] })).error?.code).toBe('driver_off');
	const cook = await hub.client((await signedIn(db, shop, 'cook')).session);
	expect((await cook.ask('position', { fixes: [fix(44)] })).error?.code).toBe('forbidden');
});

test('a customer gets a position as soon as the phone sends it, without waiting for the tick', async () => {
	const driver = await signedIn(db, shop, 'driver');
	const order = await insertOrder(db, { shop });
	await move(db, order, 'accepted', 'making', 'in_oven', 'boxed');
	await giveTo(db, order, driver.id);
	await move(db, order, 'out');
	const phone = await hub.client(driver.session);
	const customer = await hub.client();
	await customer.join(`order:${await tokenOf(order)}`);
	const seen = () => customer.moved.map((frame) => frame.drivers[0]!.point.lat);
	// The hub's first read only sets the starting point.
	await new Promise((resolve) => setTimeout(resolve, 1100));
	// The hub knows that the driver is on shift only after the first position is stored.
	await phone.ask('position', { fixes: [fix(43)] });
	await until(() => seen().includes(43));

	const waits: number[] = [];
	for (let step = 1; step <= 5; step++) {
		await new Promise((resolve) => setTimeout(resolve, 500));
		const stored = phone.ask('position', { fixes: [fix(43 + step / 1000)] });
		waits.push(await until(() => seen().includes(43 + step / 1000)));
		await stored;
	}
	expect(Math.min(...waits)).toBeLessThan(250);
	expect(waits.filter((ms) => ms < 500).length).toBeGreaterThanOrEqual(4);
	expect(seen()).toEqual([...new Set(seen())]);

	await db.query('update shift set ended_at = now() where driver_id = $1', [driver.id]);
	await phone.ask('position', { fixes: [fix(44)] });
	// Longer than the minimal gap between two positions.
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect((await phone.ask('position', { fixes: [fix(45)] })).error?.code).toBe('driver_off');
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(seen()).not.toContain(45);
});

test('a painted receipt counts once, and only from a screen of that kitchen', async () => {
	const order = await insertOrder(db, { shop });
	const cook = await hub.client((await signedIn(db, shop, 'cook')).session);
	const paint = (ms: number) => cook.ask('painted', { subject: order, version: 1, ms });

	expect((await paint(10)).error?.code).toBe('forbidden');
	await cook.join(`kitchen:${shop}`);
	expect(await paint(12.6)).toEqual({ ok: true });
	expect(await paint(99)).toEqual({ ok: true });

	const { rows } = await db.query('select painted_ms from display_receipt where order_id = $1', [
		order
	]);
	expect(rows).toEqual([{ painted_ms: 13 }]);
	expect(await hub.metrics.metrics()).toContain('hub_painted_seconds_count 2');
});

test('a room keeps no disconnected socket', async () => {
	const session = (await signedIn(db, shop, 'manager')).session;
	for (let round = 0; round < 10; round++) {
		const client = await hub.client(session);
		const joining = client.join('manage:group').catch(() => undefined);
		if (round % 2 === 0) await joining;
		client.socket.disconnect();
	}
	const lines = async () =>
		(await hub.metrics.metrics()).match(/hub_feed_sockets\{feed="group"\} (\d+)/)?.[1];

	const before = Number(await lines());
	await until(async () => Number(await lines()) <= 2);
	expect(before).toBeGreaterThanOrEqual(0);
});

test('an order without a payment, inserted by SQL, does not affect other orders', async () => {
	const manager = await hub.client((await signedIn(db, shop, 'manager')).session);
	const good = await insertOrder(db, { shop });
	const bad = await insertOrder(db, { shop });
	await db.query('delete from payment where order_id = $1', [bad]);
	await db.query(`update order_line set frozen = '{}' where order_id = $1`, [bad]);

	const joined = await manager.join<'manage'>(`manage:${shop}`);
	await move(db, bad, 'accepted');
	await move(db, good, 'accepted');
	await until(() => manager.changes.some((change) => change.id === good && change.version === 2));

	// Too long for a nudge, so both are read together: the entry after the bad one must be delivered.
	await db.query('begin');
	await db.query(
		`update order_line set frozen = jsonb_build_object('long', repeat('é', 4000)) where order_id = $1`,
		[bad]
	);
	await move(db, bad, 'making');
	await move(db, good, 'making');
	await db.query('commit');
	await until(() => manager.changes.some((change) => change.id === good && change.version === 3));

	expect(joined.snapshot.orders.map((order) => order.id)).toContain(good);
	const skipped = (await hub.metrics.metrics()).match(/hub_changes_not_presented_total (\d+)/)?.[1];
	expect(Number(skipped)).toBeGreaterThan(0);
	await move(db, bad, 'cancelled');
});

test('a closing hub disconnects its sockets so that they reconnect elsewhere', async () => {
	const dying = await startTestHub(url, { rateLimits: false });
	await until(() => dying.hub.state().live, 20_000);
	const client = await dying.client((await signedIn(db, shop, 'cook')).session);
	await client.join(`kitchen:${shop}`);
	const reason = disconnected(client);

	await dying.close();

	// With any other reason, Socket.io's client does not reconnect.
	expect(await reason).toMatch(/transport close|io client disconnect/);
	const backends = async (name: string) =>
		(
			await db.query(
				`select 1 from pg_stat_activity where datname = current_database() and application_name = $1`,
				[name]
			)
		).rowCount;
	// The remaining connections belong to the hub shared by these tests.
	for (const name of ['passe-plat-listener', 'passe-plat-hub-log'])
		await until(async () => (await backends(name)) === 1);
});
