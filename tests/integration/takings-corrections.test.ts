import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { DoorReport } from '#domain/pay/door.ts';
import { shiftBalance } from '#domain/pay/shift.ts';
import type { TimelineAnswer } from '#domain/wire/contract.ts';
import { assign } from '../../db/commands/assign.ts';
import { advance } from '../../db/commands/advance.ts';
import { closeDay } from '../../db/commands/close-day.ts';
import { collect } from '../../db/commands/collect.ts';
import { countShift, signShift } from '../../db/commands/shift-cash.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { vatTaken } from '../../db/tables/ledger.ts';
import { paymentDifference } from '../../db/tables/ledger-audit.ts';
import { daysOf, totalsOf } from '../../db/tables/ledger.ts';
import * as shifts from '../../db/tables/shifts.ts';
import { aLine, cooked, placed } from '../support/pages/orders.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

const [DRIVER, MANAGER] = ['livreur1-gare', 'responsable-gare'] as const;
const RIDES = { kinds: ['driver'], actor: `staff:${DRIVER}` } as const;

let server: TestServer;
let pool: Pool;
let manager: string;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'corrections test', max: 8 });
	await pool.query(`update shop set dispatch_mode = 'off', open_per_phone = null`);
	await pool.query('update stock set quantity = 1000000');
	[manager, owner] = await Promise.all([
		server.signIn('responsable.gare'),
		server.signIn('direction')
	]);
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

async function startShift(): Promise<string> {
	await pool.query(
		`update shift set ended_at = coalesce(ended_at, now()), is_to_count = false where signed_at is null`
	);
	await setShift(pool, { driverId: DRIVER, on: true, floatMinor: 2000 });
	const { rows } = await pool.query<{ id: string }>(
		'select id from shift where driver_id = $1 and ended_at is null',
		[DRIVER]
	);
	return rows[0]?.id ?? '';
}

/** A delivery whose money is recorded so. */
async function delivered(report: (due: number) => DoorReport) {
	const { order } = await placed(pool, {
		lines: [aLine({ quantity: 2 }), aLine({ product: 'lager', size: 'one' })]
	});
	await cooked(pool, order.id);
	await assign(pool, { orderId: order.id, driverId: DRIVER, actor: `staff:${MANAGER}` });
	for (const action of ['pick_up', 'arrive'] as const)
		await advance(pool, { orderId: order.id, action, ...RIDES });
	const money = report(order.total);
	const end = await advance(pool, { orderId: order.id, action: 'deliver', ...money, ...RIDES });
	expect(end).toMatchObject({ ok: true });
	expect(await inTransaction(pool, 'worker', (tx) => collect(tx, order.id))).toBe(true);
	return { id: order.id, due: order.total };
}

const timeline = async (id: string) =>
	(await server.call<TimelineAnswer>('GET', `/api/orders/${id}/timeline`, { cookie: manager }))
		.body;
const correct = (
	id: string,
	body: DoorReport & { version: number; reason?: string },
	{ cookie = manager, key = randomUUID() as string } = {}
) =>
	server.call<Fault>('POST', `/api/orders/${id}/takings`, {
		cookie,
		body: { reason: 'Payé par carte, pas en espèces', ...body },
		headers: { 'idempotency-key': key }
	});
const versionOf = async (id: string) => (await timeline(id)).order.version;
const codeOf = ({ status, body }: { status: number; body: Fault }) =>
	status === 200 ? 'ok' : body.error.code;

interface Row {
	kind: string;
	debit: string;
	credit: string;
	minor: number;
}
const ledgerOf = async (id: string): Promise<Row[]> =>
	(
		await pool.query<Row>(
			`select kind, debit, credit, amount_minor::integer as minor from ledger
				where order_id = $1 order by seq`,
			[id]
		)
	).rows;
const account = async (name: string) =>
	(
		await pool.query<{ minor: number }>(
			`select coalesce(sum(case when debit = $1 then amount_minor else -amount_minor end), 0)::integer as minor
				from ledger where debit = $1 or credit = $1`,
			[name]
		)
	).rows[0]?.minor;
