import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { placed } from '../support/pages/orders.ts';
import { freshDatabase, type TestDatabase } from '../support/house/postgres.ts';
import { flushRedis, redisUrl } from '../support/house/redis.ts';
import {
	aContext,
	allDone,
	killWorkers,
	spawnWorker,
	startLocalWorker,
	startMailDouble,
	timersOf,
	type MailDouble
} from '../support/house/workers.ts';

/**
 * Several mechanisms recover a lost job, and each can hide a failure of the others: requeueing the
 * row, expiry of the lock, the next attempt. Here each is tested alone, with the others minutes
 * away.
 */
const MINUTES = { requeueSeconds: 300, lockMs: 60_000 };

let database: TestDatabase;
let pool: Pool;
let mail: MailDouble;

beforeAll(async () => {
	database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 10 });
	mail = await startMailDouble();
	await pool.query('update stock set quantity = 1000000');
	await pool.query(`update shop set dispatch_mode = 'off'`);
	await timersOf(pool, 'gare', { remind: 900, escalate: 901, lapse: 902 });
});
beforeEach(async () => {
	// A worker that looks for stalled jobs keeps others from doing so for the length of its own lock.
	await flushRedis();
	await pool.query('delete from outbox');
	mail.mails.length = 0;
	mail.onMail = () => {};
});
afterEach(killWorkers);
afterAll(async () => {
	await pool.end();
	await mail.close();
});

const place = () => ({ databaseUrl: database.url, redisUrl: redisUrl() });

test('a job lost by its queue is queued again', async () => {
	await placed(pool);
	// As after a flush of Redis: the row is marked as queued, but no queue has it.
	await pool.query('update outbox set queued_at = clock_timestamp() where run_at < now()');
	const worker = await startLocalWorker(aContext(pool, mail.url), place(), {
		...MINUTES,
		requeueSeconds: 1
	});

	await allDone(pool, 8000).finally(() => worker.close());

	expect(mail.mails).toHaveLength(1);
});

test('a job of a killed worker is run again after its lock has expired', async () => {
	const spawn = (more: NodeJS.ProcessEnv = {}) =>
		spawnWorker({
			DATABASE_URL: database.url,
			REDIS_URL: redisUrl(),
			SMTP_URL: mail.url,
			REQUEUE_SECONDS: '300',
			LOCK_MS: '1000',
			...more
		});
	const dying = spawn({ CRASH_POINT: 'before-mail' });
	await dying.ready;
	await placed(pool);
	expect(await dying.ended).toBe('SIGKILL');
	const second = spawn();
	await second.ready;

	await allDone(pool, 15_000);

	expect(mail.mails).toHaveLength(1);
	expect(await second.stop()).toBe(0);
});

test('a failed job is retried by its own queue', async () => {
	let knocks = 0;
	mail.onMail = () => {
		knocks += 1;
		if (knocks === 1) throw Object.assign(new Error('greylisted'), { responseCode: 451 });
	};
	await placed(pool);
	const worker = await startLocalWorker(aContext(pool, mail.url), place(), MINUTES);

	await allDone(pool, 15_000).finally(() => worker.close());

	expect(knocks).toBe(2);
	expect(mail.mails).toHaveLength(1);
});
