import { byKind, movedBetween, type Moved, type RecordedMoney } from '#domain/pay/correction.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import { TILL_KINDS } from '#domain/pay/ledger.ts';
import { refundShare, type VatRow } from '#domain/pay/vat.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { vatOfOrder } from '../reads/order-vat.ts';
import { readMoney } from '../steps/door-money.ts';
import { post } from '../steps/ledger.ts';
import { stale } from '../steps/refusals.ts';
import * as corrections from '../tables/corrections.ts';
import * as ledger from '../tables/ledger.ts';
import { headOf, lockHead, standing, type OrderHead, type Standing } from '../tables/orders.ts';
import * as payments from '../tables/payments.ts';
import * as shifts from '../tables/shifts.ts';

export interface CorrectTakings extends DoorReport {
	orderId: string;
	/** The version that the manager saw: of two managers at once, the second sees the first one's correction. */
	version: number;
	reason: string;
	actor: Actor;
}

/**
 * Corrects how money was taken at the door or the counter: other kinds, other parts, another tip. What was recorded
 * stays; the difference is reversed, and what is right is added, by kind. Refused once the day of the payment is closed. A
 * driver's shift whose cash was counted stays as it is: what the cash differs by is then a difference of its count.
 */
export async function correctTakings(
	db: Pool | Tx,
	request: CorrectTakings
): Promise<Result<Standing>> {
	return inTransaction(db, request.actor, async (tx) => {
		const corrected = await correctIn(tx, request);
		if (!corrected.ok) throw new Rollback(corrected);
		return corrected;
	});
}

async function correctIn(tx: Tx, request: CorrectTakings): Promise<Result<Standing>> {
	const { orderId, version, reason } = request;
	const head = await lockHead(tx, orderId);
	if (!head) return refuse('not_found');
	if (head.version !== version) return stale(head);
	const payment = await payments.lock(tx, orderId);
	const was = await corrections.recordedOf(tx, orderId);
	if (payment?.status !== 'collected' || !was) return refuse('nothing_taken');
	const { amountMinor: dueMinor, currency } = payment;
	const report = readMoney(request, { dueMinor, currency });
	if (!report.ok) return report;
	const { takings, tip } = report.value;
	const now: RecordedMoney = { takings: byKind(takings), tips: tip ? [tip] : [] };
	const moved = {
		sales: movedBetween(was.takings, now.takings),
		tips: movedBetween(was.tips, now.tips)
	};
	if (rowsOf(moved).length === 0) return done(standing(head));

	const shift = was.shift === null ? undefined : await shifts.lock(tx, was.shift);
	const isCounted = shift !== undefined && shift.countedMinor !== null;
	await setAction(tx, 'correct_takings');
	await corrections.addRows(tx, orderId, rowsOf(moved), isCounted ? UNASSIGNED : was);
	await corrections.add(tx, orderId, {
		...{ reason, now, countedShift: isCounted ? was.shift : null },
		was: { takings: was.takings, tips: was.tips }
	});
	await ledger.lock(tx, head.shop);
	const day = await ledger.dayOfOrder(tx, orderId);
	if (day.isClosed) return refuse('day_closed');
	if (day.isBooked) await postAll(tx, head, { ...moved, was, isCounted, currency });
	const after = await headOf(tx, orderId);
	return after ? done(standing(after)) : refuse('not_found');
}

/** A counted shift keeps its sums. */
const UNASSIGNED = { driver: null, shift: null };

interface AllMoved {
	sales: Moved;
	tips: Moved;
}

function rowsOf({ sales, tips }: AllMoved) {
	const of = ({ less, more }: Moved, isTip: boolean) => [
		...less.map(({ kind, amountMinor }) => ({ kind, amountMinor: -amountMinor, isTip })),
		...more.map((part) => ({ ...part, isTip }))
	];
	return [...of(sales, false), ...of(tips, true)];
}

/** Undoes first, then records what is right. Both sides have the same VAT. */
async function postAll(
	tx: Tx,
	{ id: order, shop }: OrderHead,
	moved: AllMoved & { was: corrections.Recorded; isCounted: boolean; currency: string }
): Promise<void> {
	const { was, isCounted, currency, sales, tips } = moved;
	const [shift, driver] = [was.shift ?? undefined, was.driver ?? undefined];
	const about = { shop, currency, order, shift, driver, isCounted };
	const movedMinor = sales.less.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
	const table = refundShare(await vatOfOrder(tx, order), { before: [], amountMinor: movedMinor });
	const vats = { less: sharesOf(table, sales.less), more: sharesOf(table, sales.more) };
	for (const [n, { kind, amountMinor }] of sales.less.entries()) {
		const of = TILL_KINDS[kind];
		await post(tx, { ...about, kind: 'reversal', of, amountMinor, vat: vats.less[n] });
	}
	for (const [n, { kind, amountMinor }] of sales.more.entries())
		await post(tx, { ...about, kind: TILL_KINDS[kind], amountMinor, vat: vats.more[n] });
	// A tip in cash is in no account.
	for (const { kind, amountMinor } of tips.less)
		if (kind !== 'cash')
			await post(tx, { ...about, kind: 'tip_reversal', of: TILL_KINDS[kind], amountMinor });
	for (const { kind, amountMinor } of tips.more)
		if (kind !== 'cash')
			await post(tx, { ...about, kind: 'tip', by: TILL_KINDS[kind], amountMinor });
}

/** The VAT of each part of a table. */
function sharesOf(table: readonly VatRow[], parts: Moved['less']): VatRow[][] {
	const before: VatRow[] = [];
	return parts.map(({ amountMinor }) => {
		const vat = refundShare(table, { before, amountMinor });
		before.push(...vat);
		return vat;
	});
}