const sumsOf = async (shift: string) => (await shifts.byId(pool, shift))!.sums;
const soldMinor = async () => {
	const { today } = await daysOf(pool, 'gare');
	const { soldMinor: sold, vat } = await totalsOf(pool, 'gare', today);
	return { sold, vat };
};

describe('a correction of what a driver recorded', () => {
	test('reverses the wrong kind and adds the right one; sales, VAT and the payment stay', async () => {
		const shift = await startShift();
		const { id, due } = await delivered(() => ({ paymentKind: 'cash' }));
		const [before, day, vat] = [await ledgerOf(id), await soldMinor(), await vatTaken(pool, id)];
		const answer = await correct(id, { version: await versionOf(id), paymentKind: 'card' });

		expect(answer.status, JSON.stringify(answer.body)).toBe(200);
		expect(await ledgerOf(id)).toEqual([
			...before,
			{ kind: 'reversal', debit: 'sales', credit: `driver:${DRIVER}`, minor: due },
			{ kind: 'terminal', debit: 'terminal', credit: 'sales', minor: due }
		]);
		expect(await soldMinor()).toEqual(day);
		expect(await vatTaken(pool, id)).toEqual(vat);
		expect(await paymentDifference(pool, 'gare')).toBeUndefined();
		// The running shift owes the float alone.
		expect(await sumsOf(shift)).toMatchObject({ cashMinor: 0, cardMinor: due });
		expect(shiftBalance(await sumsOf(shift)).owedMinor).toBe(2000);
		const { order, corrections, events } = await timeline(id);
		expect(order.payment).toMatchObject({
			...{ kind: 'card', capturedMinor: due, status: 'collected' },
			takings: [{ kind: 'card', amountMinor: due }]
		});
		expect(corrections).toMatchObject([
			{
				reason: 'Payé par carte, pas en espèces',
				was: { takings: [{ kind: 'cash', amountMinor: due }], tips: [] },
				now: { takings: [{ kind: 'card', amountMinor: due }], tips: [] },
				isAfterCount: false
			}
		]);
		const corrected = events.filter(({ action }) => action === 'correct_takings');
		expect(corrected).toMatchObject([{ actor: `staff:${MANAGER}` }]);
		expect(events.at(-1)).toEqual(corrected[0]);
	});

	test('moves the difference of parts alone, and the tip; twice is right too', async () => {
		await startShift();
		const { id, due } = await delivered((all) => ({
			takings: [
				{ kind: 'voucher', amountMinor: 1100 },
				{ kind: 'cash', amountMinor: all - 1100 }
			],
			...{ tipMinor: 200, tipKind: 'card' as const }
		}));
		const [before, day] = [(await ledgerOf(id)).length, await soldMinor()];
		const parts = (voucher: number) => ({
			takings: [
				{ kind: 'cash' as const, amountMinor: due - voucher },
				{ kind: 'voucher' as const, amountMinor: voucher }
			],
			...{ tipMinor: 300, tipKind: 'cash' as const }
		});
		expect(codeOf(await correct(id, { version: await versionOf(id), ...parts(600) }))).toBe('ok');

		expect((await ledgerOf(id)).slice(before)).toMatchObject([
			{ kind: 'reversal', credit: 'voucher', minor: 500 },
			{ kind: 'cash', debit: `driver:${DRIVER}`, minor: 500 },
			{ kind: 'tip_reversal', debit: 'tips', credit: 'terminal', minor: 200 }
		]);
		expect(codeOf(await correct(id, { version: await versionOf(id), ...parts(1100) }))).toBe('ok');
		expect(await soldMinor()).toEqual(day);
		expect((await timeline(id)).order.payment).toMatchObject({
			takings: [
				{ kind: 'voucher', amountMinor: 1100 },
				{ kind: 'cash', amountMinor: due - 1100 }
			],
			tips: [{ kind: 'cash', amountMinor: 300 }]
		});
	});

	test('is made once: by a repeated key, by the same again, and by two managers at once', async () => {
		await startShift();
		const { id, due } = await delivered(() => ({ paymentKind: 'cash' }));
		const version = await versionOf(id);
		const key = randomUUID();
		const body = { version, paymentKind: 'card' as const };
		expect(codeOf(await correct(id, body, { key }))).toBe('ok');
		expect(codeOf(await correct(id, body, { key }))).toBe('ok');
		const rows = await ledgerOf(id);
		expect(rows.map(({ kind }) => kind)).toEqual(['cash', 'reversal', 'terminal']);

		const next = await versionOf(id);
		const both = await Promise.all([
			correct(id, { version: next, paymentKind: 'voucher' }),
			correct(id, { version: next, paymentKind: 'cheque' }, { cookie: owner })
		]);
		expect(both.map(codeOf).toSorted()).toEqual(['ok', 'stale_version']);
		const { takings } = (await timeline(id)).order.payment;
		expect(takings).toEqual([
			{ kind: both[0].status === 200 ? 'voucher' : 'cheque', amountMinor: due }
		]);
		const same = { version: await versionOf(id), takings };
		expect(codeOf(await correct(id, same))).toBe('ok');
		expect((await timeline(id)).corrections).toHaveLength(2);
	});

	test('leaves a signed shift as it is: the count’s difference is corrected in the ledger', async () => {
		const shift = await startShift();
		const { id, due } = await delivered(() => ({ paymentKind: 'cash' }));
		await setShift(pool, { driverId: DRIVER, on: false });
		const of = { shiftId: shift, shop: 'gare', staffId: MANAGER };
		const differs = await account('over_short');
		expect(await countShift(pool, { ...of, countedMinor: 2000 })).toMatchObject({
			value: { varianceMinor: -due }
		});
		await signShift(pool, { shiftId: shift, driverId: DRIVER, countedMinor: 2000 });
		expect(await account('over_short')).toBe(differs! + due);
		const signed = await shifts.byId(pool, shift);
		const held = await account(`driver:${DRIVER}`);

		expect(codeOf(await correct(id, { version: await versionOf(id), paymentKind: 'card' }))).toBe(
			'ok'
		);
		expect(await shifts.byId(pool, shift)).toEqual(signed);
		// Nothing was missing: it had been paid by card.
		expect(await account('over_short')).toBe(differs);
		expect(await account(`driver:${DRIVER}`)).toBe(held);
		expect((await timeline(id)).corrections).toMatchObject([{ isAfterCount: true }]);
		expect(await paymentDifference(pool, 'gare')).toBeUndefined();
	});
});

