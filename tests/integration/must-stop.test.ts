import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { change } from '../../db/commands/change.ts';
import { setShift } from '../../db/commands/shift.ts';
import { advance } from '../../db/commands/advance.ts';
import { collect } from '../../db/commands/collect.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { latestOf, record } from '../../db/tables/positions.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { orderById, statesOfDriver } from '../../db/reads/order-states.ts';
import { orderOfToken } from '../../db/tables/tracking.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { aLine, cooked, placed, doorFields } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { aContext, drain, dueNow } from '../support/house/workers.ts';

const DRIVER = 'livreur1-gare';
const boss = { kinds: ['manager'], actor: 'staff:responsable-gare' } as const;
const ride = { kinds: ['driver'], actor: `staff:${DRIVER}` } as const;

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 10 });
	await pool.query('update stock set quantity = 1000000');
});
afterAll(() => pool.end());

beforeEach(async () => {
	await pool.query(`update shop set dispatch_mode = 'off', offer_seconds = 30`);
	await pool.query('delete from outbox');
});

const count = async (text: string, values: unknown[] = []) =>
	(await pool.query(text, values)).rowCount;
const codeOf = (result: { ok: boolean; fault?: { code: string } }) =>
	result.ok ? 'ok' : result.fault?.code;
const shift = (on: boolean) => setShift(pool, { driverId: DRIVER, on });

async function delivered(): Promise<string> {
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	await assign(pool, { orderId: order.id, driverId: DRIVER, actor: boss.actor });
	for (const action of ['pick_up', 'arrive', 'deliver'] as const) {
		const moved = await advance(pool, {
			orderId: order.id,
			action,
			...ride,
			...doorFields(action)
		});
		if (!moved.ok) throw new Error(moved.fault.code);
	}
	return order.id;
}

async function offered(): Promise<{ order: string; run: string }> {
	await pool.query(`update shop set dispatch_mode = 'suggest' where id = 'gare'`);
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	await drain(aContext(pool));
	const { rows } = await pool.query<{ id: string }>(
		`select r.id from run r join stop s on s.run_id = r.id
			where s.order_id = $1 and r.status = 'offered'`,
		[order.id]
	);
	return { order: order.id, run: rows[0]?.id ?? '' };
}

const runStatus = async (run: string) =>
	(await pool.query<{ status: string }>('select status from run where id = $1', [run])).rows[0]
		?.status;

describe('after an order’s end', () => {
	test('its timers do nothing', async () => {
		const { order } = await placed(pool);
		await advance(pool, { orderId: order.id, action: 'cancel', ...boss, reason: 'doublon' });
		const before = await orderById(pool, order.id);

		for (const job of ['display.check', 'accept.remind', 'accept.escalate', 'accept.lapse'])
			await dueNow(pool, job, order.id);
		await drain(aContext(pool));

		expect(await orderById(pool, order.id)).toEqual(before);
		expect(before).toMatchObject({ status: 'cancelled', alert: null, reason: 'doublon' });
	});

	test('its tracking link expires a day later, even if it was promised for next week', async () => {
		const { order, token } = await placed(pool);
		await pool.query(
			`update tracking set expires_at = now() + interval '8 days' where order_id = $1`,
			[order.id]
		);

		await advance(pool, { orderId: order.id, action: 'refuse', ...boss, reason: 'fermé' });

		const { rows } = await pool.query<{ hours: number }>(
			`select extract(epoch from expires_at - now())::float8 / 3600 as hours from tracking
				where order_id = $1`,
			[order.id]
		);
		expect(rows[0]?.hours).toBeCloseTo(24, 1);
		await pool.query(`update tracking set expires_at = now() where order_id = $1`, [order.id]);
		expect(await orderOfToken(pool, token)).toBeUndefined();
	});

	test('a changed order uses exactly the stock that it needs now', async () => {
		const held = async (id: string) =>
			(
				await pool.query<{ ingredient_id: string; held: number }>(
					`select ingredient_id, -sum(delta)::int as held from stock_movement where order_id = $1
						group by 1 having sum(delta) <> 0 order by 1`,
					[id]
				)
			).rows;
		const lines = [aLine({ quantity: 3 }), aLine({ product: 'reine' })];
		const direct = (await placed(pool, { lines })).order.id;
		const changed = (await placed(pool, { lines: [aLine({ quantity: 2 })] })).order.id;

		expect(codeOf(await change(pool, { orderId: changed, lines }))).toBe('ok');

		expect(await held(changed)).toEqual(await held(direct));
		expect((await held(direct)).length).toBeGreaterThan(2);
	});
});

describe('an open offer', () => {
	beforeEach(async () => {
		await shift(true);
	});

	test('for a cancelled order is withdrawn, and a late acceptance changes nothing', async () => {
		const { order, run } = await offered();

		await advance(pool, { orderId: order, action: 'cancel', ...boss, reason: 'annulée' });
		const late = await answerOffer(pool, { runId: run, driverId: DRIVER, accept: true });
		await dueNow(pool, 'offer.expire');
		await drain(aContext(pool));

		expect(codeOf(late)).toBe('offer_gone');
		expect(await runStatus(run)).toBe('cancelled');
		expect((await statesOfDriver(pool, DRIVER))?.orders).toEqual([]);
	});

	test('that has expired cannot be accepted, even before its timer runs', async () => {
		const { run } = await offered();
		await pool.query(`update run set expires_at = now() - interval '1 s' where id = $1`, [run]);

		const late = await answerOffer(pool, { runId: run, driverId: DRIVER, accept: true });

		expect(codeOf(late)).toBe('offer_gone');
		await dueNow(pool, 'offer.expire');
		await drain(aContext(pool));
		expect(await runStatus(run)).toBe('expired');
	});
});

describe('ends with the shift', () => {
	beforeEach(async () => {
		await pool.query(
			`update run set status = 'cancelled' where status in ('offered', 'accepted', 'out')`
		);
		await pool.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
		await shift(true);
	});

	test('the latest position is deleted with the end of the shift, and later ones are not stored', async () => {
		const fix = (lat: number) =>
			new Map([[DRIVER, { lat, lng: 3.9, accuracyM: 8, at: new Date() }]]);
		const tracks = () => count('select 1 from position_history where driver_id = $1', [DRIVER]);
		await record(pool, fix(43.1));
		expect(await latestOf(pool, ['gare'])).toHaveLength(1);
		const before = await tracks();

		expect(codeOf(await shift(false))).toBe('ok');
		await record(pool, fix(43.2));

		expect(await count('select 1 from position_latest where driver_id = $1', [DRIVER])).toBe(0);
		expect(await latestOf(pool, ['gare'])).toEqual([]);
		expect(await tracks()).toBe(before);
	});

	test('cash recorded late belongs to the shift in which it was collected', async () => {
		const order = await delivered();
		await shift(false);
		await shift(true);

		expect(await inTransaction(pool, 'worker', (tx) => collect(tx, order))).toBe(true);

		expect((await statesOfDriver(pool, DRIVER))?.driver.cashMinor).toBe(0);
		const { rows } = await pool.query<{ over: boolean }>(
			`select h.ended_at is not null as over from payment p join shift h on h.id = p.shift_id
				where p.order_id = $1`,
			[order]
		);
		expect(rows).toEqual([{ over: true }]);
	});
});
