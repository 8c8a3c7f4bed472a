import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Action } from '#domain/order/lifecycle.ts';
import { planItem } from '../../db/plumbing/jobs.ts';
import { setShift } from '../../db/commands/shift.ts';
import { advance } from '../../db/commands/advance.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { orderById, statesOfDriver } from '../../db/reads/order-states.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import type { WorkerContext } from '../../workers/context.ts';
import { RetryLater } from '../../workers/retry-later.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { aContext, drain, dueNow } from '../support/house/workers.ts';

/** A manual assignment overrides the planner's proposal. */

const [FIRST, SECOND] = ['livreur1-gare', 'livreur2-gare'] as const;
/** Below Postgres' deadlock_timeout: a slower query has run into a deadlock. */
const NO_DEADLOCK_MS = 900;

let pool: Pool;
let ctx: WorkerContext;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 20 });
	ctx = aContext(pool);
	await pool.query(
		`update shop set dispatch_mode = 'suggest', offer_seconds = 30 where id = 'gare'`
	);
	await pool.query('update stock set quantity = 1000000');
	for (const driverId of [FIRST, SECOND]) await setShift(pool, { driverId, on: true });
});
afterAll(() => pool.end());

beforeEach(async () => {
	await pool.query(
		`update orders set status = 'cancelled' where status in ('accepted', 'making', 'in_oven', 'boxed')`
	);
	await pool.query('delete from outbox');
});

interface Offered {
	id: string;
	run: string;
	driver: string;
	other: string;
}

/** A boxed order that the planner has just offered to one of the two drivers. */
async function offered(): Promise<Offered> {
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	await plan();
	const [run] = await runsOf(order.id);
	if (run?.status !== 'offered') throw new Error(`not offered: ${JSON.stringify(run)}`);
	const other = run.driver === FIRST ? SECOND : FIRST;
	return { id: order.id, run: run.id, driver: run.driver, other };
}

let plans = 0;
async function plan(): Promise<void> {
	await inTransaction(pool, 'worker', (tx) =>
		outbox.add(tx, [planItem('gare', `test-${plans++}`)])
	);
	await drain(ctx);
}

async function runsOf(orderId: string) {
	const { rows } = await pool.query<{ id: string; driver: string; status: string }>(
		`select r.id, r.driver_id as driver, r.status from stop s join run r on r.id = s.run_id
			where s.order_id = $1 order by r.offered_at`,
		[orderId]
	);
	return rows;
}

async function versionOf(orderId: string): Promise<number> {
	const { rows } = await pool.query<{ version: number }>(
		'select version::int from orders where id = $1',
		[orderId]
	);
	return rows[0]?.version ?? 0;
}

async function actionsOf(orderId: string): Promise<string[]> {
	const { rows } = await pool.query<{ action: string }>(
		'select action from shop_log where subject_id = $1 order by version',
		[orderId]
	);
	return rows.map(({ action }) => action);
}

const give = (orderId: string, driverId: string, version?: number) =>
	assign(pool, { orderId, driverId, version, actor: 'staff:responsable-gare' });
const reply = ({ run, driver }: Offered, accept = true) =>
	answerOffer(pool, { runId: run, driverId: driver, accept });
const codeOf = (result: { ok: true } | { ok: false; fault: { code: string } }) =>
	result.ok ? 'ok' : result.fault.code;

async function broken(): Promise<number> {
	const { rowCount } = await pool.query(
		`select 1 from run where status in ('offered', 'accepted', 'out')
			and not exists (select from stop where run_id = run.id and outcome is null)
		union all select 1 from stop join run on run.id = run_id
			where outcome is null and status in ('declined', 'expired', 'cancelled', 'done')`
	);
	return rowCount ?? 0;
}

test('assigned to another driver: the offer is cancelled at once, and its timer does nothing', async () => {
	const offer = await offered();

	const given = await give(offer.id, offer.other);
	const late = await reply(offer);
	await dueNow(pool, 'offer.expire');
	await drain(ctx);

	expect(codeOf(given)).toBe('ok');
	expect(codeOf(late)).toBe('offer_gone');
	expect(await runsOf(offer.id)).toMatchObject([
		{ driver: offer.driver, status: 'cancelled' },
		{ driver: offer.other, status: 'accepted' }
	]);
	expect((await actionsOf(offer.id)).slice(-2)).toEqual(['run_withdrawn', 'assign']);
	expect(await broken()).toBe(0);
});

test('assigned to the driver who has the offer: accepted without an answer', async () => {
	const offer = await offered();

	expect(codeOf(await give(offer.id, offer.driver))).toBe('ok');
	expect((await runsOf(offer.id)).map(({ status }) => status)).toEqual(['cancelled', 'accepted']);
	expect(await broken()).toBe(0);
});

test('assigned to a driver with an offer for another order: that order is planned again', async () => {
	const offer = await offered();
	const { order } = await placed(pool);
	await cooked(pool, order.id, 'accept');

	const given = await give(order.id, offer.driver);
	await drain(ctx);

	expect(codeOf(given)).toBe('ok');
	expect(await runsOf(order.id)).toMatchObject([{ driver: offer.driver, status: 'accepted' }]);
	expect(await runsOf(offer.id)).toMatchObject([
		{ driver: offer.driver, status: 'cancelled' },
		{ driver: offer.other, status: 'offered' }
	]);
});