describe('a correction is refused', () => {
	test('for amounts that do not add up, without a reason, for an older version, and by others', async () => {
		await startShift();
		const { id, due } = await delivered(() => ({ paymentKind: 'cash' }));
		const version = await versionOf(id);
		const rows = await ledgerOf(id);
		const wrong = { takings: [{ kind: 'card' as const, amountMinor: due - 1 }] };
		expect(codeOf(await correct(id, { version, ...wrong }))).toBe('takings_differ');
		expect(codeOf(await correct(id, { version }))).toBe('payment_kind_missing');
		expect(codeOf(await correct(id, { version, paymentKind: 'card', reason: '' }))).toBe('invalid');
		expect(codeOf(await correct(id, { version: version - 1, paymentKind: 'card' }))).toBe(
			'stale_version'
		);
		const counter = await server.signIn('comptoir.gare');
		expect(codeOf(await correct(id, { version, paymentKind: 'card' }, { cookie: counter }))).toBe(
			'forbidden'
		);
		expect(await ledgerOf(id)).toEqual(rows);
		const { order } = await placed(pool);
		expect(codeOf(await correct(order.id, { version: 1, paymentKind: 'card' }))).toBe(
			'nothing_taken'
		);
	});

	test('once the day is closed, and leaves nothing behind', async () => {
		await startShift();
		const { id } = await delivered(() => ({ paymentKind: 'cash' }));
		const { today } = await daysOf(pool, 'gare');
		const closed = await closeDay(
			pool,
			{ shop: 'gare', day: today, early: true },
			`staff:${MANAGER}`
		);
		expect(closed.ok).toBe(true);
		const [rows, before] = [await ledgerOf(id), await timeline(id)];
		const late = await correct(id, { version: before.order.version, paymentKind: 'card' });
		expect([late.status, codeOf(late)]).toEqual([409, 'day_closed']);
		expect(await ledgerOf(id)).toEqual(rows);
		expect(await timeline(id)).toEqual(before);
	});
});
