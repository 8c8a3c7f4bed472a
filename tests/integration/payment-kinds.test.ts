import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAYMENT_KINDS, type PaymentKind } from '#domain/order/order.ts';
import { setShift } from '../../db/commands/shift.ts';
import { advance } from '../../db/commands/advance.ts';
import { collect } from '../../db/commands/collect.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { assign } from '../../db/commands/assign.ts';
import { orderById, statesOfDriver } from '../../db/reads/order-states.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';

const [KARIM, LEA] = ['livreur1-gare', 'livreur2-gare'] as const;

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 10 });
	await pool.query(`update shop set dispatch_mode = 'off'`);
	await pool.query('update stock set quantity = 1000000');
});
afterAll(() => pool.end());

const shift = (driverId: string, on: boolean) => setShift(pool, { driverId, on });

/** An order of this amount, with its driver at the door. */
async function atDoor(driverId: string, amountMinor: number): Promise<string> {
	const { order } = await placed(pool);
	await pool.query('update payment set amount_minor = $2 where order_id = $1', [
		order.id,
		amountMinor
	]);
	await cooked(pool, order.id);
	const given = await assign(pool, {
		orderId: order.id,
		driverId,
		actor: 'staff:responsable-gare'
	});
	if (!given.ok) throw new Error(given.fault.code);
	for (const action of ['pick_up', 'arrive'] as const) {
		const moved = await advance(pool, { orderId: order.id, action, ...rides(driverId) });
		if (!moved.ok) throw new Error(moved.fault.code);
	}
	return order.id;
}

const rides = (driverId: string) =>
	({ kinds: ['driver'], actor: `staff:${driverId}` }) as const satisfies object;

const deliver = (driverId: string, orderId: string, paymentKind?: PaymentKind) =>
	advance(pool, { orderId, action: 'deliver', paymentKind, ...rides(driverId) });

const counted = (orderId: string) => inTransaction(pool, 'worker', (tx) => collect(tx, orderId));

async function brings(driverId: string, amountMinor: number, kind: PaymentKind): Promise<string> {
	const id = await atDoor(driverId, amountMinor);
	const moved = await deliver(driverId, id, kind);
	if (!moved.ok) throw new Error(moved.fault.code);
	expect(await counted(id)).toBe(true);
	return id;
}

async function sums(driverId: string): Promise<[cash: number, card: number]> {
	const driver = (await statesOfDriver(pool, driverId))?.driver;
	return [driver?.cashMinor ?? NaN, driver?.cardMinor ?? NaN];
}

test('the payment methods of program and database are the same', async () => {
	const { rows } = await pool.query<{ id: string; owed: boolean }>(
		'select id, is_handed_in as owed from payment_kind order by id'
	);

	expect(rows).toEqual([
		{ id: 'card', owed: false },
		{ id: 'cash', owed: true },
		{ id: 'cheque', owed: true },
		{ id: 'voucher', owed: true }
	]);
	expect(rows.map(({ id }) => id)).toEqual([...PAYMENT_KINDS].sort());
});

test('a driver owes cash only: two drivers, two shifts, both methods', async () => {
	await shift(KARIM, true);
	await shift(LEA, true);

	await brings(KARIM, 3730, 'cash');
	await brings(LEA, 999, 'card');
	await brings(KARIM, 1290, 'card');
	await brings(KARIM, 2015, 'cash');
	await brings(LEA, 1501, 'cash');
	const noon = [await sums(KARIM), await sums(LEA)];
	await shift(KARIM, false);
	await shift(KARIM, true);
	const start = await sums(KARIM);
	await brings(KARIM, 4405, 'card');
	await brings(KARIM, 550, 'cash');
	const evening = [await sums(KARIM), await sums(LEA)];

	expect(noon).toEqual([
		[5745, 1290],
		[1501, 999]
	]);
	expect(start).toEqual([0, 0]);
	expect(evening).toEqual([
		[550, 4405],
		[1501, 999]
	]);
	await shift(KARIM, false);
	await shift(LEA, false);
});

test('a shift over midnight keeps its totals, without earlier payments', async () => {
	await shift(LEA, true);
	await brings(LEA, 1100, 'cash');
	await pool.query(
		`update shift set started_at = started_at - interval '20 hours' where driver_id = $1 and ended_at is null`,
		[LEA]
	);
	await pool.query(
		`update payment set collected_at = collected_at - interval '9 hours'
			where shift_id = (select id from shift where driver_id = $1 and ended_at is null)`,
		[LEA]
	);
	await brings(LEA, 2200, 'cash');
	await brings(LEA, 700, 'card');

	expect(await sums(LEA)).toEqual([3300, 700]);
	await shift(LEA, false);
});

test('a delivery with money due requires the payment method', async () => {
	await shift(KARIM, true);
	const id = await atDoor(KARIM, 2630);
	const before = await orderById(pool, id);

	const silent = await deliver(KARIM, id);
	const after = await orderById(pool, id);
	const said = await deliver(KARIM, id, 'card');
	const logged = await pool.query<{ action: string; kind: string | null }>(
		`select action, state->'payment'->>'kind' as kind from shop_log
			where subject_id = $1 and version > $2 order by seq`,
		[id, before?.version]
	);

	expect(silent).toMatchObject({
		ok: false,
		fault: { code: 'payment_kind_missing', now: { status: 'at_door' } }
	});
	expect(after).toEqual(before);
	expect(said.ok).toBe(true);
	// One event, which includes the payment method.
	expect(logged.rows).toEqual([{ action: 'deliver', kind: 'card' }]);
	await shift(KARIM, false);
});

test('no payment method is needed when nothing is due', async () => {
	await shift(KARIM, true);
	const id = await atDoor(KARIM, 0);

	const moved = await deliver(KARIM, id);

	expect(moved.ok).toBe(true);
	await shift(KARIM, false);
});

test('payments from before methods were recorded count as cash', async () => {
	await shift(LEA, true);
	const id = await atDoor(LEA, 1234);
	const moved = await deliver(LEA, id, 'card');
	expect(moved.ok).toBe(true);
	await pool.query('update payment set kind = null, reported = null where order_id = $1', [id]);
	expect(await counted(id)).toBe(true);

	expect(await sums(LEA)).toEqual([1234, 0]);
	await shift(LEA, false);
});
