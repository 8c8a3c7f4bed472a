/** Corrections of the money that was recorded at the door or the counter. */

import { byKind, type CorrectionView, type RecordedMoney } from '#domain/pay/correction.ts';
import { onlyKind, type Taking } from '#domain/pay/door.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { withoutLogRows } from '../plumbing/quietly.ts';

/** The recorded money of an order, and whose it is. */
export interface Recorded extends RecordedMoney {
	/** Null at the counter. */
	driver: string | null;
	shift: string | null;
}

/** What is recorded for an order now; undefined when nothing is. */
export async function recordedOf(tx: Tx, orderId: string): Promise<Recorded | undefined> {
	const { rows } = await tx.query<
		Taking & { isTip: boolean; driver: string | null; shift: string | null }
	>(
		`select kind, amount_minor as "amountMinor", is_tip as "isTip", driver_id as driver, shift_id as shift
			from door_taking where order_id = $1 order by id`,
		[orderId]
	);
	const [first] = rows;
	if (!first) return undefined;
	const { driver, shift } = first;
	return {
		takings: byKind(rows.filter(({ isTip }) => !isTip)),
		tips: byKind(rows.filter(({ isTip }) => isTip)),
		driver,
		shift
	};
}

/** A row for each amount that differs, below 0 for less; what was recorded before stays. */
export async function addRows(
	tx: Tx,
	orderId: string,
	rows: readonly (Taking & { isTip: boolean })[],
	{ driver, shift }: Pick<Recorded, 'driver' | 'shift'>
): Promise<void> {
	await tx.query(
		`insert into door_taking (order_id, kind, amount_minor, is_tip, driver_id, shift_id)
			select $1, t.kind, t."amountMinor", t."isTip", $3, $4
			from jsonb_to_recordset($2::jsonb) as t (kind text, "amountMinor" integer, "isTip" boolean)`,
		[orderId, JSON.stringify(rows), driver, shift]
	);
	if (driver !== null)
		await tx.query('update driver set touched_at = clock_timestamp() where id = $1', [driver]);
}

export interface NewCorrection {
	reason: string;
	was: RecordedMoney;
	now: RecordedMoney;
	/** A shift whose cash was counted before. */
	countedShift: string | null;
}

/** Stores who corrected what, and why. The order changes with it, so that its screens read it again. */
export async function add(
	tx: Tx,
	orderId: string,
	{ reason, was, now, countedShift }: NewCorrection
): Promise<void> {
	await tx.query(
		`insert into takings_correction (order_id, reason, was, now, counted_shift)
			values ($1, $2, $3, $4, $5)`,
		[orderId, reason, JSON.stringify(was), JSON.stringify(now), countedShift]
	);
	// One row of the log for the correction, whether the kind changes or not.
	await withoutLogRows(tx, orderId, () =>
		tx.query('update payment set kind = $2 where order_id = $1', [orderId, onlyKind(now.takings)])
	);
	await tx.query('update orders set touched_at = clock_timestamp() where id = $1', [orderId]);
}

/** The corrections of an order for people, oldest first. */
export async function viewsOf(db: Db, orderId: string): Promise<CorrectionView[]> {
	const { rows } = await db.query<Omit<CorrectionView, 'at'> & { at: Date }>(
		`select c.at, s.name as by, c.reason, c.was, c.now, c.counted_shift is not null as "isAfterCount"
			from takings_correction c left join staff s on c.actor = 'staff:' || s.id
			where c.order_id = $1 order by c.id`,
		[orderId]
	);
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
