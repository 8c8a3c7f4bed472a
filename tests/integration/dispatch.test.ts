import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DispatchSetting, PlanAnswer } from '#domain/wire/plan.ts';
import { advance } from '../../db/commands/advance.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import type { WorkerContext } from '../../workers/context.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { aContext, drain, dueNow } from '../support/house/workers.ts';

const [FIRST, SECOND] = ['livreur1-gare', 'livreur2-gare'] as const;
const PATH = '/api/shops/gare/dispatch';

let server: TestServer;
let pool: Pool;
let ctx: WorkerContext;
let boss: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'test', max: 20 });
	ctx = aContext(pool);
	boss = await server.signIn('responsable.gare');
	await pool.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

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
	await pool.query(`update shop set dispatch_mode = 'off' where id = 'gare'`);
});

const change = (body: object, cookie = boss) =>
	server.call<DispatchSetting & Fault>('PATCH', PATH, { cookie, body });
const planNow = async () =>
	(await server.call<PlanAnswer>('GET', '/api/shops/gare/plan', { cookie: boss })).body;
const shift = async (...ids: string[]) => {
	for (const driverId of ids) await setShift(pool, { driverId, on: true });
};

async function boxed(over: Parameters<typeof placed>[1] = {}): Promise<string> {
	const { order } = await placed(pool, over);
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

describe('the mode', () => {
	test('is changed by a manager, written down, and followed at once', async () => {
		await shift(FIRST);
		const id = await boxed();
		await drain(ctx);
		expect(await runsOf(id)).toEqual([]);

		const changed = await change({ mode: 'auto', freshness: 0.75 });
		await drain(ctx);

		expect(changed).toMatchObject({ status: 200, body: { mode: 'auto', freshness: 0.75 } });
		expect(await runsOf(id)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
		const { rows } = await pool.query(
			`select actor, detail from audit where action = 'dispatch.set' and subject = 'gare'`
		);
		expect(rows.at(-1)).toEqual({
			actor: 'staff:responsable-gare',
			detail: { mode: 'auto', freshness: 0.75 }
		});
		expect((await planNow()).mode).toBe('auto');
	});

	test.each([
		[{}, 'nothing'],
		[{ mode: 'always' }, 'an unknown mode'],
		[{ freshness: 1.5 }, 'too fresh'],
		[{ mode: 'off', more: 1 }, 'an unknown field'],
		[{ runOrders: 0 }, 'no orders']
	])('refuses %j: %s', async (body, _what) => {
		const refused = await change(body);

		expect(refused.status).toBe(400);
		expect(refused.body.error.message.length).toBeGreaterThan(10);
	});

	test('of one shop leaves the others alone', async () => {
		await change({ mode: 'auto' });
		const { rows } = await pool.query(`select dispatch_mode as mode from shop where id = 'lac'`);

		expect(rows).toEqual([{ mode: 'off' }]);
	});
});

describe('the plan', () => {
	test('has every order with its times, the next run with its reasons, and the drivers', async () => {
		await shift(FIRST, SECOND);
		const ids = [await boxed(), await boxed()];
		const cooking = (await placed(pool)).order.id;
		await cooked(pool, cooking, 'accept');

		const plan = await planNow();

		expect(plan.orders.map(({ id }) => id).toSorted()).toEqual([...ids, cooking].toSorted());
		const made = plan.orders.find(({ id }) => id === cooking);
		expect(Date.parse(made?.ovenBy ?? '')).toBeGreaterThan(Date.now() - 60_000);
		expect(Date.parse(made?.readyAt ?? '')).toBeGreaterThan(Date.parse(made?.ovenBy ?? ''));
		const [run] = plan.runs;
		expect(run).toMatchObject({ isDue: true, driver: { id: FIRST } });
		expect(run?.stops.map(({ order }) => order).toSorted()).toEqual(ids.toSorted());
		expect(run?.reasons.map(({ en }) => en)).toContain('2 orders for one address');
		expect(run?.second?.driver.id).toBe(SECOND);
		expect(plan.drivers.map(({ id }) => id)).toEqual([FIRST, SECOND]);
		expect(plan.load.length).toBeGreaterThan(0);
	});

	test('is computed from what is there now, also without a driver', async () => {
		const id = await boxed();
		expect((await planNow()).runs).toEqual([]);
		expect((await planNow()).orders[0]?.reasons.at(-1)?.en).toBe('No driver on shift');

		await shift(FIRST);

		expect((await planNow()).runs[0]?.stops[0]?.order).toBe(id);
	});
});

describe('runs', () => {
	test('three orders for one door go in one run, in the order of the drop-offs', async () => {
		await change({ mode: 'suggest' });
		await pool.query('delete from outbox');
		await shift(FIRST, SECOND);
		await pool.query('delete from outbox');
		const ids: string[] = [];
		for (let bags = 0; bags < 3; bags++) {
			const { order } = await placed(pool);
			await cooked(pool, order.id, 'bake');
			await pool.query(`update orders set stage_at = now() - interval '20 min' where id = $1`, [
				order.id
			]);
			ids.push(order.id);
		}
		await drain(ctx);

		const runs = (await Promise.all(ids.map(runsOf))).flat();
		expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
		expect(runs).toHaveLength(3);
		const { rows } = await pool.query(
			'select position from stop where run_id = $1 order by position',
			[runs[0]?.id]
		);
		expect(rows.map(({ position }) => Number(position))).toEqual([1, 2, 3]);
	});

	test('nothing is handed out while the order is only accepted; then it is', async () => {
		await change({ mode: 'auto' });
		await shift(FIRST);
		const { order } = await placed(pool);
		await cooked(pool, order.id, 'start');
		await drain(ctx);
		expect(await runsOf(order.id)).toEqual([]);

		for (const action of ['bake', 'box'] as const)
			await advance(pool, {
				orderId: order.id,
				action,
				kinds: ['cook'],
				actor: 'staff:cuisine-gare'
			});
		await drain(ctx);

		expect(await runsOf(order.id)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
	});

	test('one made by hand is kept, and its driver gets no other', async () => {
		await shift(FIRST);
		const byHand = await boxed();
		await assign(pool, {
			orderId: byHand,
			driverId: FIRST,
			actor: 'staff:responsable-gare'
		});
		await change({ mode: 'auto' });
		const id = await boxed();
		await drain(ctx);

		expect(await runsOf(byHand)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
		expect(await runsOf(id)).toEqual([]);
	});

	test('a plan follows every 15 seconds while an order waits', async () => {
		await change({ mode: 'auto' });
		const id = await boxed();
		await drain(ctx);
		const { rows } = await pool.query(
			`select extract(epoch from run_at - now())::float8 as wait from outbox
				where job = 'dispatch.plan' and done_at is null`
		);
		expect(rows).toHaveLength(1);
		expect(rows[0].wait).toBeLessThanOrEqual(15);

		await pool.query(`insert into shift (driver_id, shop_id) values ($1, 'gare')`, [SECOND]);
		await dueNow(pool, 'dispatch.plan');
		await drain(ctx);

		expect(await runsOf(id)).toMatchObject([{ driver: SECOND, status: 'accepted' }]);
	});
});

describe('offers', () => {
	test('one declined with a reason goes to the second choice; the manager reads the reason', async () => {
		await change({ mode: 'suggest' });
		await shift(FIRST, SECOND);
		const id = await boxed();
		await drain(ctx);
		const [offered] = await runsOf(id);
		const driver = await server.signIn('livreur1.gare');

		const declined = await server.call('POST', `/api/runs/${offered?.id}/decline`, {
			cookie: driver,
			body: { reason: 'too_far' }
		});
		await drain(ctx);

		expect(declined.status).toBe(200);
		expect(await runsOf(id)).toMatchObject([
			{ driver: FIRST, status: 'declined' },
			{ driver: SECOND, status: 'offered' }
		]);
		expect((await planNow()).declines).toMatchObject([
			{ order: id, driver: { id: FIRST }, because: 'too_far', isExpired: false }
		]);
	});

	test('a reason that is not in the list is refused', async () => {
		const driver = await server.signIn('livreur1.gare');
		const refused = await server.call(
			'POST',
			'/api/runs/00000000-0000-4000-8000-000000000000/decline',
			{ cookie: driver, body: { reason: 'rain' } }
		);

		expect(refused.status).toBe(400);
	});

	test('of 50 accepts of one run at the same time, all agree on one run', async () => {
		await change({ mode: 'suggest' });
		await shift(FIRST, SECOND);
		const ids = [await boxed(), await boxed()];
		await drain(ctx);
		const [offered] = await runsOf(ids[0] ?? '');
		const answers = await Promise.all(
			Array.from({ length: 50 }, (_, n) =>
				answerOffer(pool, {
					runId: offered?.id ?? '',
					driverId: n % 2 ? SECOND : FIRST,
					accept: true
				})
			)
		);

		expect(answers.filter(({ ok }) => ok)).toHaveLength(25);
		for (const id of ids)
			expect((await runsOf(id)).filter(({ status }) => status === 'accepted')).toMatchObject([
				{ driver: FIRST }
			]);
	});
});

describe('an order that is passed over', () => {
	test('is counted when a later one leaves before it', async () => {
		await shift(FIRST);
		await pool.query(`update shop set run_orders = 1 where id = 'gare'`);
		const old = await boxed();
		await pool.query(
			`update orders set placed_at = now() - interval '1 hour',
				promised_at = now() + interval '3 hours' where id = $1`,
			[old]
		);
		const late = await boxed();
		await pool.query(`update orders set promised_at = now() - interval '1 min' where id = $1`, [
			late
		]);
		await change({ mode: 'auto' });
		await drain(ctx);
		await pool.query(`update shop set run_orders = 4 where id = 'gare'`);

		expect(await runsOf(late)).toMatchObject([{ driver: FIRST }]);
		expect(await runsOf(old)).toEqual([]);
		const { rows } = await pool.query('select order_id, times from passed_over where times > 0');
		expect(rows).toEqual([{ order_id: old, times: 1 }]);
	});

	test('is counted once for each later one that leaves, and then goes first', async () => {
		await shift(FIRST);
		const old = await boxed();
		await pool.query(
			`update orders set placed_at = now() - interval '1 hour',
				promised_at = now() + interval '3 hours' where id = $1`,
			[old]
		);
		await pool.query('insert into passed_over (order_id, times) values ($1, 2)', [old]);
		await pool.query(`update shop set run_orders = 1 where id = 'gare'`);
		const late = await boxed();
		await change({ mode: 'auto' });
		await drain(ctx);
		await pool.query(`update shop set run_orders = 4 where id = 'gare'`);

		expect(await runsOf(old)).toMatchObject([{ driver: FIRST }]);
		expect(await runsOf(late)).toEqual([]);
	});
});

describe('a driver who cannot go on', () => {
	test('loses what is at the shop to another driver; what is on the road has failed', async () => {
		await shift(FIRST, SECOND);
		const [out, kept] = [await boxed(), await boxed()];
		for (const orderId of [out, kept])
			await assign(pool, { orderId, driverId: FIRST, actor: 'staff:responsable-gare' });
		await advance(pool, {
			orderId: out,
			action: 'pick_up',
			kinds: ['driver'],
			actor: `staff:${FIRST}`
		});

		const answer = await server.call('POST', `/api/shops/gare/drivers/${FIRST}/unwell`, {
			cookie: boss,
			body: { reason: 'Malade' }
		});
		await change({ mode: 'auto' });
		await drain(ctx);

		expect(answer).toMatchObject({ status: 200, body: { free: [kept], failed: [out] } });
		expect((await runsOf(kept)).at(-1)).toMatchObject({ driver: SECOND, status: 'accepted' });
		const { rows } = await pool.query('select status from orders where id = $1', [out]);
		expect(rows).toEqual([{ status: 'failed' }]);
		const open = await pool.query('select 1 from shift where driver_id = $1 and ended_at is null', [
			FIRST
		]);
		expect(open.rowCount).toBe(0);
		const again = await server.call<Fault>('POST', `/api/shops/gare/drivers/${FIRST}/unwell`, {
			cookie: boss,
			body: {}
		});
		expect([again.status, again.body.error.code]).toEqual([409, 'driver_off']);
	});

	test('without a reason stores a code, which has words in both languages', async () => {
		await shift(FIRST);
		const orderId = await boxed();
		await assign(pool, { orderId, driverId: FIRST, actor: 'staff:responsable-gare' });
		const actor = `staff:${FIRST}` as const;
		await advance(pool, { orderId, action: 'pick_up', kinds: ['driver'], actor });

		await server.call('POST', `/api/shops/gare/drivers/${FIRST}/unwell`, {
			cookie: boss,
			body: {}
		});

		const { rows } = await pool.query(
			`select c.reasons ->> o.reason_version::text as reason
				from orders o join customer c on c.id = o.customer_id where o.id = $1`,
			[orderId]
		);
		expect(rows).toEqual([{ reason: 'driver_unwell' }]);
	});

	test('of another shop is none of a manager’s', async () => {
		const answer = await server.call<Fault>(
			'POST',
			'/api/shops/gare/drivers/livreur1-halles/unwell',
			{ cookie: boss, body: {} }
		);

		expect(answer.body.error.code).toBe('driver_off');
	});
});
