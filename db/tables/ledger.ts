/** The ledger and its closed days. Rows are written by `db/steps/ledger.ts` and `db/commands/close-day.ts`. */

import {
	dayTotals,
	LEDGER_PAGE,
	vatSign,
	type ClosedDay,
	type DayTotals,
	type KindTotal,
	type LedgerEntry
} from '#domain/pay/day.ts';
import { MOVEMENT_KINDS, REVERSAL_KINDS } from '#domain/pay/ledger.ts';
import type { VatRow } from '#domain/pay/vat.ts';
import { listOf } from '../plumbing/sql.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

const kindsOf = (sign: number) => listOf(MOVEMENT_KINDS.filter((kind) => vatSign(kind) === sign));

/** Locks the ledger of a shop until the transaction ends; false when there is no such shop. */
export async function lock(tx: Tx, shop: string): Promise<boolean> {
	const { rowCount } = await tx.query('select from ledger_head where shop_id = $1 for update', [
		shop
	]);
	return rowCount === 1;
}

/** The totals of a day, from its rows. */
export async function totalsOf(db: Db, shop: string, day: string): Promise<DayTotals> {
	const kinds = await db.query<KindTotal>({
		name: 'ledger-kinds',
		text: `select kind, count(*) as count, sum(amount_minor)::bigint as "amountMinor"
			from ledger where shop_id = $1 and day = $2 group by kind`,
		values: [shop, day]
	});
	const vat = await db.query<VatRow>({
		name: 'ledger-vat',
		text: `select v.rate, sum(sign * v."grossMinor")::bigint as "grossMinor",
				sum(sign * v."vatMinor")::bigint as "vatMinor"
			from ledger l cross join lateral (
				select case when l.kind in (${kindsOf(1)}) then 1 else -1 end as sign
			) s cross join lateral jsonb_to_recordset(l.vat)
				as v (rate integer, "grossMinor" bigint, "vatMinor" bigint)
			where l.shop_id = $1 and l.day = $2 and l.kind in (${kindsOf(1)}, ${kindsOf(-1)})
			group by v.rate`,
		values: [shop, day]
	});
	const { rows } = await db.query<{ currency: string }>('select currency from shop where id = $1', [
		shop
	]);
	return dayTotals(rows[0]?.currency ?? '', kinds.rows, vat.rows);
}

/** VAT by rate of what was taken for an order; empty while no row says so. */
export async function vatTaken(db: Db, orderId: string): Promise<VatRow[]> {
	const { rows } = await db.query<VatRow>({
		name: 'ledger-order-vat',
		text: `select v.rate, sum(sign * v."grossMinor")::integer as "grossMinor",
				sum(sign * v."vatMinor")::integer as "vatMinor"
			from ledger l cross join lateral (
				select case when l.kind in (${listOf(REVERSAL_KINDS)}) then -1 else 1 end as sign
			) s cross join lateral jsonb_to_recordset(l.vat)
				as v (rate integer, "grossMinor" bigint, "vatMinor" bigint)
			where l.order_id = $1 and l.kind in (${kindsOf(1)}, ${listOf(REVERSAL_KINDS)})
			group by v.rate order by v.rate`,
		values: [orderId]
	});
	return rows;
}

/** Whether movements of an order are in the ledger, and whether a day that counts one of them is closed. */
export async function dayOfOrder(
	tx: Tx,
	orderId: string
): Promise<{ isBooked: boolean; isClosed: boolean }> {
	const { rows } = await tx.query<{ isBooked: boolean; isClosed: boolean }>(
		`select count(*) > 0 as "isBooked", coalesce(bool_or(d.day is not null), false) as "isClosed"
			from ledger l left join ledger_day d on d.shop_id = l.shop_id and d.day = l.day
			where l.order_id = $1`,
		[orderId]
	);
	return rows[0] ?? { isBooked: false, isClosed: false };
}

