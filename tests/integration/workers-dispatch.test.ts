import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setShift } from '../../db/commands/shift.ts';
import { planItem } from '../../db/plumbing/jobs.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import type { WorkerContext } from '../../workers/context.ts';
import { RetryLater } from '../../workers/retry-later.ts';
import { processJob } from '../../workers/process.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { redisUrl } from '../support/house/redis.ts';
import { aContext, allDone, drain, dueNow, startLocalWorker } from '../support/house/workers.ts';

const [FIRST, SECOND] = ['livreur1-gare', 'livreur2-gare'] as const;

let pool: Pool;
let ctx: WorkerContext;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 20 });
	ctx = aContext(pool);
});
afterAll(() => pool.end());

/** Every test starts without drivers on shift and without open orders. */
beforeEach(async () => {
	await pool.query(
		`update run set status = 'cancelled' where status in ('offered', 'accepted', 'out')`
	);
	await pool.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
	await pool.query('update shift set ended_at = now() where ended_at is null');
	await pool.query(
		`update orders set status = 'cancelled' where status in ('placed', 'accepted', 'making', 'in_oven', 'boxed')`
	);
	await pool.query('delete from outbox');
});

async function mode(wanted: 'off' | 'suggest' | 'auto'): Promise<void> {
	await pool.query(`update shop set dispatch_mode = $1, offer_seconds = 30 where id = 'gare'`, [
		wanted
	]);
}

async function shift(...ids: string[]): Promise<void> {
	for (const driverId of ids) await setShift(pool, { driverId, on: true });
}

async function boxed(): Promise<string> {
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	return order.id;
}

async function runsOf(orderId: string) {
	const { rows } = await pool.query<{ id: string; driver: string; status: string }>(
		`select r.id, r.driver_id as driver, r.status from stop s join run r on r.id = s.run_id
			where s.order_id = $1 order by r.offered_at`,
		[orderId]
	);
	return rows;
}

async function alertOf(orderId: string): Promise<string | null> {
	const { rows } = await pool.query('select alert from orders where id = $1', [orderId]);
	return rows[0].alert;
}

