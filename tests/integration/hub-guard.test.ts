import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
	disconnected,
	insertOrder,
	move,
	ORIGIN,
	signedIn,
	startTestHub,
	until
} from '../support/wire/hub.ts';
import type { TestHub } from '../support/wire/hub.ts';
import { heldBytes } from '../support/house/memory.ts';
import { freshDatabase } from '../support/house/postgres.ts';

let url: string;
let db: pg.Client;
let hub: TestHub;
let shop: string;
let cook: string;

beforeAll(async () => {
	url = (await freshDatabase()).url;
	db = new pg.Client({ connectionString: url });
	db.on('error', () => {});
	await db.connect();
	shop = (await db.query<{ id: string }>('select id from shop order by id limit 1')).rows[0]!.id;
	cook = (await signedIn(db, shop, 'cook')).session;
	hub = await startTestHub(url, { socketsPerIp: 100 });
	await until(() => hub.hub.state().live, 20_000);
});

afterAll(async () => {
	await hub.close();
	await db.end();
});

const address = () => `ws://127.0.0.1:${hub.port}/socket.io/?EIO=4&transport=websocket`;

/** A shop whose room has no other client in these tests. */
async function quietShop(index: number): Promise<string> {
	const { rows } = await db.query<{ id: string }>('select id from shop order by id');
	return rows[index]!.id;
}

/** The status of a handshake; 101 is a connection. */
async function handshake(headers: Record<string, string>): Promise<number> {
	const socket = new WebSocket(address(), { headers });
	socket.on('error', () => {});
	const status = await new Promise<number>((resolve) => {
		socket.once('open', () => resolve(101));
		socket.once('unexpected-response', (_req, res) => resolve(res.statusCode ?? 0));
	});
	socket.terminate();
	return status;
}

test('only our own pages may open a socket', async () => {
	const evil = [
		'https://evil.example',
		'null',
		`${ORIGIN}.evil.example`,
		`${ORIGIN}:8080`,
		'http://sub.pizza.example',
		'https://pizza.example',
		`${ORIGIN}/`,
		''
	];
	for (const origin of evil) expect([origin, await handshake({ origin })]).toEqual([origin, 400]);

	expect(await handshake({ origin: ORIGIN })).toBe(101);
	expect(await handshake({})).toBe(101);
	expect(await handshake({ cookie: `session=${cook}` })).toBe(400);
	expect(await handshake({ origin: ORIGIN, cookie: `session=${cook}` })).toBe(101);
});

test('a feed can be joined with the required role only', async () => {
	const other = (await db.query<{ id: string }>('select id from shop order by id desc limit 1'))
		.rows[0]!.id;
	const manager = await hub.client((await signedIn(db, shop, 'manager')).session);
	const driver = await signedIn(db, shop, 'driver');
	const [nobody, inKitchen, driving] = [
		await hub.client(),
		await hub.client(cook),
		await hub.client(driver.session)
	];

	for (const feed of [`kitchen:${shop}`, `manage:${shop}`, 'manage:group', `driver:${driver.id}`])
		expect([feed, await nobody.refused(feed)]).toEqual([feed, 'unauthenticated']);
	for (const feed of [`kitchen:${other}`, `manage:${shop}`, 'manage:group', `driver:${driver.id}`])
		expect([feed, await inKitchen.refused(feed)]).toEqual([feed, 'forbidden']);
	for (const feed of [`kitchen:${shop}`, `manage:${shop}`, 'driver:somebody'])
		expect([feed, await driving.refused(feed)]).toEqual([feed, 'forbidden']);
	for (const feed of ['counter-board:nowhere', 'room:1', 'kitchen', `order:${randomUUID()}`])
		expect([feed, await nobody.refused(feed)]).toEqual([feed, 'not_found']);
	expect(await manager.refused(`manage:${other}`)).toBe('forbidden');
	await nobody.join(`counter-board:${shop}`);
	await inKitchen.join(`kitchen:${shop}`);
	await driving.join(`driver:${driver.id}`);
	await manager.join(`driver:${driver.id}`);
	const group = await manager.join<'group'>('manage:group');
	expect(new Set(group.snapshot.drivers.map((entry) => entry.shop))).toEqual(new Set([shop]));
});

