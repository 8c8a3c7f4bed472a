/** A driver vanishes in the middle of a run: the phone is silent, no position comes, no step is tapped again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needsPerson, type NeedAction, type NeedReason } from '#domain/order/needs.ts';
import type { AlarmOwner } from '#domain/plan/alarms.ts';
import type { ManagedOrder, Snapshots } from '#domain/wire/contract.ts';
import type { PlanAnswer } from '#domain/wire/plan.ts';
import { advance } from '../../db/commands/advance.ts';
import { assign } from '../../db/commands/assign.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import type { WorkerContext } from '../../workers/context.ts';
import { cooked, doorFields, placed } from '../support/pages/orders.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';
import { until } from '../support/wire/hub.ts';
import { aContext, drain, dueNow } from '../support/house/workers.ts';

const [GONE, OTHER] = ['livreur1-gare', 'livreur2-gare'] as const;

let server: TestServer;
let pool: Pool;
let ctx: WorkerContext;
let boss: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'vanished', max: 20 });
	ctx = aContext(pool);
	boss = await server.signIn('responsable.gare');
	await pool.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
	await pool.query(`update shop set dispatch_mode = 'auto' where id = 'gare'`);
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

async function boxed(): Promise<string> {
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	return order.id;
}

const give = (orderId: string, driverId: string) =>
	assign(pool, { orderId, driverId, actor: 'staff:responsable-gare' });
const step = (orderId: string, driver: string, action: 'pick_up' | 'arrive' | 'deliver') =>
	advance(pool, {
		orderId,
		action,
		kinds: ['driver'],
		actor: `staff:${driver}`,
		...doorFields(action)
	});
const planNow = async () =>
	(await server.call<PlanAnswer>('GET', '/api/shops/gare/plan', { cookie: boss })).body;

/** Plans and alarms that are due, and those whose time is taken to have come. */
async function workersCome(): Promise<void> {
	await dueNow(pool, 'dispatch.plan');
	await dueNow(pool, 'alarm.check');
	await drain(ctx);
}

/** So long ago everything of this order happened. */
const minutesLater = (ids: string[], minutes: number) =>
	pool.query(
		`update orders set stage_at = stage_at - make_interval(mins => $2),
			promised_at = promised_at - make_interval(mins => $2) where id = any ($1)`,
		[ids, minutes]
	);

async function runsOf(orderId: string) {
	const { rows } = await pool.query<{ driver: string; status: string }>(
		`select r.driver_id as driver, r.status from stop s join run r on r.id = s.run_id
			where s.order_id = $1 order by r.offered_at`,
		[orderId]
	);
	return rows;
}

/** The order on a manager's screen that opens now; undefined until its hub has it. */
async function onScreen(orderId: string): Promise<ManagedOrder | undefined> {
	const screen = await server.connect(boss);
	const answer = await screen.join('manage:gare');
	screen.socket.disconnect();
	if (!answer.ok) throw new Error(answer.error.code);
	return (answer.snapshot as Snapshots['manage']).orders.find(({ id }) => id === orderId);
}

/** Waits until the manager's list names this reason and act; with an alarm, until its owner is this one. */
async function expectNeed(
	orderId: string,
	reason: NeedReason,
	action: NeedAction,
	owner?: AlarmOwner
): Promise<void> {
	const isThere = async () => {
		const order = await onScreen(orderId);
		const needs = order ? needsPerson(order, Date.now()) : [];
		return needs.some(
			(need) => need.reason === reason && need.action === action && need.alarm?.owner === owner
		);
	};
	await until(isThere, 5000, `${reason}, ${action} on the list`);
}

test('a driver who vanishes is counted on by no plan, and one act frees what they hold', async () => {
	for (const driverId of [GONE, OTHER]) await setShift(pool, { driverId, on: true });
	await pool.query(`update shop set dispatch_mode = 'off' where id = 'gare'`);
	const [out, left, others] = [await boxed(), await boxed(), await boxed()];
	for (const id of [out, left]) expect(await give(id, GONE)).toMatchObject({ ok: true });
	expect(await give(others, OTHER)).toMatchObject({ ok: true });
	await step(out, GONE, 'pick_up');
	await step(others, OTHER, 'pick_up');
	// The last that was heard: at the shop's door, free as it seems, a quarter of an hour ago.
	await pool.query(
		`insert into position_latest (driver_id, shop_id, lat, lng, accuracy_m, device_at, at)
			select $1, id, lat, lng, 5, now() - interval '15 min', now() - interval '15 min' from shop where id = 'gare'`,
		[GONE]
	);
	await pool.query(`update shop set dispatch_mode = 'auto' where id = 'gare'`);
	const waiting = await boxed();
	await minutesLater([out, left, waiting], 90);
	await workersCome();

	// No run for them; the order that waits says whose act it is.
	expect(await runsOf(waiting)).toEqual([]);
	expect((await planNow()).runs.filter(({ isDue }) => isDue)).toEqual([]);
	await expectNeed(waiting, 'no_driver', 'assign', 'desk');
	await expectNeed(left, 'cooling', 'call_driver', 'desk');
	await expectNeed(out, 'late', 'call');

	// Another driver comes back: they get what waits, not what the other one holds.
	for (const action of ['arrive', 'deliver'] as const) await step(others, OTHER, action);
	await workersCome();
	expect(await runsOf(waiting)).toMatchObject([{ driver: OTHER, status: 'accepted' }]);
	const before = await orderById(pool, waiting);

	const unwell = await server.call('POST', `/api/shops/gare/drivers/${GONE}/unwell`, {
		cookie: boss,
		body: { reason: 'Injoignable' }
	});
	await workersCome();

	expect(unwell).toMatchObject({ status: 200, body: { free: [left], failed: [out] } });
	await expectNeed(out, 'failed', 'return');
	// The run of the other driver is as it was.
	expect((await orderById(pool, waiting))?.version).toBe(before?.version);
	expect(await runsOf(others)).toMatchObject([{ driver: OTHER, status: 'done' }]);
	const { rows: stuck } = await pool.query(
		`select r.id from run r left join shift s on s.driver_id = r.driver_id and s.ended_at is null
			where r.driver_id = $1 and (r.status in ('offered', 'accepted', 'out') or s.id is not null)`,
		[GONE]
	);
	expect(stuck).toEqual([]);

	// What was freed is carried by the next driver who is there, and the one who was away may begin again.
	for (const action of ['pick_up', 'arrive', 'deliver'] as const)
		expect(await step(waiting, OTHER, action)).toMatchObject({ ok: true });
	await workersCome();
	expect((await runsOf(left)).at(-1)).toMatchObject({ driver: OTHER, status: 'accepted' });
	await setShift(pool, { driverId: GONE, on: true });
	const next = await boxed();
	await workersCome();
	expect(await runsOf(next)).toMatchObject([{ driver: GONE, status: 'accepted' }]);
});

test('a run that is accepted and never leaves is the driver’s alarm, and the manager’s list has it', async () => {
	await pool.query(`update shop set dispatch_mode = 'off' where id = 'gare'`);
	await pool.query('update shift set ended_at = now() where ended_at is null');
	await pool.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
	await pool.query(`update run set status = 'cancelled' where status in ('accepted', 'out')`);
	await setShift(pool, { driverId: GONE, on: true });
	const id = await boxed();
	await give(id, GONE);
	await minutesLater([id], 10);
	await pool.query(
		`update run set offered_at = offered_at - interval '10 min'
			where id = (select run_id from stop where order_id = $1)`,
		[id]
	);
	await workersCome();

	await expectNeed(id, 'not_leaving', 'call_driver', 'driver');
});