describe('automatic dispatch', () => {
	test('is off in a shop with manual dispatch', async () => {
		await mode('off');
		await shift(FIRST);
		const id = await boxed();
		await drain(ctx);

		expect(await runsOf(id)).toEqual([]);
		expect(await alertOf(id)).toBeNull();
	});

	test('assigns at once in a shop with automatic assignment', async () => {
		await mode('auto');
		await shift(FIRST);
		const id = await boxed();
		await drain(ctx);

		expect(await runsOf(id)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
	});

	test('proposes with reasons, and after a decline asks the next driver', async () => {
		await mode('suggest');
		await shift(FIRST, SECOND);
		const id = await boxed();
		await drain(ctx);
		const [offered] = await runsOf(id);
		expect(offered).toMatchObject({ driver: FIRST, status: 'offered' });
		const { rows } = await pool.query('select reasons from run where id = $1', [offered?.id]);
		expect(rows[0].reasons[0]).toEqual({ fr: 'À la pizzeria', en: 'At the shop' });

		await answerOffer(pool, { runId: offered?.id ?? '', driverId: FIRST, accept: false });
		await drain(ctx);

		expect(await runsOf(id)).toMatchObject([
			{ driver: FIRST, status: 'declined' },
			{ driver: SECOND, status: 'offered' }
		]);

		const last = (await runsOf(id)).at(-1);
		await answerOffer(pool, { runId: last?.id ?? '', driverId: SECOND, accept: false });
		await drain(ctx);
		expect(await runsOf(id)).toHaveLength(2);
		expect(await alertOf(id)).toBe('no_driver');
	});

	test('an unanswered offer expires and goes to the next driver', async () => {
		await mode('suggest');
		await pool.query(`update shop set offer_seconds = 1 where id = 'gare'`);
		await shift(FIRST, SECOND);
		const id = await boxed();
		await drain(ctx);
		expect(await runsOf(id)).toMatchObject([{ driver: FIRST, status: 'offered' }]);

		await new Promise((resolve) => setTimeout(resolve, 1100));
		await drain(ctx);

		expect(await runsOf(id)).toMatchObject([
			{ driver: FIRST, status: 'expired' },
			{ driver: SECOND, status: 'offered' }
		]);
	});

	test('an accepted offer does not expire', async () => {
		await mode('suggest');
		await shift(FIRST);
		const id = await boxed();
		await drain(ctx);
		const [offered] = await runsOf(id);
		await answerOffer(pool, { runId: offered?.id ?? '', driverId: FIRST, accept: true });

		await pool.query(`update run set expires_at = now() - interval '1 s' where id = $1`, [
			offered?.id
		]);
		await dueNow(pool, 'offer.expire');
		await drain(ctx);

		expect(await runsOf(id)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
	});

	test('reports that no driver is free, and clears it when one starts', async () => {
		await mode('auto');
		const id = await boxed();
		await drain(ctx);
		expect(await alertOf(id)).toBe('no_driver');

		await shift(FIRST);
		await drain(ctx);

		expect(await alertOf(id)).toBeNull();
		expect(await runsOf(id)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
	});

	test('plans again within a minute for an order without a driver', async () => {
		await mode('auto');
		const id = await boxed();
		await drain(ctx);
		await pool.query(`insert into shift (driver_id, shop_id) values ($1, 'gare')`, [SECOND]);
		const { rows } = await pool.query(
			`select extract(epoch from run_at - now())::float8 as wait from outbox
				where job = 'dispatch.plan' and done_at is null`
		);
		expect(rows).toHaveLength(1);
		expect(rows[0].wait).toBeLessThanOrEqual(60);

		await dueNow(pool, 'dispatch.plan');
		await drain(ctx);

		expect(await runsOf(id)).toMatchObject([{ driver: SECOND, status: 'accepted' }]);
	});

	test('one run for three orders of one door, with any number of planners', async () => {
		await mode('auto');
		await shift(FIRST, SECOND);
		const ids = [await boxed(), await boxed(), await boxed()];
		for (let plans = 0; plans < 20; plans++)
			await inTransaction(pool, 'worker', (tx) =>
				outbox.add(tx, [planItem('gare', `race-${plans}`)])
			);
		const planners = await outbox.takeDue(pool, 100, 300);
		const process = async ({ id, queue }: outbox.OutboxRow): Promise<unknown> =>
			processJob(ctx, { id, queue, isLast: false }).catch((error: unknown) => {
				if (!(error instanceof RetryLater)) throw error;
				return sleep(20).then(() => process({ id, queue } as outbox.OutboxRow));
			});
		await Promise.all(planners.map(process));

		const runs = (await Promise.all(ids.map(runsOf))).flat();
		expect(runs).toHaveLength(3);
		expect(new Set(runs.map((run) => run.id)).size).toBe(1);
	});

	test('queued plans run as one or two, and mark every order at once', async () => {
		await mode('suggest');
		const ids = [];
		for (let bags = 0; bags < 8; bags++) ids.push(await boxed());
		await pool.query(`update outbox set done_at = now() where job <> 'dispatch.plan'`);
		await inTransaction(pool, 'worker', async (tx) => {
			const plans = Array.from({ length: 200 }, (_, n) => planItem('gare', `pile-${n}`));
			await outbox.add(tx, [...plans, planItem('halles', 'other')]);
		});
		const worker = await startLocalWorker(ctx, {
			databaseUrl: ctx.pool.options.connectionString ?? '',
			redisUrl: redisUrl()
		});
		try {
			await allDone(pool, 60_000);
		} finally {
			await worker.close();
		}

		const ran = worker.outcomes.filter(({ outcome }) => outcome === 'done');
		// One per shop, plus one for each that was being taken at the same time.
		expect(ran.length).toBeLessThanOrEqual(6);
		expect(await Promise.all(ids.map(alertOf))).toEqual(ids.map(() => 'no_driver'));
		const { rows } = await pool.query(
			`select count(*)::int as failed from outbox where failed_at is not null or done_at is null
				and run_at <= now()`
		);
		expect(rows).toEqual([{ failed: 0 }]);
	});

	test('a locked order does not prevent others from being marked', async () => {
		await mode('suggest');
		const [locked = '', ...ids] = [await boxed(), await boxed(), await boxed()];
		const held = await pool.connect();
		try {
			await held.query('begin');
			await held.query('select from orders where id = $1 for no key update', [locked]);
			await inTransaction(pool, 'worker', (tx) =>
				outbox.add(tx, [planItem('gare', 'with-a-lock')])
			);
			await drain(ctx);
		} finally {
			await held.query('rollback');
			held.release();
		}

		expect(await Promise.all(ids.map(alertOf))).toEqual(['no_driver', 'no_driver']);
		expect(await alertOf(locked)).toBeNull();

		await dueNow(pool, 'dispatch.plan');
		await drain(ctx);

		expect(await alertOf(locked)).toBe('no_driver');
	});

	test('a manual assignment is kept', async () => {
		await mode('auto');
		await shift(FIRST, SECOND);
		const { order } = await placed(pool);
		await cooked(pool, order.id, 'accept');
		await assign(pool, {
			orderId: order.id,
			driverId: SECOND,
			actor: 'staff:responsable-gare'
		});
		await inTransaction(pool, 'worker', (tx) => outbox.add(tx, [planItem('gare', 'after-hand')]));
		await drain(ctx);

		expect(await runsOf(order.id)).toMatchObject([{ driver: SECOND, status: 'accepted' }]);
	});
});
