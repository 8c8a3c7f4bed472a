/** Shifts of drivers: their cash, their count, and who signed. */

import type { ShiftSums } from '#domain/pay/shift.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface ShiftRow {
	id: string;
	shop: string;
	currency: string;
	driver: string;
	isOver: boolean;
	sums: ShiftSums;
	/** What the driver owed in cash at the count; null before. */
	owedMinor: number | null;
	/** The cash that was counted; null before. */
	countedMinor: number | null;
	isSigned: boolean;
	/** A payment of a delivery in the shift waits to be recorded. */
	isRecording: boolean;
}

const ROW = `select s.id, s.shop_id as shop, h.currency, s.driver_id as driver,
		s.ended_at is not null as "isOver", shift_sums(s.id) as sums, s.owed_minor as "owedMinor",
		s.counted_minor as "countedMinor", s.signed_at is not null as "isSigned",
		exists (select from run r join stop t on t.run_id = r.id join payment p on p.order_id = t.order_id
			where r.driver_id = s.driver_id and r.offered_at >= s.started_at and t.outcome = 'delivered'
				and t.ended_at <= coalesce(s.ended_at, 'infinity')
				and (p.status = 'due' or p.reported is not null)) as "isRecording"
	from shift s join shop h on h.id = s.shop_id where s.id = $1`;

/** A shift with its money now; undefined when there is none of this id. */
export async function byId(db: Db, id: string): Promise<ShiftRow | undefined> {
	const { rows } = await db.query<ShiftRow>(ROW, [id]);
	return rows[0];
}

/** A shift, locked: nothing more is recorded for it, and no other person counts or signs it. */
export async function lock(tx: Tx, id: string): Promise<ShiftRow | undefined> {
	await tx.query('select 1 from shift where id = $1 for update', [id]);
	return byId(tx, id);
}

/** A shift whose driver is locked, so that it does not end and no other cash is given or handed in. */
export async function lockDriverOf(tx: Tx, id: string): Promise<ShiftRow | undefined> {
	await tx.query(
		`select 1 from driver where id = (select driver_id from shift where id = $1)
			for no key update`,
		[id]
	);
	return byId(tx, id);
}

/** Inserts a shift that starts now; returns its id. */
export async function start(tx: Tx, driverId: string, shop: string): Promise<string> {
	const { rows } = await tx.query<{ id: string }>(
		'insert into shift (driver_id, shop_id) values ($1, $2) returning id',
		[driverId, shop]
	);
	return rows[0]?.id ?? '';
}

/** Ends a shift now; `isToCount` false when nothing was in the driver's hands. */
export async function end(tx: Tx, id: string, isToCount: boolean): Promise<void> {
	await tx.query('update shift set ended_at = clock_timestamp(), is_to_count = $2 where id = $1', [
		id,
		isToCount
	]);
}

/** Records cash given to the driver, or handed in by them, during the shift. */
export async function addCash(
	tx: Tx,
	id: string,
	kind: 'float' | 'drop',
	amountMinor: number
): Promise<void> {
	await tx.query('insert into shift_cash (shift_id, kind, amount_minor) values ($1, $2, $3)', [
		id,
		kind,
		amountMinor
	]);
}

export interface Count {
	owedMinor: number;
	countedMinor: number;
	voucherMinor: number;
	chequeMinor: number;
	/** The manager's id. */
	by: string;
}

/** Writes the count with the manager's signature. */
export async function writeCount(tx: Tx, id: string, count: Count): Promise<void> {
	await tx.query(
		`update shift set owed_minor = $2, counted_minor = $3, counted_voucher_minor = $4,
			counted_cheque_minor = $5, counted_by = $6, counted_at = clock_timestamp() where id = $1`,
		[id, count.owedMinor, count.countedMinor, count.voucherMinor, count.chequeMinor, count.by]
	);
}

/** Writes the driver's signature. */
export async function sign(tx: Tx, id: string): Promise<void> {
	await tx.query('update shift set signed_at = clock_timestamp() where id = $1', [id]);
}