/** The business day of a shop now, its last day with movements, and the earliest open day before `day`. */
export async function daysOf(
	db: Db,
	shop: string,
	day?: string
): Promise<{ day: string; today: string; last: string; openBefore: string | null }> {
	const { rows } = await db.query<{
		day: string;
		today: string;
		last: string;
		openBefore: string | null;
	}>({
		name: 'ledger-days',
		text: `select coalesce($2::date, d.today) as day, d.today,
				greatest(d.today, (select max(l.day) from ledger l where l.shop_id = s.id)) as last,
				(select min(l.day) from ledger l where l.shop_id = s.id and l.day < coalesce($2::date, d.today)
					and not exists (select from ledger_day c where c.shop_id = s.id and c.day = l.day)
				) as "openBefore"
			from shop s cross join lateral (
				select ((clock_timestamp() at time zone s.zone) - s.business_day_end::time)::date as today
			) d where s.id = $1`,
		values: [shop, day ?? null]
	});
	const found = rows[0];
	if (!found) throw new Error(`no shop ${shop}`);
	return found;
}

/** Closes a day; the caller has locked the ledger and checked that the day has rows and is open. */
export async function insertDay(
	tx: Tx,
	closing: { shop: string; day: string; closedBy: string; totals: DayTotals }
): Promise<void> {
	await tx.query(
		`insert into ledger_day (shop_id, day, closed_by, totals, first_seq, last_seq, hash)
			select $1, $2, $3, $4, r.first, l.seq, l.hash
			from (select min(seq) as first, max(seq) as last from ledger where shop_id = $1 and day = $2) r
				join ledger l on l.shop_id = $1 and l.seq = r.last`,
		[closing.shop, closing.day, closing.closedBy, JSON.stringify(closing.totals)]
	);
}

/** A closed day; undefined while it is open. */
export async function closedDay(db: Db, shop: string, day: string): Promise<ClosedDay | undefined> {
	const { rows } = await db.query<ClosedDay>({
		name: 'ledger-closed',
		text: `select d.day, ${utc('d.closed_at')} as "closedAt", d.closed_by as "closedBy",
				t.name as "closedByName", d.first_seq as "firstSeq", d.last_seq as "lastSeq", d.totals, d.hash,
				case when c.day is not null then json_build_object('sentAt', ${utc('c.sent_at')},
					'mails', c.mails, 'hasFile', c.has_file) end as copies
			from ledger_day d left join ledger_seal c on c.shop_id = d.shop_id and c.day = d.day
				left join staff t on d.closed_by = 'staff:' || t.id
			where d.shop_id = $1 and d.day = $2`,
		values: [shop, day]
	});
	return rows[0];
}

/** An instant as ISO text in UTC, in milliseconds. */
const utc = (column: string) =>
	`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The movements of a day, oldest first, in pages from 0. */
export async function movementsOf(
	db: Db,
	shop: string,
	day: string,
	page: number
): Promise<{ movements: LedgerEntry[]; more: boolean }> {
	const { rows } = await db.query<LedgerEntry>({
		name: 'ledger-movements',
		text: `select l.seq, ${utc('l.at')} as at, l.kind, l.debit, l.credit, l.amount_minor as "amountMinor",
				l.currency, case when o.id is not null then json_build_object('id', o.id, 'number', o.number) end
					as "order", l.intent_id as intent, l.refund_id as refund, l.shift_id as shift,
				d.name as driver, l.actor, a.name as "actorName", l.vat, l.note, l.hash
			from ledger l left join orders o on o.id = l.order_id left join staff d on d.id = l.driver_id
				left join staff a on l.actor = 'staff:' || a.id
			where l.shop_id = $1 and l.day = $2 order by l.seq limit $3 offset $4`,
		values: [shop, day, LEDGER_PAGE + 1, page * LEDGER_PAGE]
	});
	return { movements: rows.slice(0, LEDGER_PAGE), more: rows.length > LEDGER_PAGE };
}

/** All movements of a day, oldest first. */
export async function allMovementsOf(db: Db, shop: string, day: string): Promise<LedgerEntry[]> {
	const all: LedgerEntry[] = [];
	for (let page = 0; ; page++) {
		const { movements, more } = await movementsOf(db, shop, day, page);
		all.push(...movements);
		if (!more) return all;
	}
}

/** Records the copies of a seal outside the database, once. */
export async function recordCopies(
	tx: Tx,
	copies: { shop: string; day: string; mails: number; hasFile: boolean }
): Promise<void> {
	await tx.query(
		`insert into ledger_seal (shop_id, day, mails, has_file) values ($1, $2, $3, $4)
			on conflict do nothing`,
		[copies.shop, copies.day, copies.mails, copies.hasFile]
	);
}
