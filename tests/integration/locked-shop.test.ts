import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { eventually } from '../../launcher/os.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import {
	startTestServer,
	type Answer,
	type Fault,
	type TestServer
} from '../support/house/server.ts';
import { aContext, dueNow, startLocalWorker } from '../support/house/workers.ts';

/** Longest accepted response time, with a second for a busy machine. */
const ANSWER_MS = 6000;

/** A transaction left open in psql after it changed one order of a shop. */
async function leaveOpen(databaseUrl: string, shop: string) {
	const client = new pg.Client({ connectionString: databaseUrl });
	client.on('error', () => {});
	await client.connect();
	await client.query('begin');
	const { rowCount } = await client.query(
		`update orders set quote_to = clock_timestamp() where id = (select id from orders where shop_id = $1 limit 1)`,
		[shop]
	);
	expect(rowCount).toBe(1);
	return {
		async end() {
			await client.query('rollback');
			await client.end();
		}
	};
}

interface Timed {
	answer: Answer<Fault>;
	ms: number;
}

async function timed(call: Promise<Answer<Fault>>): Promise<Timed> {
	const begin = performance.now();
	const answer = await call;
	return { answer, ms: performance.now() - begin };
}

describe('a transaction left open in one shop', () => {
	let server: TestServer;
	let open: Awaited<ReturnType<typeof leaveOpen>> | undefined;

	beforeAll(async () => {
		server = await startTestServer({ now: () => Date.parse('2026-11-20T19:00:00+01:00') });
	});
	afterEach(async () => {
		await open?.end();
		open = undefined;
	});
	afterAll(() => server.close());

	test('blocks only that shop, whose requests are refused with a message in time', async () => {
		const cook = await server.signIn('cuisine.halles');
		const cookOfGare = await server.signIn('cuisine.gare');
		const locked = (await server.placeOrder()).order;
		const waiting = await Promise.all(Array.from({ length: 6 }, () => server.placeOrder()));
		open = await leaveOpen(server.databaseUrl, 'gare');

		const stop = new AbortController();
		const place = (shop: string) =>
			server.call<Fault>('POST', '/api/orders', {
				body: {
					shop,
					fulfilment: 'collection',
					customer: { name: 'Zoé Canari', phone: '06 39 98 12 34' },
					lines: [{ product: 'margherita', size: 'm', quantity: 1 }]
				},
				headers: { 'idempotency-key': crypto.randomUUID() }
			});
		const blocked: Promise<Timed>[] = [];
		// Twice the connections of the pool, all the time.
		const customers = Array.from({ length: 20 }, async (_, index) => {
			while (!stop.signal.aborted) {
				const order = waiting[index % waiting.length]?.order.id ?? locked.id;
				const call = index % 2 === 0 ? place('gare') : server.act(cookOfGare, order, 'accept');
				blocked.push(timed(call as Promise<Answer<Fault>>));
				await blocked.at(-1);
			}
		});
		await sleep(300);

		const others: number[] = [];
		for (let n = 0; n < 25; n++) {
			const placed = await place('halles');
			others.push(placed.status);
			const { order } = placed.body as unknown as { order: { id: string } };
			for (const step of ['accept', 'start'] as const)
				others.push((await server.act(cook, order.id, step)).status);
		}
		stop.abort();
		const answers = await Promise.all(blocked);
		await Promise.all(customers);

		expect(others).toEqual(Array.from({ length: 25 }, () => [201, 200, 200]).flat());
		expect(answers.length).toBeGreaterThanOrEqual(20);
		expect([...new Set(answers.map(({ answer }) => answer.status))]).toEqual([503]);
		for (const { answer } of answers) {
			expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
			expect(answer.body.error.message).not.toBe('');
		}
		expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(ANSWER_MS);

		await open.end();
		open = undefined;
		const again = await place('gare');
		expect(again.status).toBe(201);
		const { rows } = await server.db.query<{ shop: string; orders: number; seqs: boolean }>(
			`select o.shop_id as shop, count(*)::int as orders,
				(select count(*) = max(seq) from shop_log l where l.shop_id = o.shop_id) as seqs
			from orders o group by 1 order by 1`
		);
		expect(rows).toEqual([
			{ shop: 'gare', orders: 8, seqs: true },
			{ shop: 'halles', orders: 25, seqs: true }
		]);
	});
});

describe('the jobs of a locked shop', () => {
	let pool: Pool;
	let databaseUrl: string;

	beforeAll(async () => {
		databaseUrl = (await freshDatabase()).url;
		pool = createPool(databaseUrl, { name: 'test-jobs' });
	});
	afterAll(() => pool.end());

	test('do not delay those of another shop', async () => {
		const server = await startTestServer({
			databaseUrl,
			now: () => Date.parse('2026-11-20T19:00:00+01:00')
		});
		for (let n = 0; n < 12; n++) await server.placeOrder();
		await server.placeOrder({ shop: 'halles' });
		await server.close();
		// Only one kind of job, so that all of them are in one queue.
		await pool.query(`update outbox set done_at = now() where job <> 'accept.remind'`);
		const open = await leaveOpen(databaseUrl, 'gare');
		const workers = createPool(databaseUrl, { name: 'test-worker', max: 16 });
		const alerts = async () => {
			const { rows } = await pool.query<{ shop: string; raised: number }>(
				`select shop_id as shop, count(*)::int as raised from orders
				where alert = 'not_accepted' group by 1 order by 1`
			);
			return rows;
		};
		await dueNow(pool, 'accept.remind');
		// The locked shop's jobs come first.
		await pool.query(
			`update outbox set run_at = run_at - interval '1 s' where payload->>'order' in (
				select id::text from orders where shop_id = 'gare')`
		);
		const worker = await startLocalWorker(aContext(workers), { databaseUrl, redisUrl: undefined });
		try {
			const isDone = await eventually(async () => (await alerts()).length === 1, 8000, 50);
			expect(isDone, 'the job of the other shop').toBe(true);
			expect(await alerts()).toEqual([{ shop: 'halles', raised: 1 }]);
			await open.end();

			const areAll = await eventually(async () => (await alerts())[0]?.raised === 12, 20_000, 50);
			expect(areAll, 'all jobs after the lock').toBe(true);
		} finally {
			await worker.close();
			await workers.end();
		}
	});
});
