/** Money that is given back. */

import type { RefundView } from '#domain/wire/contract.ts';
import type { SeenRefund } from '#domain/pay/payment.ts';
import type { VatRow } from '#domain/pay/vat.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface NewRefund {
	order: string;
	/** Null when the money is given back by hand. */
	intent: string | null;
	amountMinor: number;
	currency: string;
	/** A person's words, or `called_off`, `changed`, `elsewhere`. */
	reason: string;
	/** Ids of the lines; null for an amount. */
	lines: readonly string[] | null;
	/** Gross and VAT by rate. */
	vat: readonly VatRow[];
	state: 'new' | 'sent' | 'succeeded' | 'failed';
	/** The provider's id of one that was made there. */
	providerId?: string;
	actor: string;
}

/** Stores a refund; returns its id. */
export async function add(tx: Tx, refund: NewRefund): Promise<string> {
	const { rows } = await tx.query<{ id: string }>(
		`insert into refund (order_id, intent_id, amount_minor, currency, reason, lines, state, provider_id,
				actor, vat, settled_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
				case when $7 in ('succeeded', 'failed') then clock_timestamp() end)
			returning id`,
		[
			refund.order,
			refund.intent,
			refund.amountMinor,
			refund.currency,
			refund.reason,
			refund.lines && JSON.stringify(refund.lines),
			refund.state,
			refund.providerId ?? null,
			refund.actor,
			JSON.stringify(refund.vat)
		]
	);
	const id = rows[0]?.id;
	if (id === undefined) throw new Error('a refund just written is not there');
	return id;
}

export interface RefundRow {
	id: string;
	intent: string | null;
	amountMinor: number;
	lines: string[] | null;
	vat: VatRow[];
	reason: string;
	state: RefundView['state'];
	providerId: string | null;
}

/** The refunds of an order, oldest first. */
export async function ofOrder(db: Db, orderId: string): Promise<RefundRow[]> {
	const { rows } = await db.query<RefundRow>(
		`select id, intent_id as intent, amount_minor as "amountMinor", lines,
			coalesce(vat, '[]') as vat, reason, state, provider_id as "providerId"
		from refund where order_id = $1 order by created_at, id`,
		[orderId]
	);
	return rows;
}

/** VAT by rate of the refunds that did not fail. */
export const vatOf = (known: readonly RefundRow[]): VatRow[] =>
	known.flatMap(({ state, vat }) => (state === 'failed' ? [] : vat));

/** The sum of the refunds of an order that did not fail. */
export async function promisedMinor(db: Db, orderId: string): Promise<number> {
	const { rows } = await db.query<{ sum: number }>(
		`select coalesce(sum(amount_minor), 0)::integer as sum from refund
		where order_id = $1 and state <> 'failed'`,
		[orderId]
	);
	return rows[0]?.sum ?? 0;
}

/** The refunds of an order for people, oldest first. */
export async function viewsOf(db: Db, orderId: string): Promise<RefundView[]> {
	const { rows } = await db.query<Omit<RefundView, 'at'> & { at: Date }>(
		`select r.id, r.amount_minor as "amountMinor", r.reason, r.state, r.created_at as at,
			s.name as by
		from refund r left join staff s on r.actor = 'staff:' || s.id
		where r.order_id = $1 order by r.created_at, r.id`,
		[orderId]
	);
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Refunds of an attempt that a provider has not carried out, oldest first. */
export async function waiting(
	db: Db,
	intentId: string
): Promise<{ id: string; amountMinor: number }[]> {
	const { rows } = await db.query<{ id: string; amountMinor: number }>(
		`select id, amount_minor as "amountMinor" from refund
		where intent_id = $1 and state in ('new', 'sent') order by created_at, id`,
		[intentId]
	);
	return rows;
}

/** Writes how the provider shows a refund; true when it has newly succeeded. */
export async function settle(tx: Tx, id: string, seen: SeenRefund): Promise<boolean> {
	const state = seen.state === 'pending' ? 'sent' : seen.state;
	const { rowCount } = await tx.query(
		`update refund set state = $2, provider_id = $3,
				settled_at = case when $2 in ('succeeded', 'failed') then clock_timestamp() end
			where id = $1 and state <> $2`,
		[id, state, seen.providerId]
	);
	return rowCount === 1 && state === 'succeeded';
}

/** The provider refuses it for good. */
export async function fail(tx: Tx, id: string): Promise<void> {
	await tx.query(
		`update refund set state = 'failed', settled_at = clock_timestamp()
			where id = $1 and state in ('new', 'sent')`,
		[id]
	);
}
