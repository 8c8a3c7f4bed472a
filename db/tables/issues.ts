/** Items about money that need a person. */

import type { IssueKind, PaymentIssue } from '#domain/wire/contract.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface NewIssue {
	shop: string;
	order: string | null;
	kind: IssueKind;
	/** One item for each cause, however often it is seen. */
	cause: string;
	detail: Record<string, string | number | null>;
}

/** Opens an item. One that is open and was tried once more says that it has failed again. */
export async function open(tx: Tx, issue: NewIssue): Promise<void> {
	await tx.query(
		`insert into payment_issue (shop_id, order_id, kind, cause, detail) values ($1, $2, $3, $4, $5)
			on conflict (kind, cause) do update set detail = payment_issue.detail || excluded.detail ||
					jsonb_build_object('failedAt', to_jsonb(clock_timestamp()))
				where payment_issue.resolved_at is null and payment_issue.detail ? 'retriedAt'`,
		[issue.shop, issue.order, issue.kind, issue.cause, JSON.stringify(issue.detail)]
	);
}

/** The items of a shop, open ones first, then newest first; 200 at most. */
export async function ofShop(db: Db, shopId: string): Promise<PaymentIssue[]> {
	const { rows } = await db.query<
		Omit<PaymentIssue, 'order' | 'openedAt' | 'resolvedAt'> & {
			orderId: string | null;
			number: number | null;
			openedAt: Date;
			resolvedAt: Date | null;
		}
	>(
		`select i.id, i.kind, i.order_id as "orderId", o.number, i.detail, i.opened_at as "openedAt",
			i.resolved_at as "resolvedAt", coalesce(s.name, i.resolved_by) as "resolvedBy", i.note
		from payment_issue i left join orders o on o.id = i.order_id
			left join staff s on i.resolved_by = 'staff:' || s.id
		where i.shop_id = $1 order by i.resolved_at is not null, i.opened_at desc limit 200`,
		[shopId]
	);
	return rows.map(({ orderId, number, openedAt, resolvedAt, ...row }) => ({
		...row,
		order: orderId !== null && number !== null ? { id: orderId, number } : null,
		openedAt: openedAt.toISOString(),
		resolvedAt: resolvedAt?.toISOString() ?? null
	}));
}

/** Closes an item of the shop; false when there is no such open one. */
export async function resolve(
	tx: Tx,
	issue: { id: string; shop: string; actor: string; note: string | null }
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`update payment_issue set resolved_at = clock_timestamp(), resolved_by = $3, note = $4
			where id = $1 and shop_id = $2 and resolved_at is null`,
		[issue.id, issue.shop, issue.actor, issue.note]
	);
	return rowCount === 1;
}

/** Closes the items of these kinds about an order: what they ask for has happened. */
export async function resolveOf(
	tx: Tx,
	orderId: string,
	kinds: readonly IssueKind[]
): Promise<void> {
	await tx.query(
		`update payment_issue set resolved_at = clock_timestamp(), resolved_by = 'worker'
			where order_id = $1 and kind = any ($2) and resolved_at is null`,
		[orderId, kinds]
	);
}

/** One transaction at a time settles the items of an account. */
export async function lockAccount(tx: Tx, account: string | null): Promise<void> {
	await tx.query(`select pg_advisory_xact_lock(hashtextextended('account ' || $1::text, 0))`, [
		account ?? 'own'
	]);
}

/** An item about this problem of the account is open. */
export async function hasAccountProblem(
	tx: Tx,
	account: string | null,
	problem: string
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`select from payment_issue where kind = 'account' and resolved_at is null
			and detail->>'account' is not distinct from $1 and detail->>'problem' = $2`,
		[account, problem]
	);
	return rowCount !== null && rowCount > 0;
}

/** Closes the items of an account whose problems are over. */
export async function resolveAccount(
	tx: Tx,
	account: string | null,
	left: readonly string[]
): Promise<void> {
	await tx.query(
		`update payment_issue set resolved_at = clock_timestamp(), resolved_by = 'worker'
			where kind = 'account' and resolved_at is null
				and detail->>'account' is not distinct from $1 and detail->>'problem' <> all ($2)`,
		[account, left]
	);
}

/** An item that is open. */
export interface OpenIssue {
	id: string;
	kind: IssueKind;
	order: string | null;
	cause: string;
}

/** An open item of the shop. */
export async function findOpen(tx: Tx, id: string, shop: string): Promise<OpenIssue | undefined> {
	const { rows } = await tx.query<OpenIssue>(
		`select id, kind, order_id as "order", cause from payment_issue
			where id = $1 and shop_id = $2 and resolved_at is null`,
		[id, shop]
	);
	return rows[0];
}

/** A person had it tried once more; `cause` is what the item is about from now on. */
export async function markRetried(tx: Tx, id: string, cause: string): Promise<void> {
	await tx.query(
		`update payment_issue set detail = (detail - 'failedAt') ||
				jsonb_build_object('retriedAt', to_jsonb(clock_timestamp())), cause = $2
			where id = $1`,
		[id, cause]
	);
}

/** Closes the item with this cause: what it asks for has happened. */
export async function resolveCause(tx: Tx, kind: IssueKind, cause: string): Promise<void> {
	await tx.query(
		`update payment_issue set resolved_at = clock_timestamp(), resolved_by = 'worker'
			where kind = $1 and cause = $2 and resolved_at is null`,
		[kind, cause]
	);
}