test('300 malformed packets are answered or ignored, and the hub keeps running', async () => {
	const client = await hub.client(cook);
	const witness = await hub.client(cook);
	const joined = await witness.join(`kitchen:${shop}`);
	const events = ['join', 'leave', 'painted', 'position', 'error', '__proto__', 'constructor', 'x'];
	const values = (): unknown[] => [
		null,
		undefined,
		0,
		-1,
		1e308,
		'',
		'kitchen:',
		'x'.repeat(5000),
		[],
		[[[[[[]]]]]],
		{},
		{ feed: null },
		{ feed: { toString: 1 } },
		{ feed: `kitchen:${shop}`, extra: 1 },
		JSON.parse('{"__proto__":{"feed":"kitchen:x"},"feed":[]}'),
		{ subject: randomUUID(), version: 1.5, ms: 'NaN' },
		{ fixes: Array(100).fill(0) },
		{ fixes: [{ lat: 91, lng: 0, accuracyM: 1, at: 'now' }] },
		randomBytes(20),
		() => undefined
	];

	for (let packet = 0; packet < 300; packet++) {
		const event = events[randomInt(events.length)]!;
		const args = Array.from({ length: randomInt(4) }, () => {
			const choice = values();
			return choice[randomInt(choice.length)];
		});
		if (client.socket.connected) client.socket.emit(event, ...args);
		else await until(() => client.socket.connected);
	}
	const order = await insertOrder(db, { shop });
	await until(() => witness.changes.some((change) => change.id === order));

	expect(witness.changes.some((change) => change.seq > joined.seq)).toBe(true);
	const fresh = await hub.client(cook);
	expect(await fresh.ask('join', { feed: 7 })).toMatchObject({ error: { code: 'invalid' } });
	expect(await fresh.ask('sing', {})).toMatchObject({ error: { code: 'invalid' } });
	expect(await fresh.ask('join')).toMatchObject({ error: { code: 'invalid' } });
	expect(await fresh.ask('leave', { feed: 'kitchen:x' })).toEqual({ ok: true });
	const text = await hub.metrics.metrics();
	expect(text).toMatch(/hub_packets_refused_total\{reason="malformed"\} [1-9]/);
});

test('invalid frames end their own connection only', async () => {
	const witness = await hub.client(cook);
	const frames = ['4', '42', '42{', '40{"a":', '451-["join",{}]', '4\u0000', '2', '999', '42["a"'];
	for (const frame of [
		...frames,
		'42'.repeat(2000),
		`42["join",{"feed":"${'x'.repeat(20_000)}"}]`
	]) {
		const socket = new WebSocket(address(), { headers: { origin: ORIGIN } });
		socket.on('error', () => {});
		await once(socket, 'message');
		socket.send('40');
		await once(socket, 'message');
		socket.send(frame);
		socket.send(Buffer.from(frame));
		setTimeout(() => socket.terminate(), 30);
		await once(socket, 'close');
	}

	expect((await witness.join(`kitchen:${shop}`)).ok).toBe(true);
});

test('messages are in the browser’s language', async () => {
	const socket = await hub.client();
	const answer = await socket.ask('join', { feed: 'kitchen:x' });

	expect(answer.error).toEqual({ code: 'unauthenticated', message: 'Connectez-vous d’abord.' });
});

test('too many packets are refused, and a flood is disconnected', async () => {
	const client = await hub.client(cook);
	const answers: string[] = [];
	for (let packet = 0; packet < 130; packet++)
		client.socket.emit('leave', { feed: 'kitchen:x' }, (answer: { error?: { code: string } }) =>
			answers.push(answer.error?.code ?? 'ok')
		);
	await until(() => answers.length === 130);
	const refused = answers.filter((code) => code === 'too_many').length;

	expect(refused).toBeGreaterThanOrEqual(28);
	expect(refused).toBeLessThanOrEqual(30);
	const cut = disconnected(client);
	for (let packet = 0; packet < 600; packet++) client.socket.emit('leave', {});
	await cut;
});

test('tracking tokens cannot be guessed by trying many', async () => {
	const guesser = await hub.client();
	const codes: string[] = [];
	for (let guess = 0; guess < 40; guess++)
		codes.push(await guesser.refused(`order:${randomBytes(16).toString('base64url')}`));

	expect(codes.filter((code) => code === 'not_found').length).toBeLessThanOrEqual(20);
	expect(codes.at(-1)).toBe('too_many');
});

test('one address can hold a limited number of sockets', async () => {
	const small = await startTestHub(url, { socketsPerIp: 3 });
	const clients = [await small.client(), await small.client(), await small.client()];

	await expect(small.client()).rejects.toThrow();
	clients[0]!.socket.disconnect();
	// The address's slot is released when the connection closes, shortly after the socket.
	await until(() =>
		small.client().then(
			() => true,
			() => false
		)
	);
	await expect(small.client()).rejects.toThrow();
	await small.close();
});

