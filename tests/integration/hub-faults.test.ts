import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Beat, Change } from '#domain/wire/contract.ts';
import {
	applySnapshot,
	beat,
	begin,
	EMPTY,
	freshness,
	receive,
	subjectsOf
} from '#domain/wire/sync.ts';
import { connect, insertOrder, move, signedIn, startTestHub, until } from '../support/wire/hub.ts';
import type { TestClient, TestHub } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { proxyTo, startProxy } from '../support/house/proxy.ts';
import type { Proxy } from '../support/house/proxy.ts';

const STEPS = ['accepted', 'making', 'in_oven', 'boxed'] as const;

let url: string;
let db: pg.Client;
let shop: string;
let cook: string;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	db = new pg.Client({ connectionString: url });
	db.on('error', () => {});
	await db.connect();
	shop = (await db.query<{ id: string }>('select id from shop order by id limit 1')).rows[0]!.id;
	cook = (await signedIn(db, shop, 'cook')).session;
});

afterEach(async () => {
	for (const one of opened.splice(0).reverse()) await one.close();
});

afterAll(() => db.end());

async function hubOn(database: string, config = {}): Promise<TestHub> {
	const hub = await startTestHub(database, { rateLimits: false, beatMs: 250, ...config });
	opened.push(hub);
	return hub;
}

async function link(): Promise<Proxy> {
	const proxy = await proxyTo(url);
	opened.push(proxy);
	return proxy;
}

/** Every seq after the join has arrived once and in order. */
function expectNoGap(client: TestClient, from: number): void {
	const seqs = client.changes.map((change) => change.seq).filter((seq) => seq > from);
	expect(seqs).toEqual(seqs.map((_, index) => from + 1 + index));
}

test('an invalid nudge, or one that skips a seq, is not delivered', async () => {
	const hub = await hubOn(url);
	await until(() => hub.hub.state().live, 20_000);
	const client = await hub.client(cook);
	const joined = await client.join(`kitchen:${shop}`);
	const seq = joined.ok ? joined.seq : NaN;
	const ahead = JSON.stringify([
		shop,
		seq + 2,
		new Date(),
		'driver',
		'nobody',
		1,
		'x',
		'x',
		null,
		null,
		null,
		{}
	]);

	const nudge = (text: string) => db.query('select pg_notify($1, $2)', ['shop_log', text]);
	for (const text of ['[', '[]', '[null]', '["' + shop + '"]', 'x']) await nudge(text);
	// While the log is being read, copies are not used.
	await sleep(400);
	await nudge(ahead);
	const order = await insertOrder(db, { shop });
	await move(db, order, 'accepted');
	await until(() => client.changes.length >= 2, 3000);

	expect(hub.hub.state().live).toBe(true);
	expect(client.changes.map((change) => [change.seq, change.id])).toEqual([
		[seq + 1, order],
		[seq + 2, order]
	]);
});

test('a killed listener reconnects, reads again and misses nothing', async () => {
	const hub = await hubOn(url);
	await until(() => hub.hub.state().live, 20_000);
	const client = await hub.client(cook);
	const joined = await client.join(`kitchen:${shop}`);
	const states: string[] = [];
	const watching = setInterval(() => states.push(hub.hub.state().listener), 1);

	for (let round = 0; round < 3; round++) {
		await db.query(
			`select pg_terminate_backend(pid) from pg_stat_activity
				where application_name = 'passe-plat-listener' and datname = current_database()`
		);
		const order = await insertOrder(db, { shop });
		await move(db, order, ...STEPS);
		await until(() => states.at(-1) === 'live' && states.includes('suspect'), 3000);
		states.length = 0;
	}
	await until(() => client.changes.filter((change) => change.seq > joined.seq).length >= 15);
	clearInterval(watching);
	await until(() => client.beats.at(-1)?.live === true);

	expectNoGap(client, joined.seq);
	expect(client.beats.some((beat) => !beat.live)).toBe(true);
});

