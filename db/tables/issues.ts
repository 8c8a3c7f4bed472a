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

/** Opens an item; true the first time. */
export async function open(tx: Tx, issue: NewIssue): Promise<boolean> {
	const { rowCount } = await tx.query(
		`insert into payment_issue (shop_id, order_id, kind, cause, detail) values ($1, $2, $3, $4, $5)
			on conflict (kind, cause) do nothing`,
		[issue.shop, issue.order, issue.kind, issue.cause, JSON.stringify(issue.detail)]
	);
	return rowCount === 1;
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
