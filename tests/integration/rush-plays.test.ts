import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProject } from '../../config/paths.ts';
import type { Figures } from '../../simulation/report.ts';
import { startTestStack } from '../support/house/stack.ts';
import type { TestStack } from '../support/house/stack.ts';

// `npm run rush` as users run it, against real processes.
const SPEED = 240;
const home = mkdtempSync(join(tmpdir(), 'passe-plat-rush-'));
let stack: TestStack;
let db: pg.Pool;

beforeAll(async () => {
	stack = await startTestStack({ env: { DEMO: 'on', LOG_LEVEL: 'fatal' } });
	db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
});

afterAll(async () => {
	await db?.end();
	await stack?.stop();
	rmSync(home, { recursive: true, force: true });
});

interface Played {
	code: number | null;
	said: string;
	figures: Figures;
}

async function play(...args: string[]): Promise<Played> {
	const program = inProject('simulation/rush.ts');
	const common = ['--url', stack.url, '--speed', String(SPEED), '--json'];
	const child = spawn(process.execPath, [program, ...common, ...args]);
	let said = '';
	child.stdout.on('data', (chunk) => (said += chunk));
	child.stderr.on('data', (chunk) => (said += chunk));
	const [code] = (await once(child, 'close')) as [number | null];
	const json = said.split('\n').findLast((line) => line.startsWith('{')) ?? '{"figures":{}}';
	return { code, said, ...(JSON.parse(json) as { figures: Figures }) };
}

test('a scene runs to its end, and all its checks pass', async () => {
	const { code, said, figures } = await play('--minutes', '20', '--orders-per-hour', '60');
	expect(code, said).toBe(0);
	expect(said).not.toContain('✗');
	expect(figures.orders).toBeGreaterThan(3);
	expect(figures.delivered + figures.collected + figures.cancelled).toBe(figures.orders);
	const { rows } = await db.query('select from orders');
	expect(rows).toHaveLength(figures.orders);
	// A delivery of half an hour is promised for about eight seconds from now.
	const promised = await db.query<{ seconds: number }>(
		`select extract(epoch from promised_at - placed_at)::float8 as seconds from orders
			where wanted_at is null`
	);
	expect(promised.rows.length).toBeGreaterThan(0);
	for (const { seconds } of promised.rows) expect((seconds * SPEED) / 60).toBeLessThan(120);
	const paces = await db.query('select from shop where pace <> 1 and pace_until > now()');
	expect(paces.rowCount).toBe(0);
	const painted = await db.query('select from display_receipt');
	expect(painted.rowCount, 'nobody has looked at a screen').toBe(0);
});

test('a recorded day keeps its times: no order is ready before its recorded time', async () => {
	const { rows: before } = await db.query<{ id: string }>('select id from orders');
	const readyAfter = [50, 8, 30];
	writeDay(readyAfter);
	const { code, said, figures } = await play('--replay', home, '--drivers', '3');
	expect(code, said).toBe(0);
	expect(figures).toMatchObject({ orders: 3, delivered: 3 });
	const { rows } = await db.query<{ ms: number }>(
		`select extract(epoch from min(l.at) - o.placed_at)::float8 * 1000 as ms
			from orders o join shop_log l on l.subject_id = o.id::text and l.state->>'status' = 'boxed'
			where o.id <> all ($1) group by o.id order by o.placed_at`,
		[before.map(({ id }) => id)]
	);
	expect(rows).toHaveLength(readyAfter.length);
	for (const [at, minutes] of readyAfter.entries())
		expect(rows[at]?.ms).toBeGreaterThan((minutes * 60_000) / SPEED - 500);
});

/** A simulation that is running. */
async function underWay(url: string, ...args: string[]) {
	const program = inProject('simulation/rush.ts');
	const child = spawn(process.execPath, [program, '--url', url, '--speed', '60', ...args]);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
	const ended = once(child, 'close') as Promise<[number | null]>;
	while (!/ placed /.test(said)) {
		if (child.exitCode !== null) throw new Error(said);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return { child, ended, said: () => said };
}

test('a simulation whose system stops ends by itself, and reports the reason', async () => {
	const other = await startTestStack({ env: { DEMO: 'on', LOG_LEVEL: 'fatal' } });
	const { ended, said } = await underWay(other.url, '--patience', '6');
	await other.stop();

	const started = performance.now();
	const [code] = await ended;

	expect(code).toBe(1);
	expect(said()).toContain('Nothing has answered at');
	expect(performance.now() - started).toBeLessThan(30_000);
});

test('a second Ctrl-C ends the program at once', async () => {
	const { child, ended, said } = await underWay(stack.url, '--orders-per-hour', '600');
	child.kill('SIGINT');
	while (!said().includes('Last orders')) await new Promise((resolve) => setTimeout(resolve, 20));
	// npm forwards the same signal.
	child.kill('SIGINT');
	await new Promise((resolve) => setTimeout(resolve, 1200));
	expect(child.exitCode).toBeNull();

	const started = performance.now();
	child.kill('SIGINT');
	const [code] = await ended;

	expect(code).toBe(130);
	expect(performance.now() - started).toBeLessThan(3000);
});

/** Orders four minutes apart, at two restaurants. */
function writeDay(readyAfter: readonly number[]): void {
	const table = (name: string, ...rows: (string | number)[][]) =>
		writeFileSync(join(home, `${name}.txt`), rows.map((row) => row.join('\t')).join('\n'));
	table('restaurants', ['restaurant', 'x', 'y'], ['r1', 0, 0], ['r2', 2000, 500]);
	table(
		'orders',
		['order', 'x', 'y', 'placement_time', 'restaurant', 'ready_time'],
		...readyAfter.map((minutes, at) => {
			const placed = 10 + 4 * at;
			return [`o${at + 1}`, 900 - 700 * at, 600, placed, `r${1 + (at % 2)}`, placed + minutes];
		})
	);
	table(
		'couriers',
		['courier', 'x', 'y', 'on_time', 'off_time'],
		['c1', 0, 0, 0, 240],
		['c2', 100, 0, 0, 240]
	);
	table(
		'instance_parameters',
		['meters_per_minute', 'pickup service minutes', 'dropoff service minutes'],
		[400, 2, 2]
	);
}
