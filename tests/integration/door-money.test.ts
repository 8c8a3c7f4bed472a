import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DoorReport } from '#domain/pay/door.ts';
import { shiftBalance } from '#domain/pay/shift.ts';
import type { VatRow } from '#domain/pay/vat.ts';
import { advance } from '../../db/commands/advance.ts';
import { assign } from '../../db/commands/assign.ts';
import { collect } from '../../db/commands/collect.ts';
import { countShift, moveCash, signShift } from '../../db/commands/shift-cash.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { orderById, statesOfDriver } from '../../db/reads/order-states.ts';
import { vatOfOrder } from '../../db/reads/order-vat.ts';
import * as sheets from '../../db/reads/shift-sheets.ts';
import { managedDetails } from '../../server/views.ts';
import { aLine, cooked, placed } from '../support/pages/orders.ts';
import { allAwaiting } from '../support/house/locks.ts';
import { freshDatabase } from '../support/house/postgres.ts';

const [KARIM, LEA, MANAGER] = ['livreur1-gare', 'livreur2-gare', 'responsable-gare'] as const;

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'door money test', max: 12 });
	await pool.query(`update shop set dispatch_mode = 'off', open_per_phone = null`);
	await pool.query('update stock set quantity = 1000000');
});
afterAll(() => pool.end());
beforeEach(() =>
	pool.query(
		`update shift set ended_at = coalesce(ended_at, now()), is_to_count = false where signed_at is null`
	)
);

const rides = (driverId: string) => ({ kinds: ['driver'], actor: `staff:${driverId}` }) as const;
const codeOf = (result: { ok: boolean; fault?: { code: string } }) =>
	result.ok ? 'ok' : (result.fault?.code ?? '?');

/** An order of 2 pizzas and a drink with its driver at the door, and what is due. */
async function atDoor(driverId: string): Promise<{ id: string; due: number }> {
	const { order } = await placed(pool, {
		lines: [aLine({ quantity: 2 }), aLine({ product: 'lager', size: 'one' })]
	});
	await cooked(pool, order.id);
	const given = await assign(pool, { orderId: order.id, driverId, actor: `staff:${MANAGER}` });
	if (!given.ok) throw new Error(given.fault.code);
	for (const action of ['pick_up', 'arrive'] as const) {
		const moved = await advance(pool, { orderId: order.id, action, ...rides(driverId) });
		if (!moved.ok) throw new Error(moved.fault.code);
	}
	return { id: order.id, due: order.total };
}

const deliver = (driverId: string, orderId: string, report: DoorReport) =>
	advance(pool, { orderId, action: 'deliver', ...report, ...rides(driverId) });
const recorded = (orderId: string) => inTransaction(pool, 'worker', (tx) => collect(tx, orderId));

/** A delivery with its money recorded; returns the order's id. */
async function brings(driverId: string, report: (due: number) => DoorReport): Promise<string> {
	const { id, due } = await atDoor(driverId);
	expect(codeOf(await deliver(driverId, id, report(due)))).toBe('ok');
	expect(await recorded(id)).toBe(true);
	return id;
}

async function driverNow(driverId: string) {
	const found = await statesOfDriver(pool, driverId);
	if (!found) throw new Error(driverId);
	return found.driver;
}

async function startShift(driverId: string, floatMinor = 0): Promise<string> {
	expect(codeOf(await setShift(pool, { driverId, on: true, floatMinor }))).toBe('ok');
	const { rows } = await pool.query<{ id: string }>(
		'select id from shift where driver_id = $1 and ended_at is null',
		[driverId]
	);
	return rows[0]?.id ?? '';
}
const endShift = async (driverId: string) =>
	expect(codeOf(await setShift(pool, { driverId, on: false }))).toBe('ok');

const of = (shiftId: string) => ({ shiftId, shop: 'gare', staffId: MANAGER });

interface Row {
	kind: string;
	minor: number;
	driver: string | null;
	vat: VatRow[] | null;
}
const ledgerOf = async (column: 'order_id' | 'shift_id', id: string): Promise<Row[]> => {
	const { rows } = await pool.query<Row>(
		`select kind, amount_minor::integer as minor, driver_id as driver, vat from ledger
			where ${column} = $1 order by seq`,
		[id]
	);
	return rows;
};
const kinds = (rows: readonly Row[]) => rows.map(({ kind, minor }) => [kind, minor]);

