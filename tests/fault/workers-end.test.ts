import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { eventually, freePort, waitForEnd } from '../../launcher/os.ts';
import { startPostgres, type PostgresServer } from '../../launcher/postgres.ts';
import { placed } from '../support/pages/orders.ts';
import { migrateAndSeed } from '../support/house/postgres.ts';
import { redisUrl } from '../support/house/redis.ts';
import {
	allDone,
	killWorkers,
	spawnWorker,
	startMailDouble,
	timersOf,
	type MailDouble
} from '../support/house/workers.ts';

let home: string;
let postgres: PostgresServer;
let pool: Pool;
let mail: MailDouble;

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'passe-plat-workers-'));
	postgres = await startPostgres({ dataDir: home });
	await migrateAndSeed(postgres.url);
	pool = createPool(postgres.url, { name: 'test', max: 10 });
	await timersOf(pool, 'gare', { remind: 900, escalate: 901, lapse: 902 });
	mail = await startMailDouble();
});
afterAll(async () => {
	await pool.end();
	await mail.close();
	await postgres.stop();
	rmSync(home, { recursive: true, force: true });
});
afterEach(async () => {
	await killWorkers();
	mail.mails.length = 0;
	mail.onMail = () => {};
});

function spawn(more: NodeJS.ProcessEnv = {}) {
	return spawnWorker({ DATABASE_URL: postgres.url, SMTP_URL: mail.url, ...more });
}

describe.each([
	{ name: 'Redis', url: redisUrl() },
	{ name: 'Postgres', url: undefined }
])('Postgres killed under a worker with its queues on $name', ({ url }) => {
	test('is replaced, and every job is done once', async () => {
		const worker = spawn({ REDIS_URL: url });
		await worker.ready;
		mail.onMail = () => sleep(50);
		for (let made = 0; made < 15; made++) await placed(pool);
		expect(await eventually(() => mail.mails.length >= 3, 20_000)).toBe(true);

		process.kill(postgres.pid, 'SIGKILL');
		await waitForEnd(postgres.pid, 5000);
		await sleep(1000);
		postgres = await startPostgres({ dataDir: home });
		await eventually(
			() =>
				pool.query('select 1').then(
					() => true,
					() => false
				),
			10_000
		);
		await allDone(pool, 30_000);

		const { rows } = await pool.query('select count(*) as n from notice where status <> $1', [
			'sent'
		]);
		expect(rows[0].n).toBe(0);
		expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(15);
		// Mails whose transaction was aborted are sent again: at most four.
		expect(mail.mails.length).toBeLessThanOrEqual(15 + 4);
		expect(worker.lines.length).toBeLessThan(200);
		expect(await worker.stop()).toBe(0);
	});
});

describe('a worker', () => {
	test('closes in order: running jobs finish, the others stay queued', async () => {
		const worker = spawn();
		await worker.ready;
		mail.onMail = () => sleep(1000);
		for (let made = 0; made < 12; made++) await placed(pool);
		expect(await eventually(() => mail.mails.length >= 1, 20_000)).toBe(true);

		expect(await worker.stop()).toBe(0);

		const { rows } = await pool.query(
			`select count(*) filter (where done_at is not null) as done from outbox
				where job = 'notice.send' and run_at > now() - interval '1 minute' and queued_at is not null
				and payload->>'order' in (select id::text from orders order by placed_at desc limit 12)`
		);
		expect(rows[0].done).toBe(mail.mails.length);
		expect(mail.mails.length).toBeLessThan(12);
		const next = spawn();
		await next.ready;
		mail.onMail = () => {};
		await allDone(pool);
		expect(mail.mails).toHaveLength(12);
	});

	test('ends when its parent process has ended', async () => {
		const worker = spawn();
		await worker.ready;

		worker.disconnect();

		expect(await worker.ended).toBe(0);
	});

	test('prints all faults of its configuration at once', async () => {
		const worker = spawn({
			NODE_ENV: 'production',
			APP_SECRET: '',
			DATABASE_URL: '',
			LOCK_MS: '3',
			CRASH_POINT: 'after-add'
		});

		expect(await worker.ended).toBe(1);
		const words = worker.lines.join('\n');
		for (const name of ['APP_SECRET', 'DATABASE_URL', 'LOCK_MS', 'CRASH_POINT'])
			expect(words).toContain(name);
	});

	test('serves its health and its metrics on the given port', async () => {
		const port = await freePort();
		const worker = spawn({ WORKER_PORT: String(port) });
		await worker.ready;
		await placed(pool);
		await allDone(pool);

		const health = await fetch(`http://127.0.0.1:${port}/healthz`);
		const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

		expect(health.status).toBe(200);
		expect(await metrics()).toMatch(
			/worker_job_seconds_count\{queue="notices",outcome="done"\} [1-9]/
		);
		// An alarm of the order may be due by now, for a moment.
		await expect.poll(metrics, { timeout: 15_000 }).toContain('outbox_rows{state="due"} 0');
	});
});
