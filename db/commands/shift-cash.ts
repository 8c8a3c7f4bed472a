import type { CountBody } from '#domain/wire/shifts.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { shiftBalance } from '#domain/pay/shift.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, setAction } from '../plumbing/transaction.ts';
import { post } from '../steps/ledger.ts';
import { amountText } from '#domain/order/money.ts';
import * as shifts from '../tables/shifts.ts';
import { recordAudit } from '../tables/staff.ts';

interface OfShift {
	shiftId: string;
	/** Refused as unknown when the shift is of another shop. */
	shop: string;
	/** The manager who acts. */
	staffId: string;
}

/**
 * Gives a driver change (`float`), or takes cash before the end of the shift (`drop`), at most what the driver
 * owes. Only while the shift runs.
 */
export async function moveCash(
	db: Pool | Tx,
	{
		shiftId,
		shop,
		staffId,
		kind,
		amountMinor
	}: OfShift & { kind: 'float' | 'drop'; amountMinor: number }
): Promise<Result<{ owedMinor: number }>> {
	return inTransaction(db, `staff:${staffId}`, async (tx) => {
		const shift = await shifts.lockDriverOf(tx, shiftId);
		if (shift?.shop !== shop) return refuse('not_found');
		if (shift.isOver) return refuse('shift_over');
		const { owedMinor } = shiftBalance(shift.sums);
		if (kind === 'drop' && amountMinor > owedMinor)
			return refuse('drop_too_much', amountText(Math.max(0, owedMinor), shift.currency));
		await setAction(tx, `shift_${kind}`);
		await shifts.addCash(tx, shiftId, kind, amountMinor);
		await post(tx, { ...about(shift), kind, amountMinor });
		return done({ owedMinor: owedMinor + (kind === 'float' ? amountMinor : -amountMinor) });
	});
}

const about = ({ id, shop, currency, driver }: shifts.ShiftRow) => ({
	shop,
	currency,
	shift: id,
	driver
});

/**
 * Counts the cash of a shift that has ended, as the manager who signs for it. The driver hands it over and owes
 * nothing more; the difference is over or short. Counted once: a second count is refused, except one that
 * corrects the first (`insteadOfMinor`) before the driver has signed.
 */
export async function countShift(
	db: Pool | Tx,
	{ shiftId, shop, staffId, ...counted }: OfShift & CountBody
): Promise<Result<{ varianceMinor: number }>> {
	return inTransaction(db, `staff:${staffId}`, async (tx) => {
		const shift = await shifts.lock(tx, shiftId);
		if (shift?.shop !== shop) return refuse('not_found');
		if (!shift.isOver) return refuse('shift_running');
		if (shift.isRecording) return refuse('shift_recording');
		const before = shift.countedMinor;
		if (before !== null && (shift.isSigned || counted.insteadOfMinor !== before))
			return refuse('shift_counted', amountText(before, shift.currency), { countedMinor: before });
		const { owedMinor } = shiftBalance(shift.sums);
		const { countedMinor, voucherMinor = 0, chequeMinor = 0 } = counted;
		await setAction(tx, 'shift_count');
		await shifts.writeCount(tx, shiftId, {
			owedMinor,
			countedMinor,
			voucherMinor,
			chequeMinor,
			by: staffId
		});
		await recordAudit(tx, {
			actor: `staff:${staffId}`,
			action: 'shift.count',
			subject: shiftId,
			detail: { owedMinor, voucherMinor, chequeMinor, countedMinor, before }
		});
		await postCount(tx, shift, countedMinor);
		return done({ varianceMinor: countedMinor - owedMinor });
	});
}

/** After these the ledger's account of the driver has nothing left of the shift. */
async function postCount(tx: Tx, shift: shifts.ShiftRow, countedMinor: number): Promise<void> {
	const { owedMinor } = shiftBalance(shift.sums);
	const handedIn = countedMinor - (shift.countedMinor ?? 0);
	// A correction posts what it changes.
	const settled = shift.countedMinor === null ? 0 : shift.countedMinor - (shift.owedMinor ?? 0);
	const variance = countedMinor - owedMinor - settled;
	const side = about(shift);
	if (handedIn >= 0) await post(tx, { ...side, kind: 'drop', amountMinor: handedIn });
	else await post(tx, { ...side, kind: 'float', amountMinor: -handedIn });
	const kind = variance > 0 ? 'over' : 'short';
	await post(tx, { ...side, kind, amountMinor: Math.abs(variance) });
}

/**
 * The driver signs the count of their shift. `countedMinor` is what the driver saw: a count that was corrected
 * after that is refused, and seen first. Signing twice changes nothing.
 */
export async function signShift(
	db: Pool | Tx,
	{ shiftId, driverId, countedMinor }: { shiftId: string; driverId: string; countedMinor: number }
): Promise<Result<{ signed: true }>> {
	return inTransaction(db, `staff:${driverId}`, async (tx) => {
		const shift = await shifts.lock(tx, shiftId);
		if (shift?.driver !== driverId) return refuse('not_found');
		if (shift.countedMinor === null) return refuse('shift_not_counted');
		if (shift.countedMinor !== countedMinor)
			return refuse('shift_counted', amountText(shift.countedMinor, shift.currency), {
				countedMinor: shift.countedMinor
			});
		if (shift.isSigned) return done({ signed: true });
		await setAction(tx, 'shift_sign');
		await shifts.sign(tx, shiftId);
		return done({ signed: true });
	});
}
