import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HouseFault } from '../../db/tables/warnings.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { eventually, freePort, waitForEnd } from '../../launcher/os.ts';
import { startRedis, type RedisServer } from '../../launcher/redis.ts';
import { insertBoxed, insertShop } from '../support/house/rows.ts';
import { placed } from '../support/pages/orders.ts';
import { freshDatabase, type TestDatabase } from '../support/house/postgres.ts';
import { send, startTestServer } from '../support/house/server.ts';
import {
	allDone,
	killWorkers,
	spawnWorker,
	startMailDouble,
	timersOf,
	type MailDouble
} from '../support/house/workers.ts';

let home: string;
let redis: RedisServer;
let database: TestDatabase;
let pool: Pool;
let mail: MailDouble;

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'passe-plat-workers-'));
	redis = await start();
	database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 10 });
	await pool.query('update stock set quantity = 1000000');
	await timersOf(pool, 'gare', { remind: 900, escalate: 901, lapse: 902 });
	mail = await startMailDouble();
});
afterAll(async () => {
	await pool.end();
	await mail.close();
	await redis.stop();
	rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
	await pool.query('delete from outbox');
	// Left by a worker that a test has killed.
	await pool.query('delete from process_warning');
	mail.mails.length = 0;
	mail.onMail = () => {};
});
afterEach(killWorkers);

/** A separate Redis for this file, always at the same address, because it is flushed and killed. */
async function start(): Promise<RedisServer> {
	const server = await startRedis({ dataDir: home });
	if (!server) throw new Error('no redis-server on PATH');
	return server;
}

function spawn(more: NodeJS.ProcessEnv = {}) {
	return spawnWorker({
		DATABASE_URL: database.url,
		REDIS_URL: redis.url,
		SMTP_URL: mail.url,
		...more
	});
}

async function placeMany(count: number): Promise<void> {
	for (let made = 0; made < count; made++) await placed(pool);
}

async function command(...words: string[]): Promise<void> {
	const client = await createClient({ url: redis.url }).connect();
	await client.sendCommand(words);
	client.destroy();
}

const letters = () => new Set(mail.mails.map(({ messageId }) => messageId)).size;

describe('Redis', () => {
	test('flushed in the middle of 50 jobs loses none, within 30 s, by the settings of production', async () => {
		const worker = spawn({ REQUEUE_SECONDS: '15', LOCK_MS: '6000' });
		await worker.ready;
		mail.onMail = () => sleep(100);
		await placeMany(50);
		expect(await eventually(() => mail.mails.length >= 10, 20_000)).toBe(true);
		const before = mail.mails.length;

		await command('FLUSHALL');
		await allDone(pool, 30_000);

		expect(before).toBeLessThan(50);
		expect(letters()).toBe(50);
		expect(mail.mails).toHaveLength(50);
		expect(await worker.stop()).toBe(0);
	});

	test('unreachable when a worker starts, then reachable: jobs wait in Postgres', async () => {
		await redis.stop();
		const worker = spawn();
		await worker.ready;
		await placeMany(5);
		await sleep(1500);
		expect(mail.mails).toEqual([]);

		redis = await start();
		await allDone(pool);

		expect(letters()).toBe(5);
		expect(mail.mails).toHaveLength(5);
	});

	test('killed in the middle and started again: nothing is lost or done twice', async () => {
		const worker = spawn();
		await worker.ready;
		mail.onMail = () => sleep(100);
		await placeMany(20);
		expect(await eventually(() => mail.mails.length >= 4, 20_000)).toBe(true);

		process.kill(redis.pid, 'SIGKILL');
		await waitForEnd(redis.pid, 5000);
		await placeMany(5);
		redis = await start();
		await allDone(pool);

		expect(letters()).toBe(25);
		expect(mail.mails).toHaveLength(25);
	});

	test('away while alarms fall due, then flushed: each is raised once, within 15 s of its return', async () => {
		const shop = await insertShop(pool, 'alarms');
		await pool.query(`update shop set pace = 60, pace_until = 'infinity' where id = $1`, [shop]);
		const worker = spawn();
		await worker.ready;
		const ids = await insertBoxed(pool, shop, 30);
		await redis.stop();
		await sleep(2500);
		const raised = async () => {
			const { rows } = await pool.query(
				'select order_id, kind, count(*)::int from alarm where order_id = any ($1) group by 1, 2',
				[ids]
			);
			return rows;
		};
		const during = (await raised()).length;

		redis = await start();
		await command('FLUSHALL');

		expect(await eventually(async () => (await raised()).length === 30, 15_000)).toBe(true);
		expect(during).toBeLessThan(30);
		expect(new Set((await raised()).map(({ kind, count }) => `${kind} ${count}`))).toEqual(
			new Set(['no_driver 1'])
		);
		expect(await worker.stop()).toBe(0);
	});

	test('full, so that it refuses new jobs, then not: nothing is lost', async () => {
		const worker = spawn();
		await worker.ready;
		await command('CONFIG', 'SET', 'maxmemory', '1kb');
		await placeMany(5);
		await sleep(1500);
		expect(mail.mails).toEqual([]);

		await command('CONFIG', 'SET', 'maxmemory', '0');
		await allDone(pool);

		expect(mail.mails).toHaveLength(5);
	});

	test('with an eviction policy is refused in production, and reported elsewhere', async () => {
		await command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
		try {
			const production = spawn({ NODE_ENV: 'production' });
			expect(await production.ended).toBe(1);
			expect(production.lines.join()).toMatch(/maxmemory-policy allkeys-lru.*noeviction/);

			const other = spawn();
			await other.ready;
			expect(other.lines.join()).toContain('maxmemory-policy allkeys-lru');
		} finally {
			await command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
		}
	});

	test.each(['production', 'test'])(
		'that evicts keys while a worker runs (%s) is reported within seconds, and the end of it too',
		async (mode) => {
			const workerPort = await freePort();
			const worker = spawn({ NODE_ENV: mode, WORKER_PORT: String(workerPort) });
			const server = await startTestServer({ databaseUrl: database.url });
			const warnings = async () =>
				(await server.call<{ warnings: HouseFault[] }>('GET', '/readyz')).body.warnings;
			const has = async (url: string, line: string) =>
				(await send<string>(`${url}/metrics`, 'GET')).body.includes(`${line}\n`);
			const isTold = async (told: boolean) =>
				(await warnings()).some(({ part }) => part === 'redis') === told &&
				(await has(`http://127.0.0.1:${workerPort}`, `worker_redis_evicts ${told ? 1 : 0}`)) &&
				(await has(server.url, `house_warning{part="redis"} ${told ? 1 : 0}`));
			try {
				await worker.ready;
				expect(await isTold(false)).toBe(true);

				await command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
				expect(await eventually(() => isTold(true), 15_000, 200)).toBe(true);
				expect((await warnings())[0]?.message).toContain('maxmemory-policy allkeys-lru');
				expect(worker.lines.join()).toContain('maxmemory-policy allkeys-lru');

				await command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
				expect(await eventually(() => isTold(false), 15_000, 200)).toBe(true);
				expect(worker.lines.join()).toContain('throws no jobs away any more');
				expect(await worker.stop()).toBe(0);
			} finally {
				await command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
				await server.close();
			}
		}
	);
});
