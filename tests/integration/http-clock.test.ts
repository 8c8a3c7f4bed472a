import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PlacedAnswer, QuoteAnswer } from '#domain/wire/contract.ts';
import { freePort } from '../../launcher/os.ts';
import { connect, ORIGIN, until } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { anOrder, connect as connectTo, send, signIn } from '../support/house/server.ts';

/** Processes on a machine with a wrong clock: their promises and warnings. */

const MINUTE = 60_000;
let databaseUrl: string;
let db: pg.Client;
const running: ChildProcess[] = [];

beforeAll(async () => {
	databaseUrl = (await freshDatabase()).url;
	db = new pg.Client({ connectionString: databaseUrl });
	db.on('error', () => {});
	await db.connect();
});
afterEach(() => {
	for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => db.end());

interface Process {
	url: string;
	port: number;
	output(): string;
}

async function start(script: string, shiftMs: number, env = {}): Promise<Process> {
	const port = await freePort();
	const child = spawn(
		process.execPath,
		['--import', './tests/support/house/shifted-clock.ts', script],
		{
			env: {
				PATH: process.env.PATH,
				NODE_ENV: 'test',
				DATABASE_URL: databaseUrl,
				PORT: String(port),
				ORIGIN,
				CLOCK_SHIFT_MS: String(shiftMs),
				...env
			},
			stdio: ['ignore', 'pipe', 'pipe', 'ipc']
		}
	);
	running.push(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
	expect([message, output]).toEqual([{ ready: true }, expect.anything()]);
	return { url: `http://127.0.0.1:${port}`, port, output: () => output };
}

const databaseNow = async () =>
	(await db.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now.getTime();

async function metricOf(url: string): Promise<number> {
	const { body } = await send<string>(`${url}/metrics`, 'GET');
	return Number(/^process_clock_ahead_seconds (\S+)$/m.exec(body)?.[1]);
}

test.each([
	['an hour behind', -60 * MINUTE],
	['an hour ahead', 60 * MINUTE],
	['right', 0]
])('a web process whose clock is %s promises by the database’s clock', async (_what, shiftMs) => {
	const { url, port, output } = await start('server/main.ts', shiftMs);
	const screen = await connect(port);
	await screen.join('counter-board:gare');

	const placed = await send<PlacedAnswer>(`${url}/api/orders`, 'POST', {
		body: anOrder(),
		headers: { 'idempotency-key': randomUUID() }
	});
	const quoted = await send<QuoteAnswer>(`${url}/api/shops/gare/quote`, 'GET');
	await until(() => screen.beats.length > 0);
	const now = await databaseNow();
	const ready = await send<{ ready: boolean; warnings: { part: string; message: string }[] }>(
		`${url}/readyz`,
		'GET'
	);
	screen.socket.disconnect();

	expect(placed.status).toBe(201);
	for (const promise of [
		placed.body.order.promise,
		quoted.body.ways.collection.asap?.to ?? '',
		quoted.body.ways.collection.slots[0]?.from ?? ''
	]) {
		expect(Date.parse(promise) - now).toBeGreaterThan(0);
		expect(Date.parse(promise) - now).toBeLessThan(50 * MINUTE);
	}
	expect(Math.abs(Date.parse(screen.beats[0]!.at) - now)).toBeLessThan(4000);
	const { rows } = await db.query<{ minutes: number }>(
		`select extract(epoch from promised_at - placed_at)::float8 / 60 as minutes from orders
			where id = $1`,
		[placed.body.order.id]
	);
	expect(rows[0]!.minutes).toBeGreaterThan(5);
	expect(rows[0]!.minutes).toBeLessThan(50);
	expect(ready.status).toBe(200);
	expect(ready.body.warnings.map(({ part }) => part)).toEqual(shiftMs === 0 ? [] : ['clock']);
	if (shiftMs !== 0)
		expect(ready.body.warnings[0]?.message).toMatch(shiftMs > 0 ? /3\d{3} s ahead of/ : /behind/);
	expect(Math.abs((await metricOf(url)) - shiftMs / 1000)).toBeLessThan(2);
	expect(/clock of this machine/.test(output())).toBe(shiftMs !== 0);
});

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
	['thirteen hours ahead', 13 * HOUR],
	['eight days ahead', 8 * DAY],
	['eight days behind', -8 * DAY]
])('sessions have the same length on a machine whose clock is %s', async (_what, shiftMs) => {
	const [right, wrong] = await Promise.all([
		start('server/main.ts', 0),
		start('server/main.ts', shiftMs)
	]);
	const me = async (url: string, cookie: string) =>
		(await send(`${url}/api/me`, 'GET', { cookie })).status;
	const [here, there] = [
		await signIn(right.url, 'cuisine.gare'),
		await signIn(wrong.url, 'direction')
	];
	const { rows } = await db.query<{ hours: number; age: number }>(
		`select extract(epoch from expires_at - clock_timestamp())::float8 / 3600 as hours,
			extract(epoch from clock_timestamp() - created_at)::float8 as age from auth_session`
	);

	for (const { hours, age } of rows) {
		expect(hours).toBeGreaterThan(11.9);
		expect(hours).toBeLessThan(12.1);
		expect(Math.abs(age)).toBeLessThan(60);
	}
	expect(
		await Promise.all([me(wrong.url, here), me(right.url, there), me(wrong.url, there)])
	).toEqual([200, 200, 200]);

	// In use, but older than the limit of seven days.
	await db.query(
		`update auth_session set created_at = clock_timestamp() - interval '7 days 1 hour'`
	);
	expect(await me(wrong.url, here)).toBe(401);
	// Unused for twelve hours.
	await db.query(
		`update auth_session set created_at = clock_timestamp(), expires_at = clock_timestamp() - interval '1 s'`
	);
	expect(await me(wrong.url, there)).toBe(401);
	await db.query('delete from auth_session');
});

test('a page is rendered with the database’s time', async () => {
	const { url } = await start('server/main.ts', DAY);
	const cookie = await signIn(url, 'responsable.gare');

	const page = await send<string>(`${url}/manage/gare`, 'GET', {
		cookie,
		headers: { 'x-passe-plat-now': '1' }
	});

	const asOf = /data-as-of="([^"]+)"/.exec(page.body)?.[1] ?? '';
	expect(Math.abs(Date.parse(asOf) - (await databaseNow()))).toBeLessThan(5000);
});

test('managers’ feeds get a warning about a wrong clock, others do not', async () => {
	const { url } = await start('server/main.ts', -10_000);
	const cookie = await signIn(url, 'responsable.gare');
	const screen = await connectTo(url, cookie);
	await screen.join('manage:gare');
	await screen.join('kitchen:gare');
	const of = (feed: string) => screen.beats.filter((beat) => beat.feed === feed);
	await until(() => of('manage:gare').length > 0 && of('kitchen:gare').length > 0, 10_000);
	screen.socket.disconnect();

	expect(of('manage:gare')[0]?.warnings).toEqual(['clock']);
	expect(of('kitchen:gare')[0]).not.toHaveProperty('warnings');
});

test('a worker with a wrong clock reports it in its log and metrics', async () => {
	const workerPort = await freePort();
	const { output } = await start('workers/main.ts', -60 * MINUTE, {
		WORKER_PORT: String(workerPort),
		PUBLIC_URL: ORIGIN
	});

	expect(output()).toMatch(/clock of this machine is 3\d{3} s behind/);
	const ahead = await metricOf(`http://127.0.0.1:${workerPort}`);
	expect(Math.abs(ahead + 3600)).toBeLessThan(2);
});