test('a refused assignment leaves the offer unchanged', async () => {
	const offer = await offered();

	const off = await give(offer.id, 'livreur3-gare');

	expect(codeOf(off)).toBe('driver_off');
	expect(await runsOf(offer.id)).toMatchObject([{ driver: offer.driver, status: 'offered' }]);
});

test('a manager who has not seen the offer can assign; one who missed other changes is refused', async () => {
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	const seen = await versionOf(order.id);
	await plan();
	const [offer] = await runsOf(order.id);
	const wish = {
		orderId: order.id,
		kinds: ['cook'],
		actor: 'staff:cuisine-gare'
	} as const;
	const ahead = await give(order.id, SECOND, (await versionOf(order.id)) + 1);
	await advance(pool, { ...wish, action: 'recall' });
	const late = await give(order.id, SECOND, seen);
	await advance(pool, { ...wish, action: 'box' });
	const second = await offered();
	const inTime = await give(second.id, second.other, (await versionOf(second.id)) - 1);

	expect(offer?.status).toBe('offered');
	expect([codeOf(ahead), codeOf(late)]).toEqual(['stale_version', 'stale_version']);
	expect(codeOf(inTime)).toBe('ok');
});

test('a driver’s acceptance and a manual assignment at once: one succeeds, both are notified', async () => {
	const seen = new Set<string>();
	let slowest = 0;
	for (let i = 0; i < 40; i++) {
		const offer = await offered();
		const from = performance.now();
		const turns = [
			async () => codeOf(await give(offer.id, offer.other)),
			async () => codeOf(await reply(offer))
		];
		// Both get to start first equally often.
		const codes = await Promise.all((i % 2 ? turns : turns.toReversed()).map((turn) => turn()));
		slowest = Math.max(slowest, performance.now() - from);

		const outcome = (i % 2 ? codes : codes.toReversed()).join(' ');
		seen.add(outcome);
		const held = (await runsOf(offer.id)).filter(({ status }) => status === 'accepted');
		expect(held.map(({ driver }) => driver)).toEqual([
			outcome === 'ok offer_gone' ? offer.other : offer.driver
		]);
		expect(await broken()).toBe(0);
		await pool.query(`update orders set status = 'cancelled' where id = $1`, [offer.id]);
	}

	expect([...seen].sort()).toEqual(['already_assigned ok', 'ok offer_gone']);
	expect(slowest).toBeLessThan(NO_DEADLOCK_MS);
});

/** A planner whose input changed while it planned reports it, and its job is retried later. */
const drainInRace = () =>
	drain(ctx).catch((error: unknown) => {
		if (!(error instanceof RetryLater)) throw error;
	});

test('two managers and the end of the offer at once: one driver, the other manager is refused', async () => {
	let slowest = 0;
	for (let i = 0; i < 20; i++) {
		const offer = await offered();
		await pool.query(`update run set expires_at = now() where id = $1`, [offer.run]);
		await dueNow(pool, 'offer.expire');
		const from = performance.now();
		const [first, second] = await Promise.all([
			give(offer.id, FIRST),
			give(offer.id, SECOND),
			drainInRace()
		]);
		slowest = Math.max(slowest, performance.now() - from);

		expect([codeOf(first), codeOf(second)].sort()).toEqual(['already_assigned', 'ok']);
		const held = (await runsOf(offer.id)).filter(({ status }) => status === 'accepted');
		expect(held.map(({ driver }) => driver)).toEqual([first.ok ? FIRST : SECOND]);
		expect(await broken()).toBe(0);
		await pool.query(`update orders set status = 'cancelled' where id = $1`, [offer.id]);
	}
	expect(slowest).toBeLessThan(3 * NO_DEADLOCK_MS);
});

test('a manager and the planner at once: the manager’s driver gets the order', async () => {
	for (let i = 0; i < 20; i++) {
		const { order } = await placed(pool);
		await cooked(pool, order.id);
		await inTransaction(pool, 'worker', (tx) => outbox.add(tx, [planItem('gare', `race-${i}`)]));
		const [given] = await Promise.all([give(order.id, SECOND), drainInRace()]);

		expect(codeOf(given)).toBe('ok');
		const held = (await runsOf(order.id)).filter(({ status }) => status === 'accepted');
		expect(held.map(({ driver }) => driver)).toEqual([SECOND]);
		expect(await broken()).toBe(0);
		await pool.query(`update orders set status = 'cancelled' where id = $1`, [order.id]);
	}
});

test('a failed delivery stays with its driver until it is returned, then has no driver', async () => {
	const offer = await offered();
	const actor = `staff:${offer.driver}` as const;
	const step = (action: Action) =>
		advance(pool, { orderId: offer.id, action, kinds: ['driver'], actor });
	const inBag = async () =>
		(await statesOfDriver(pool, offer.driver))?.orders.map(({ id, status }) => [id, status]);
	await reply(offer);
	for (const action of ['pick_up', 'arrive', 'fail'] as const) await step(action);
	const before = await inBag();
	await step('return');
	const back = await orderById(pool, offer.id);
	const after = await inBag();
	const again = await give(offer.id, offer.driver);

	expect(before).toEqual([[offer.id, 'failed']]);
	expect(after).toEqual([]);
	expect(back).toMatchObject({ status: 'boxed', stop: null });
	expect(codeOf(again)).toBe('ok');
	expect(await inBag()).toEqual([[offer.id, 'boxed']]);
});