/** What the ledger's account of a driver holds. */
async function accountOf(driverId: string): Promise<number> {
	const { rows } = await pool.query<{ minor: number }>(
		`select coalesce(sum(case when debit = $1 then amount_minor else -amount_minor end), 0)::integer as minor
			from ledger where debit = $1 or credit = $1`,
		[`driver:${driverId}`]
	);
	return rows[0]?.minor ?? 0;
}

test('parts and tip are recorded, posted with their VAT, and owed by kind', async () => {
	await startShift(KARIM);
	await startShift(LEA);
	const id = await brings(KARIM, (due) => ({
		takings: [
			{ kind: 'voucher', amountMinor: 1100 },
			{ kind: 'card', amountMinor: 500 },
			{ kind: 'cash', amountMinor: due - 1600 }
		],
		tipMinor: 250,
		tipKind: 'card'
	}));
	const state = await orderById(pool, id);
	const due = state!.totalMinor;
	const rows = await ledgerOf('order_id', id);
	const table = await vatOfOrder(pool, id);

	expect(managedDetails(state!).payment).toMatchObject({
		status: 'collected',
		kind: null,
		capturedMinor: due,
		takings: [
			{ kind: 'voucher', amountMinor: 1100 },
			{ kind: 'card', amountMinor: 500 },
			{ kind: 'cash', amountMinor: due - 1600 }
		],
		tips: [{ kind: 'card', amountMinor: 250 }]
	});
	expect(await driverNow(KARIM)).toMatchObject({
		cashMinor: due - 1600,
		cardMinor: 500,
		voucherMinor: 1100,
		chequeMinor: 0,
		tipCardMinor: 250,
		tipCashMinor: 0
	});
	expect(shiftBalance(await driverNow(KARIM))).toMatchObject({
		owedMinor: due - 1600,
		paperMinor: 1100,
		tipsMinor: 250
	});
	expect(await driverNow(LEA)).toMatchObject({ cashMinor: 0, cardMinor: 0, voucherMinor: 0 });
	expect(kinds(rows)).toEqual([
		['voucher', 1100],
		['terminal', 500],
		['cash', due - 1600],
		['tip', 250]
	]);
	// Two rates of VAT, to the cent, over the three parts.
	expect(table.length).toBe(2);
	const all = rows.flatMap(({ vat }) => vat ?? []);
	const summed = table.map(({ rate }) => {
		const same = all.filter((row) => row.rate === rate);
		const sum = (of: 'grossMinor' | 'vatMinor') => same.reduce((to, row) => to + row[of], 0);
		return { rate, grossMinor: sum('grossMinor'), vatMinor: sum('vatMinor') };
	});
	expect(summed).toEqual(table);
	expect(await recorded(id)).toBe(false);
	expect(await ledgerOf('order_id', id)).toEqual(rows);
});

test('parts that do not add up are refused in words, and change nothing', async () => {
	await startShift(KARIM);
	const { id, due } = await atDoor(KARIM);
	const before = await orderById(pool, id);
	const refused = await deliver(KARIM, id, {
		takings: [
			{ kind: 'cash', amountMinor: due - 1000 },
			{ kind: 'voucher', amountMinor: 999 }
		]
	});

	expect(refused).toMatchObject({
		ok: false,
		fault: { code: 'takings_differ', now: { status: 'at_door' } }
	});
	expect(refused.ok ? '' : refused.fault.detail?.en).toContain(
		`€${((due - 1) / 100).toFixed(2)} entered, €${(due / 100).toFixed(2)} due`
	);
	expect(await orderById(pool, id)).toEqual(before);
	expect(codeOf(await deliver(KARIM, id, {}))).toBe('payment_kind_missing');
	expect(codeOf(await deliver(KARIM, id, { paymentKind: 'cheque' }))).toBe('ok');
});

test('a late tap of an older phone names one kind, for all of it', async () => {
	const shift = await startShift(KARIM);
	const id = await brings(KARIM, () => ({ paymentKind: 'card' }));

	expect(kinds(await ledgerOf('order_id', id))).toEqual([
		['terminal', (await orderById(pool, id))!.totalMinor]
	]);
	expect((await driverNow(KARIM)).cashMinor).toBe(0);
	expect(shift).not.toBe('');
});