test('every feed gets a beat within 4 s', async () => {
	const client = await hub.client(cook);
	await client.join(`kitchen:${shop}`);
	await client.join(`counter-board:${shop}`);
	const heard = (feed: string) => client.beats.filter((beat) => beat.feed.startsWith(feed));
	const joined = performance.now();
	await until(() => heard('kitchen').length > 0 && heard('counter-board').length > 0);
	const first = performance.now() - joined;
	await until(() => heard('kitchen').length > 1);

	expect(first).toBeLessThan(4000);
	const [one, two] = heard('kitchen').map((beat) => Date.parse(beat.at));
	expect(two! - one!).toBeLessThan(4000);
	expect(heard('kitchen')[0]).toMatchObject({ live: true, seq: hub.hub.seqOf(shop) });
});

test('a session that ends, or whose roles change, loses its sockets within 5 s', async () => {
	const ending = await signedIn(db, shop, 'cook');
	const demoted = await signedIn(db, shop, 'manager');
	const staying = await signedIn(db, shop, 'cook');
	const clients = await Promise.all(
		[ending, demoted, staying].map((person) => hub.client(person.session))
	);
	const gone = clients.map((client) => disconnected(client));
	await clients[1]!.join(`manage:${shop}`);

	const start = performance.now();
	await db.query('delete from auth_session where id = $1', [ending.session]);
	await db.query(`update staff_role set role = 'cook' where staff_id = $1`, [demoted.id]);
	await Promise.all(gone.slice(0, 2));
	const took = performance.now() - start;
	await until(() => clients[0]!.socket.connected && clients[1]!.socket.connected);

	expect(took).toBeLessThan(5000);
	expect(await clients[0]!.refused(`kitchen:${shop}`)).toBe('unauthenticated');
	expect(await clients[1]!.refused(`manage:${shop}`)).toBe('forbidden');
	expect((await clients[1]!.join(`kitchen:${shop}`)).ok).toBe(true);
	expect(await Promise.race([gone[2], 'still there'])).toBe('still there');
});

test('a change is presented and serialised once for any number of sockets', async () => {
	const own = await startTestHub(url, { rateLimits: false, beatMs: 60_000 });
	await until(() => own.hub.state().live, 20_000);
	const quiet = await quietShop(2);
	const { session } = await signedIn(db, quiet, 'cook');
	const clients = await Promise.all(Array.from({ length: 50 }, () => own.client(session)));
	for (const client of clients) await client.join(`kitchen:${quiet}`);
	const order = await insertOrder(db, { shop: quiet });
	const got = (count: number) => () =>
		clients.every(
			(client) => client.changes.filter((change) => change.id === order).length === count
		);
	await until(got(1));

	const spy = vi.spyOn(JSON, 'stringify');
	await move(db, order, 'accepted');
	await until(got(2));
	const times = spy.mock.calls.filter(([value]) => Array.isArray(value) && value[0] === 'change');
	spy.mockRestore();
	await own.close();

	expect(times.length).toBe(1);
});

test('a client that stops reading is disconnected before it fills the memory', async () => {
	const quiet = await quietShop(1);
	const reader = (await signedIn(db, quiet, 'cook')).session;
	const order = await insertOrder(db, { shop: quiet, lines: 1 });
	await db.query(
		`update order_line set frozen = frozen || jsonb_build_object('name', jsonb_build_object('fr', repeat('n', 600000), 'en', ''))
			where order_id = $1`,
		[order]
	);
	const healthy = await hub.client(reader);
	await healthy.join(`kitchen:${quiet}`);
	const stalled = new WebSocket(address(), {
		headers: { origin: ORIGIN, cookie: `session=${reader}` }
	});
	stalled.on('error', () => {});
	await once(stalled, 'message');
	stalled.send('40');
	await once(stalled, 'message');
	stalled.send(`420${JSON.stringify(['join', { feed: `kitchen:${quiet}` }])}`);
	await once(stalled, 'message');
	stalled.pause();
	const before = heldBytes();
	let most = 0;

	let rounds = 0;
	const isCut = async () =>
		/hub_sockets_cut_total\{reason="slow"\} 1/.test(await hub.metrics.metrics());
	for (; rounds < 60 && !(await isCut()); rounds++) {
		await db.query('update orders set quote_to = clock_timestamp() where id = $1', [order]);
		// Otherwise memory of a client in this process would count as the hub's.
		await until(() => healthy.changes.at(-1)?.id === order);
		healthy.changes.length = 0;
		most = Math.max(most, heldBytes() - before);
	}
	stalled.terminate();

	expect(await isCut()).toBe(true);
	expect(healthy.socket.connected).toBe(true);
	// It reconnects, joins again, and is up to date.
	const back = await (await hub.client(reader)).join<'kitchen'>(`kitchen:${quiet}`);
	expect(back.snapshot.orders.find(({ id }) => id === order)?.version).toBe(rounds + 2);
	expect(most).toBeLessThan(16 * 2 ** 20);
});