test('a half-open listener is detected within 8 s, while changes are delivered', async () => {
	const proxy = await link();
	const hub = await hubOn(url, { listenUrl: proxy.through(url) });
	await until(() => hub.hub.state().live, 20_000);
	const client = await hub.client(cook);
	const joined = await client.join(`kitchen:${shop}`);

	proxy.blackhole();
	const order = await insertOrder(db, { shop });
	await until(() => client.changes.some((change) => change.id === order), 1500);
	const noticed = await until(() => client.beats.some((beat) => !beat.live), 9000);
	proxy.heal();
	await until(() => hub.hub.state().live, 9000);
	await move(db, order, ...STEPS);
	await until(() => client.changes.filter((change) => change.id === order).length >= 5);

	expect(noticed).toBeLessThan(8000);
	expectNoGap(client, joined.seq);
});

test('a failing read of the log is reported in the beats, and recovers', async () => {
	const proxy = await link();
	const hub = await hubOn(proxy.through(url), { listenUrl: url });
	await until(() => hub.hub.state().live, 20_000);
	const client = await hub.client(cook);
	const joined = await client.join(`kitchen:${shop}`);

	proxy.blackhole();
	const order = await insertOrder(db, { shop });
	const noticed = await until(() => client.beats.some((beat) => !beat.live), 6000);
	proxy.reset();
	proxy.heal();
	await move(db, order, ...STEPS);
	await until(() => client.changes.filter((change) => change.id === order).length >= 5, 10_000);
	await until(() => client.beats.at(-1)?.live === true);

	expect(noticed).toBeLessThan(5000);
	expectNoGap(client, joined.seq);
});

test('a hub that starts before Postgres becomes live when Postgres does', async () => {
	const proxy = await link();
	proxy.blackhole();
	const hub = await hubOn(proxy.through(url));
	const client = await hub.client();

	expect(await client.refused(`counter-board:${shop}`)).toBe('unavailable');
	expect(hub.hub.state()).toMatchObject({ listener: 'connecting', live: false });
	await sleep(4000);
	proxy.reset();
	proxy.heal();
	await until(() => hub.hub.state().live, 8000);
	expect((await client.join(`counter-board:${shop}`)).live).toBe(true);
});

test('a screen whose beats are late becomes stale before ten seconds', async () => {
	const hub = await hubOn(url);
	await until(() => hub.hub.state().live, 20_000);
	const link = await startProxy({ host: '127.0.0.1', port: hub.port });
	opened.push(link);
	const client = await connect(link.port, cook);
	const clock = () => performance.now();
	const { snapshot, ...answer } = await client.join<'kitchen'>(`kitchen:${shop}`);
	let state = applySnapshot(begin(EMPTY), { subjects: subjectsOf(snapshot), ...answer }, clock());
	client.socket.on('beat', (pulse: Beat) => (state = beat(state, pulse, clock())));
	client.socket.on('change', (change: Change) => (state = receive(state, change)));
	await until(() => client.beats.length > 3);

	// Below the ping timeout, which would close the connection.
	link.delay(1800);
	const heard = client.beats.length;
	await until(() => client.beats.length > heard + 3, 8000);
	// Beats in transit still arrive; new commits do not.
	link.blackhole();
	const committed = clock();
	const missed = await insertOrder(db, { shop });
	await until(() => freshness(state, clock()).stale, 15_000);
	const took = clock() - committed;
	client.socket.disconnect();

	expect(state.subjects.has(`order:${missed}`)).toBe(false);
	expect(took).toBeLessThan(10_000);
	// The last beats were valid, each for its age.
	expect(took).toBeGreaterThan(6000);
});

test('a slow link delays changes, and loses none', async () => {
	const proxy = await link();
	const hub = await hubOn(proxy.through(url));
	await until(() => hub.hub.state().live, 20_000);
	const client = await hub.client(cook);
	const joined = await client.join(`kitchen:${shop}`);

	proxy.delay(120);
	const orders = await Promise.all([insertOrder(db, { shop })]);
	for (const order of orders) await move(db, order, ...STEPS);
	await until(() => client.changes.filter((change) => change.seq > joined.seq).length >= 5);

	expectNoGap(client, joined.seq);
	expect(hub.hub.state().live).toBe(true);
});