test('at the counter a kind or parts are recorded for no driver; without any it is cash', async () => {
	const collectAs = async (report: DoorReport) => {
		const { order } = await placed(pool, { fulfilment: 'collection' });
		await cooked(pool, order.id);
		const moved = await advance(pool, {
			orderId: order.id,
			action: 'collect',
			kinds: ['counter'],
			actor: 'staff:comptoir-gare',
			...report
		});
		expect(codeOf(moved)).toBe('ok');
		expect(await recorded(order.id)).toBe(true);
		const [row] = await ledgerOf('order_id', order.id);
		return [row?.kind, row?.driver, row?.minor === order.total];
	};

	expect(await collectAs({ paymentKind: 'card' })).toEqual(['terminal', null, true]);
	expect(await collectAs({})).toEqual(['cash', null, true]);
});

test('a tip for a paid order is the driver’s, and takes no other money', async () => {
	await startShift(LEA);
	const { id, due } = await atDoor(LEA);
	await pool.query(
		`update payment set method = 'card', status = 'captured', captured_minor = amount_minor where order_id = $1`,
		[id]
	);
	const before = (await driverNow(LEA)).version;

	const takings = [{ kind: 'cash', amountMinor: due }] as const;
	expect(codeOf(await deliver(LEA, id, { takings }))).toBe('takings_differ');
	expect(codeOf(await deliver(LEA, id, { tipMinor: 300, tipKind: 'cash' }))).toBe('ok');
	expect(await recorded(id)).toBe(true);

	const after = await driverNow(LEA);
	expect(after).toMatchObject({ cashMinor: 0, tipCashMinor: 300, tipCardMinor: 0 });
	expect(after.version).toBeGreaterThan(before);
	expect(await ledgerOf('order_id', id)).toEqual([]);
	expect((await orderById(pool, id))?.payment.status).toBe('captured');
});

test('a shift: float, drops, count, both signatures; the ledger’s driver holds nothing after it', async () => {
	const held = await accountOf(KARIM);
	const shift = await startShift(KARIM, 5000);
	const other = await startShift(LEA, 2000);
	const others = await accountOf(LEA);
	const id = await brings(KARIM, () => ({ paymentKind: 'cash' }));
	const cash = (await orderById(pool, id))!.totalMinor;
	await brings(KARIM, () => ({ paymentKind: 'cheque' }));

	expect(
		codeOf(await moveCash(pool, { ...of(shift), kind: 'drop', amountMinor: 5001 + cash }))
	).toBe('drop_too_much');
	expect(await moveCash(pool, { ...of(shift), kind: 'drop', amountMinor: 3000 })).toEqual({
		ok: true,
		value: { owedMinor: 2000 + cash }
	});
	await moveCash(pool, { ...of(shift), kind: 'float', amountMinor: 700 });
	const owed = 2700 + cash;
	expect(shiftBalance(await driverNow(KARIM)).owedMinor).toBe(owed);
	expect((await accountOf(KARIM)) - held).toBe(owed);
	expect(codeOf(await countShift(pool, { ...of(shift), countedMinor: owed }))).toBe(
		'shift_running'
	);

	await endShift(KARIM);
	expect((await driverNow(KARIM)).closing).toMatchObject({ id: shift, countedMinor: null });
	const sign = (countedMinor: number, driverId: string = KARIM) =>
		signShift(pool, { shiftId: shift, driverId, countedMinor });
	expect(codeOf(await sign(owed))).toBe('shift_not_counted');
	expect(codeOf(await moveCash(pool, { ...of(shift), kind: 'drop', amountMinor: 1 }))).toBe(
		'shift_over'
	);
	const foreign = { ...of(shift), shop: 'halles', countedMinor: owed };
	expect(codeOf(await countShift(pool, foreign))).toBe('not_found');

	expect(await countShift(pool, { ...of(shift), countedMinor: owed - 40 })).toEqual({
		ok: true,
		value: { varianceMinor: -40 }
	});
	expect((await driverNow(KARIM)).closing).toMatchObject({
		countedMinor: owed - 40,
		countedBy: expect.stringMatching(/\w/)
	});
	expect(codeOf(await sign(owed))).toBe('shift_counted');
	expect(codeOf(await sign(owed - 40, LEA))).toBe('not_found');
	expect(codeOf(await sign(owed - 40))).toBe('ok');
	expect(codeOf(await sign(owed - 40))).toBe('ok');
	expect((await driverNow(KARIM)).closing).toBeNull();

	const sheet = (await sheets.ofShop(pool, 'gare', await today())).find(({ id }) => id === shift);
	expect(sheet).toMatchObject({
		driver: { id: KARIM },
		isToCount: false,
		count: { owedMinor: owed, countedMinor: owed - 40, by: expect.stringMatching(/\w/) },
		signedAt: expect.stringMatching(/^20/)
	});
	expect(
		kinds((await ledgerOf('shift_id', shift)).filter(({ kind }) => kind !== 'cheque'))
	).toEqual([
		['float', 5000],
		['cash', cash],
		['drop', 3000],
		['float', 700],
		['drop', owed - 40],
		['short', 40]
	]);
	expect(await accountOf(KARIM)).toBe(held);
	// The other driver is not touched.
	expect(await accountOf(LEA)).toBe(others);
	expect(kinds(await ledgerOf('shift_id', other))).toEqual([['float', 2000]]);
});

