import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Change } from '#domain/wire/contract.ts';
import { insertOrder, move, signedIn, startTestHub, until } from '../support/wire/hub.ts';
import type { TestClient, TestHub } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { proxyTo } from '../support/house/proxy.ts';
import type { Proxy } from '../support/house/proxy.ts';

/**
 * Several mechanisms bring a change to a screen, and each can hide a failure of the others: nudge,
 * follow-up reads, sweep, the read after the listener reconnects, the retry after a failed read.
 * Here each is tested alone: the sweep is ten minutes away, and no nudge announces the change.
 */
const FAR_AWAY_MS = 600_000;
const STEPS = ['accepted', 'making', 'in_oven', 'boxed'] as const;
/** Longer than the last follow-up read after a nudge. */
const QUIET_MS = 300;

let url: string;
let db: pg.Client;
let shop: string;
let otherShop: string;
let cook: string;
let otherCook: string;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	db = await session();
	const { rows } = await db.query<{ id: string }>('select id from shop order by id limit 2');
	[shop = '', otherShop = ''] = rows.map(({ id }) => id);
	cook = (await signedIn(db, shop, 'cook')).session;
	otherCook = (await signedIn(db, otherShop, 'cook')).session;
});

afterEach(async () => {
	for (const one of opened.splice(0).reverse()) await one.close();
});

afterAll(() => db.end());

async function session(): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	return client;
}

async function hubOn(database: string, config = {}): Promise<TestHub> {
	const hub = await startTestHub(database, { rateLimits: false, beatMs: 250, ...config });
	opened.push(hub);
	await until(() => hub.hub.state().live, 20_000);
	return hub;
}

async function link(): Promise<Proxy> {
	const proxy = await proxyTo(url);
	opened.push(proxy);
	return proxy;
}

/** Disables nudges: a commit nudges only if it gets this lock. */
async function withoutNudges(): Promise<pg.Client> {
	const holder = await session();
	opened.push({ close: () => holder.end() });
	await holder.query('select pg_advisory_lock(4242)');
	await sleep(QUIET_MS);
	return holder;
}

const changesOf = (client: TestClient, order: string) =>
	client.changes.filter((change) => change.id === order).length;

test('the sweep alone delivers a change with a lost nudge, within a second', async () => {
	const hub = await hubOn(url, { sweepMs: 1000 });
	const client = await hub.client(cook);
	await client.join(`kitchen:${shop}`);
	const order = await insertOrder(db, { shop });
	await until(() => client.changes.length > 0);
	await withoutNudges();
	client.changes.length = 0;

	const waits: number[] = [];
	for (const [index, status] of STEPS.entries()) {
		await move(db, order, status);
		waits.push(await until(() => client.changes.length > index, 3000));
	}

	expect(Math.max(...waits)).toBeLessThan(1100);
	expect(Math.max(...waits)).toBeGreaterThan(100);
});

test('a nudge alone delivers a change, by its copy or by a read', async () => {
	const hub = await hubOn(url, { sweepMs: FAR_AWAY_MS });
	const client = await hub.client(cook);
	await client.join(`kitchen:${shop}`);

	// The copy of an order that the hub does not know has no customer data, so the log must be read.
	const order = await insertOrder(db, { shop });
	await until(() => changesOf(client, order) === 1, 2000);
	// All follow-up reads have ended; the next change is delivered from its copy.
	await sleep(QUIET_MS);
	await move(db, order, 'accepted');
	await until(() => changesOf(client, order) === 2, 2000);

	// Control: without its nudge the change does not arrive.
	const holder = await withoutNudges();
	await move(db, order, 'making');
	await sleep(1500);
	expect(changesOf(client, order)).toBe(2);
	await holder.query('select pg_advisory_unlock(4242)');
	await move(db, order, 'in_oven');
	await until(() => changesOf(client, order) === 4, 2000);
});

// When several transactions commit together, only one nudges. Follow-up reads find the others:
// after a read, and after a copy that replaced the read.
test.each(['a read', 'a copy'])(
	'the follow-up reads after %s alone deliver a change',
	async (what) => {
		const hub = await hubOn(url, { sweepMs: FAR_AWAY_MS });
		const client = await hub.client(cook);
		const other = await hub.client(otherCook);
		await client.join(`kitchen:${shop}`);
		await other.join(`kitchen:${otherShop}`);
		const nudging = await insertOrder(db, { shop });
		const silent = await insertOrder(db, { shop: otherShop });
		await until(() => changesOf(client, nudging) === 1 && changesOf(other, silent) === 1, 5000);
		const late = await session();
		opened.push({ close: () => late.end() });

		/** Commits a change within 100 ms after a nudge; true when it arrived. */
		async function round(status: string): Promise<boolean> {
			await sleep(QUIET_MS);
			const told = client.changes.length;
			const lastPull = hub.hub.state().lastPullAt;
			await db.query('begin');
			await db.query('select pg_advisory_xact_lock(4242)');
			await late.query('begin');
			await late.query('update orders set status = $2 where id = $1', [silent, status]);
			if (what === 'a read') await db.query(`select pg_notify('shop_log', '')`);
			else await db.query('update orders set status = $2 where id = $1', [nudging, status]);
			await db.query('commit');
			if (what === 'a read') await until(() => hub.hub.state().lastPullAt !== lastPull, 2000);
			else await until(() => client.changes.length > told, 2000);
			await late.query('commit');
			// Counts this round only: a change missed earlier arrives with the next round's nudge.
			const has = ({ view }: Change) => view !== null && 'status' in view && view.status === status;
			return until(() => other.changes.some(has), 1000).then(
				() => true,
				() => false
			);
		}
		// On a busy machine the commit may come after the last follow-up, so it is tried several times.
		let came = false;
		for (const status of STEPS) came ||= await round(status);

		expect(came).toBe(true);
	}
);

test('the read after the listener reconnects alone delivers the missed changes', async () => {
	const proxy = await link();
	const hub = await hubOn(url, { sweepMs: FAR_AWAY_MS, listenUrl: proxy.through(url) });
	const client = await hub.client(cook);
	await client.join(`kitchen:${shop}`);
	const order = await insertOrder(db, { shop });
	await until(() => changesOf(client, order) === 1, 2000);
	await sleep(QUIET_MS);

	proxy.blackhole();
	proxy.reset();
	await until(() => hub.hub.state().listener !== 'live', 5000);
	await move(db, order, 'accepted');
	await sleep(QUIET_MS);
	const seenDeaf = changesOf(client, order);
	proxy.heal();
	await until(() => changesOf(client, order) === 2, 10_000);

	expect(seenDeaf).toBe(1);
});

test('the retry after a failed read alone delivers the missed changes', async () => {
	const proxy = await link();
	const hub = await hubOn(proxy.through(url), { sweepMs: FAR_AWAY_MS, listenUrl: url });
	const client = await hub.client(cook);
	await client.join(`kitchen:${shop}`);
	const order = await insertOrder(db, { shop });
	await until(() => changesOf(client, order) === 1, 2000);
	await sleep(QUIET_MS);

	proxy.blackhole();
	// Delivered from its copy; the follow-up read then finds that Postgres does not answer.
	await move(db, order, 'accepted');
	await until(() => !hub.hub.state().live, 8000);
	await withoutNudges();
	await move(db, order, 'making');
	proxy.reset();
	proxy.heal();
	await until(() => changesOf(client, order) === 3, 10_000);

	expect(hub.hub.state().live).toBe(true);
});
