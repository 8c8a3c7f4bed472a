import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PlacedAnswer, QuoteAnswer } from '#domain/contract.ts';
import { freePort } from '../../launcher/os.ts';
import { connect, ORIGIN, until } from '../support/hub.ts';
import { freshDatabase } from '../support/postgres.ts';
import { anOrder, send } from '../support/server.ts';

/** Processes whose machine has a wrong clock: what they promise, and who is told. */

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
	const child = spawn(process.execPath, ['--import', './tests/support/shifted-clock.ts', script], {
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
	});
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
])('a web process whose clock is %s promises by the database’s', async (_what, shiftMs) => {
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

test('a worker whose clock is wrong says so in its log and its metrics', async () => {
	const workerPort = await freePort();
	const { output } = await start('workers/main.ts', -60 * MINUTE, {
		WORKER_PORT: String(workerPort),
		PUBLIC_URL: ORIGIN
	});

	expect(output()).toMatch(/clock of this machine is 3\d{3} s behind/);
	const ahead = await metricOf(`http://127.0.0.1:${workerPort}`);
	expect(Math.abs(ahead + 3600)).toBeLessThan(2);
});
