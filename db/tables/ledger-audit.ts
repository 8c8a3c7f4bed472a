/** The ledger as its verifier reads it: rows as texts, so that nothing is lost between database and hash. */

import type { DayTotals } from '#domain/pay/day.ts';
import {
	GIVEN_BACK_KINDS,
	REVERSAL_KINDS,
	SALE_KINDS,
	SEALED_COLUMNS,
	type SealedRow
} from '#domain/pay/ledger.ts';
import { listOf } from '../plumbing/sql.ts';
import type { Db } from '../plumbing/pool.ts';

export interface LedgerHead {
	shop: string;
	currency: string;
	seq: number;
	hash: string;
}

/** The newest number and hash of each shop's ledger, or of one. */
export async function heads(db: Db, shop?: string): Promise<LedgerHead[]> {
	const { rows } = await db.query<LedgerHead>(
		`select h.shop_id as shop, s.currency, h.seq, h.hash from ledger_head h join shop s on s.id = h.shop_id
			where $1::text is null or h.shop_id = $1 order by s.created_at, s.id`,
		[shop ?? null]
	);
	return rows;
}

export type AuditRow = SealedRow & { seq: string; day: string; prev_hash: string; hash: string };

const AS_TEXT: Partial<Record<(typeof SEALED_COLUMNS)[number], string>> = {
	at: `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
	day: `to_char(day, 'YYYY-MM-DD')`
};
const TEXTS = SEALED_COLUMNS.map(
	(column) => `${AS_TEXT[column] ?? `${column}::text`} as ${column}`
).join(', ');

/** The next rows of a shop after a number, up to another one. */
export async function rowsAfter(
	db: Db,
	shop: string,
	range: { after: number; upTo: number; limit: number }
): Promise<AuditRow[]> {
	const { rows } = await db.query<AuditRow>({
		name: 'ledger-audit',
		text: `select ${TEXTS}, prev_hash, hash from ledger
			where shop_id = $1 and ledger.seq > $2 and ledger.seq <= $3 order by ledger.seq limit $4`,
		values: [shop, range.after, range.upTo, range.limit]
	});
	return rows;
}

/** The next rows of a shop's business day after a number. */
export async function rowsOfDay(
	db: Db,
	of: { shop: string; day: string },
	range: { after: number; limit: number }
): Promise<AuditRow[]> {
	const { rows } = await db.query<AuditRow>({
		name: 'ledger-audit-day',
		text: `select ${TEXTS}, prev_hash, hash from ledger
			where shop_id = $1 and ledger.day = $2 and ledger.seq > $3 order by ledger.seq limit $4`,
		values: [of.shop, of.day, range.after, range.limit]
	});
	return rows;
}

/** What the database, or a file off the machine, says about a closed day. */
export interface DaySeal {
	shop: string;
	day: string;
	firstSeq: number;
	lastSeq: number;
	totals: DayTotals;
	hash: string;
}

/** The closed days of a shop up to a number, oldest first. */
export async function daySeals(db: Db, shop: string, upTo: number): Promise<DaySeal[]> {
	const { rows } = await db.query<DaySeal>(
		`select shop_id as shop, day, first_seq as "firstSeq", last_seq as "lastSeq", totals, hash
			from ledger_day where shop_id = $1 and last_seq <= $2 order by day`,
		[shop, upTo]
	);
	return rows;
}

export interface PaymentDifference {
	order: string;
	number: number;
	/** By the payment, and by the ledger. */
	captured: [number, number];
	refunded: [number, number];
}

/**
 * The first order whose payment and whose movements differ. Orders that are in the ledger are compared, and all
 * that were paid online; door money from before the ledger has no movements. A refund that waits for its provider
 * is in the payment already, and in the ledger only when it has succeeded.
 */
export async function paymentDifference(
	db: Db,
	shop: string
): Promise<PaymentDifference | undefined> {
	const { rows } = await db.query<PaymentDifference>(
		`select o.id as order, o.number,
				array[p.captured_minor::bigint, coalesce(l.captured, 0)] as captured,
				array[p.refunded_minor::bigint, coalesce(l.refunded, 0)] as refunded
			from orders o join payment p on p.order_id = o.id left join (
				select order_id,
					(coalesce(sum(amount_minor) filter (where kind in (${listOf(SALE_KINDS)})), 0)
						- coalesce(sum(amount_minor) filter (where kind in (${listOf(REVERSAL_KINDS)})), 0))::bigint as captured,
					coalesce(sum(amount_minor) filter (where kind in (${listOf(GIVEN_BACK_KINDS)})), 0)::bigint as refunded
				from ledger where shop_id = $1 and order_id is not null group by order_id
			) l on l.order_id = o.id
			where o.shop_id = $1 and (l.order_id is not null or p.method <> 'door')
				and (p.captured_minor <> coalesce(l.captured, 0)
					or (p.refunded_minor <> coalesce(l.refunded, 0) and not exists (
						select from refund r where r.order_id = o.id and r.state in ('new', 'sent'))))
			order by o.placed_at limit 1`,
		[shop]
	);
	return rows[0];
}
