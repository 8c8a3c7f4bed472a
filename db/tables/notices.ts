import type { Language } from '#domain/menu/menu.ts';
import { reasonText } from '#domain/order/reason-words.ts';
import { fillSlots, type SlotWords } from '#domain/order/notice-text.ts';
import type { Fulfilment, Status } from '#domain/order/order.ts';
import type { PaymentStatus } from '#domain/pay/payment.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** The facts of a message to a customer. */
export interface NoticeSubject {
	order: string;
	shop: string;
	shopName: string;
	zone: string;
	number: number;
	status: Status;
	fulfilment: Fulfilment;
	language: Language;
	customerName: string;
	email: string | null;
	promisedAt: Date;
	/** The time of an order ahead. */
	wantedAt: Date | null;
	totalMinor: number;
	/** Null for an order that was inserted by hand without one. */
	paymentStatus: PaymentStatus | null;
	currency: string;
	reason: string | null;
	/** The version of the order that has the reason. */
	reasonVersion: number | null;
}

/** The order of a notice; undefined when it does not exist. */
export async function subjectOf(db: Db, orderId: string): Promise<NoticeSubject | undefined> {
	const { rows } = await db.query<NoticeSubject>(
		`select o.id as order, o.shop_id as shop, s.name as "shopName", s.zone, o.number, o.status,
			o.fulfilment, o.language, c.name as "customerName", c.email, o.promised_at as "promisedAt",
			o.wanted_at as "wantedAt",
			o.total_minor as "totalMinor", p.status as "paymentStatus", o.currency, o.reason_version as "reasonVersion",
			c.reasons ->> o.reason_version::text as reason
		from orders o join shop s on s.id = o.shop_id join customer c on c.id = o.customer_id
			left join payment p on p.order_id = o.id
		where o.id = $1`,
		[orderId]
	);
	return rows[0];
}

export interface NoticeDraft {
	order: string;
	shop: string;
	stage: string;
	language: Language;
	subject: string;
	/** With slots for the customer's words (domain/notice-text). */
	text: string;
	reasonVersion: number | null;
}

/**
 * Stores the intent before anything is sent, one for each stage; returns its id and status. The id is the
 * identity of the message for the mail server.
 */
export async function prepare(
	tx: Tx,
	draft: NoticeDraft
): Promise<{ id: string; status: 'waiting' | 'sent' | 'kept' | 'failed' }> {
	await tx.query(
		`insert into notice (order_id, shop_id, stage, language, subject, text, reason_version, status)
			values ($1, $2, $3, $4, $5, $6, $7, 'waiting') on conflict (order_id, stage) do nothing`,
		[
			draft.order,
			draft.shop,
			draft.stage,
			draft.language,
			draft.subject,
			draft.text,
			draft.reasonVersion
		]
	);
	const { rows } = await tx.query<{ id: string; status: 'waiting' | 'sent' | 'kept' | 'failed' }>(
		'select id, status from notice where order_id = $1 and stage = $2 for update',
		[draft.order, draft.stage]
	);
	const row = rows[0];
	if (!row) throw new Error('a notice just written is not there');
	return row;
}

/** `sent`: a mail server accepted it. `kept`: there is no server or no address; it stays readable here. */
export async function settle(
	tx: Tx,
	id: string,
	status: 'sent' | 'kept' | 'failed'
): Promise<void> {
	await tx.query(
		`update notice set status = $2, sent_at = case when $2 = 'sent' then clock_timestamp() end
			where id = $1`,
		[id, status]
	);
}

export interface NoticeView {
	id: string;
	kind: string;
	to: string | null;
	subject: string;
	text: string;
	status: string;
	createdAt: Date;
	sentAt: Date | null;
}

/** The newest notices of a shop, for people to read. */
export async function ofShop(db: Db, shopId: string): Promise<NoticeView[]> {
	const { rows } = await db.query<NoticeView & SlotWords & { language: Language }>(
		`select n.id, n.stage as kind, c.email as "to", n.subject, n.text, n.status,
			n.created_at as "createdAt", n.sent_at as "sentAt", c.name, o.language,
			c.reasons ->> n.reason_version::text as reason
		from notice n join orders o on o.id = n.order_id join customer c on c.id = o.customer_id
		where n.shop_id = $1 order by n.created_at desc limit 200`,
		[shopId]
	);
	return rows.map(({ name, reason, language, ...row }) => ({
		...row,
		text: fillSlots(row.text, { name, reason: reason && reasonText(reason, language) })
	}));
}

/** Deletes notices older than this many days; returns how many. */
export async function forget(db: Db, olderThanDays: number): Promise<number> {
	const gone = await db.query(
		'delete from notice where created_at < now() - make_interval(days => $1)',
		[olderThanDays]
	);
	return gone.rowCount ?? 0;
}