const today = async (): Promise<string> => {
	const { rows } = await pool.query<{ day: string }>(
		`select ((now() at time zone zone) - business_day_end::time)::date::text as day from shop where id = 'gare'`
	);
	return rows[0]?.day ?? '';
};

test('two managers who count at once: one count, and the difference is posted once', async () => {
	const shift = await startShift(KARIM, 1000);
	await endShift(KARIM);

	const answers = await allAwaiting(pool, shift, [
		() => countShift(pool, { ...of(shift), countedMinor: 1200 }),
		() => countShift(pool, { ...of(shift), countedMinor: 1300 })
	]);

	expect(answers.map(codeOf).sort()).toEqual(['ok', 'shift_counted']);
	const over = (await ledgerOf('shift_id', shift)).filter(({ kind }) => kind === 'over');
	expect(over).toHaveLength(1);
});

test('a count is corrected until the driver has signed; the ledger gets the difference', async () => {
	const held = await accountOf(KARIM);
	const shift = await startShift(KARIM, 1000);
	await endShift(KARIM);
	const count = (countedMinor: number, insteadOfMinor?: number) =>
		countShift(pool, {
			...of(shift),
			countedMinor,
			...(insteadOfMinor !== undefined && { insteadOfMinor })
		});

	expect(codeOf(await count(1500))).toBe('ok');
	expect(codeOf(await count(900))).toBe('shift_counted');
	expect(codeOf(await count(900, 1400))).toBe('shift_counted');
	expect(codeOf(await count(900, 1500))).toBe('ok');
	expect(kinds(await ledgerOf('shift_id', shift))).toEqual([
		['float', 1000],
		['drop', 1500],
		['over', 500],
		['float', 600],
		['short', 600]
	]);
	expect(await accountOf(KARIM)).toBe(held);
	const signed = await signShift(pool, { shiftId: shift, driverId: KARIM, countedMinor: 900 });
	expect(codeOf(signed)).toBe('ok');
	expect(codeOf(await count(1000, 900))).toBe('shift_counted');
});

test('a shift with a payment that is not recorded yet is not counted', async () => {
	const shift = await startShift(KARIM);
	const { id, due } = await atDoor(KARIM);
	await deliver(KARIM, id, { paymentKind: 'cash' });
	await endShift(KARIM);

	expect(codeOf(await countShift(pool, { ...of(shift), countedMinor: 0 }))).toBe('shift_recording');
	await recorded(id);
	expect(await countShift(pool, { ...of(shift), countedMinor: due })).toEqual({
		ok: true,
		value: { varianceMinor: 0 }
	});
});

test('a shift without any cash ends without a count', async () => {
	const shift = await startShift(LEA);
	await brings(LEA, () => ({ paymentKind: 'card', tipMinor: 200, tipKind: 'card' }));
	await endShift(LEA);

	expect((await driverNow(LEA)).closing?.id).not.toBe(shift);
	const sheet = (await sheets.ofShop(pool, 'gare', await today())).find(({ id }) => id === shift);
	expect(sheet).toMatchObject({ isToCount: false, count: null, cardMinor: expect.any(Number) });
});

test('what was taken is not rewritten', async () => {
	for (const table of ['door_taking', 'shift_cash']) {
		await expect(pool.query(`update ${table} set amount_minor = 1`)).rejects.toThrow('append-only');
		await expect(pool.query(`delete from ${table}`)).rejects.toThrow('append-only');
	}
});
