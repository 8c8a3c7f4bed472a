/** Attempts to take the money of an order through a provider. */

import type { Language } from '#domain/menu/menu.ts';
import type { Status } from '#domain/order/order.ts';
import type { PayPage, Provider, Seen } from '#domain/pay/payment.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { listOf } from '../plumbing/sql.ts';

/** Nothing is reserved yet. */
const UNPAID_STATES = ['new', 'open'] as const;
/** The attempt can still become a payment, or is one. */
const LIVING_STATES = [...UNPAID_STATES, 'authorised', 'captured'] as const;
export type IntentState = (typeof LIVING_STATES)[number] | 'released' | 'failed' | 'expired';

export interface IntentRow {
	id: string;
	order: string;
	provider: Provider;
	/** The shop's own account at the provider; null for the group's. */
	account: string | null;
	amountMinor: number;
	currency: string;
	state: IntentState;
	/** Raised by each worker that takes the intent. */
	attempt: number;
	keyGeneration: number;
	providerId: string | null;
	paymentId: string | null;
	captureId: string | null;
	payUrl: string | null;
	/** The page that the customer asked for; null for the installation's. */
	page: PayPage | null;
	/** With it a browser pays the session on our page. */
	clientSecret: string | null;
	capturedMinor: number;
	refundedMinor: number;
	disputedMinor: number;
	refusal: string | null;
	isMismatch: boolean;
	createdAt: Date;
}

const COLUMNS = `i.id, i.order_id as "order", i.provider, i.account, i.amount_minor as "amountMinor",
	i.currency, i.state, i.attempt, i.key_generation as "keyGeneration", i.provider_id as "providerId",
	i.payment_id as "paymentId", i.capture_id as "captureId", i.pay_url as "payUrl",
	i.page, i.client_secret as "clientSecret",
	i.captured_minor as "capturedMinor", i.refunded_minor as "refundedMinor",
	i.disputed_minor as "disputedMinor", i.refusal, i.is_mismatch as "isMismatch",
	i.created_at as "createdAt"`;

/** Stores a new attempt; returns its id. A second living attempt of an order breaks a unique index. */
export async function add(
	tx: Tx,
	intent: {
		order: string;
		provider: Provider;
		account: string | null;
		amountMinor: number;
		currency: string;
		page: PayPage | null;
	}
): Promise<string> {
	const { order, provider, account, amountMinor, currency, page } = intent;
	const { rows } = await tx.query<{ id: string }>(
		`insert into payment_intent (order_id, provider, account, amount_minor, currency, page)
			values ($1, $2, $3, $4, $5, $6) returning id`,
		[order, provider, account, amountMinor, currency, page]
	);
	const id = rows[0]?.id;
	if (id === undefined) throw new Error('an intent just written is not there');
	return id;
}

/** An intent as a worker takes it, with what it needs of the order. */
export interface ClaimedIntent extends IntentRow {
	number: number;
	shopName: string;
	language: Language;
	/** The customer's mail address, where it is known. */
	email: string | null;
	status: Status;
	totalMinor: number;
}

/** Raises the attempt, which fences results of older ones; undefined when there is no such intent. */
export async function claim(tx: Tx, id: string): Promise<ClaimedIntent | undefined> {
	await tx.query(
		`update payment_intent set attempt = attempt + 1, looked_at = clock_timestamp() where id = $1`,
		[id]
	);
	const { rows } = await tx.query<ClaimedIntent>(
		`select ${COLUMNS}, o.number, s.name as "shopName", o.language, c.email, o.status,
			o.total_minor as "totalMinor"
		from payment_intent i join orders o on o.id = i.order_id join shop s on s.id = o.shop_id
			join customer c on c.id = o.customer_id
		where i.id = $1`,
		[id]
	);
	return rows[0];
}

/** The order of an intent. */
export async function orderOf(db: Db, id: string): Promise<string | undefined> {
	const { rows } = await db.query<{ order: string }>(
		'select order_id as "order" from payment_intent where id = $1',
		[id]
	);
	return rows[0]?.order;
}

export async function lock(tx: Tx, id: string): Promise<IntentRow | undefined> {
	const { rows } = await tx.query<IntentRow>(
		`select ${COLUMNS} from payment_intent i where i.id = $1 for update`,
		[id]
	);
	return rows[0];
}

/** Whether the attempt can still become a payment, or is one. */
export const isLiving = (state: IntentState): boolean =>
	LIVING_STATES.some((living) => living === state);
/** Whether nothing was reserved at the last look. */
export const isUnpaid = (state: IntentState): boolean =>
	UNPAID_STATES.some((unpaid) => unpaid === state);

/** The states of all attempts of an order. */
export async function statesOf(db: Db, orderId: string): Promise<IntentState[]> {
	const { rows } = await db.query<{ state: IntentState }>(
		'select state from payment_intent where order_id = $1',
		[orderId]
	);
	return rows.map(({ state }) => state);
}

/** The newest attempt of an order. */
export async function latestOf(db: Db, orderId: string): Promise<IntentRow | undefined> {
	const { rows } = await db.query<IntentRow>(
		`select ${COLUMNS} from payment_intent i where i.order_id = $1
			order by i.created_at desc limit 1`,
		[orderId]
	);
	return rows[0];
}

/** Keeps the provider's ids at once, outside the job's transaction: the next worker finds the payment. */
export async function keepIds(
	db: Db,
	id: string,
	ids: Pick<Seen, 'providerId' | 'payUrl' | 'clientSecret'>
): Promise<void> {
	await db.query(
		`update payment_intent set provider_id = coalesce(provider_id, $2),
				pay_url = coalesce(pay_url, $3), client_secret = coalesce(client_secret, $4)
			where id = $1`,
		[id, ids.providerId, ids.payUrl, ids.clientSecret]
	);
}

/** The customer asks for another page to pay on, instead of the one that is open. */
export async function askPage(tx: Tx, id: string, page: PayPage): Promise<void> {
	await tx.query('update payment_intent set page = $2 where id = $1', [id, page]);
}

/** The page that is open is ours, and the provider's is asked for. */
export const isPageReplaced = ({
	page,
	clientSecret
}: Pick<IntentRow, 'page' | 'clientSecret'>): boolean =>
	page === 'redirect' && clientSecret !== null;

/** The provider repeats an error for the present keys: the next ones are new. */
export async function raiseKeys(db: Db, id: string): Promise<void> {
	await db.query('update payment_intent set key_generation = key_generation + 1 where id = $1', [
		id
	]);
}

/** A refused step is tried again, with new keys: the provider repeats its answer for the old ones. */
export async function forgetRefusal(tx: Tx, id: string): Promise<void> {
	await tx.query(
		'update payment_intent set refusal = null, key_generation = key_generation + 1 where id = $1',
		[id]
	);
}

/** Writes what was seen at the provider. */
export async function record(
	tx: Tx,
	id: string,
	to: {
		state: IntentState;
		seen: Seen;
		isMismatch: boolean;
		isSettled: boolean;
		refusal: string | null;
	}
): Promise<void> {
	const { seen } = to;
	await tx.query(
		`update payment_intent set state = $2, provider_id = coalesce(provider_id, $3),
				payment_id = coalesce($4, payment_id), capture_id = coalesce($5, capture_id),
				pay_url = coalesce($6, pay_url), authorised_until = $7, captured_minor = $8,
				refunded_minor = $9, disputed_minor = $10, is_mismatch = $11, is_settled = $12, refusal = $13
			where id = $1`,
		[
			id,
			to.state,
			seen.providerId,
			seen.paymentId,
			seen.captureId,
			seen.payUrl,
			seen.authorisedUntil,
			seen.capturedMinor,
			seen.refundedMinor,
			seen.disputedMinor,
			to.isMismatch,
			to.isSettled,
			to.refusal
		]
	);
}

/** Ends an attempt of which nothing exists at the provider. */
export async function end(
	tx: Tx,
	id: string,
	to: { state: 'failed' | 'expired'; refusal: string | null }
): Promise<void> {
	await tx.query(
		'update payment_intent set state = $2, refusal = $3, is_settled = true where id = $1',
		[id, to.state, to.refusal]
	);
}

/** The attempts of an order that a worker must look at again; returns each with its present attempt. */
export async function reopen(tx: Tx, orderId: string): Promise<{ id: string; attempt: number }[]> {
	const { rows } = await tx.query<{ id: string; attempt: number }>(
		`update payment_intent set is_settled = false where order_id = $1
			and state in (${listOf(LIVING_STATES)}) returning id, attempt`,
		[orderId]
	);
	return rows;
}

/** Unsettled attempts at which no worker has looked for so many seconds, oldest first. */
export async function unsettled(
	db: Db,
	seconds: number,
	limit: number
): Promise<{ id: string; attempt: number }[]> {
	const { rows } = await db.query<{ id: string; attempt: number }>(
		`select id, attempt from payment_intent where not is_settled
			and looked_at < clock_timestamp() - make_interval(secs => $1)
		order by looked_at limit $2`,
		[seconds, limit]
	);
	return rows;
}
/** The intent of an event, by our id or by the provider's. */
export async function find(
	db: Db,
	of: { provider: Provider; intent: string | null; providerIds: readonly string[] }
): Promise<{ id: string; attempt: number } | undefined> {
	const { rows } = await db.query<{ id: string; attempt: number }>(
		`select id, attempt from payment_intent where provider = $1
			and (id::text = $2 or provider_id = any ($3) or payment_id = any ($3) or capture_id = any ($3))
		limit 1`,
		[of.provider, of.intent, of.providerIds]
	);
	return rows[0];
}

/** The provider says that something has changed. */
export async function unsettle(tx: Tx, id: string): Promise<void> {
	await tx.query('update payment_intent set is_settled = false where id = $1', [id]);
}

/** An attempt as the comparison with a provider's books needs it. */
export interface BookedIntent {
	id: string;
	attempt: number;
	order: string;
	shop: string;
	account: string | null;
	capturedMinor: number;
	refundedMinor: number;
}

/** Attempts since then that have reached the provider. */
export async function since(db: Db, provider: Provider, at: Date): Promise<BookedIntent[]> {
	const { rows } = await db.query<BookedIntent>(
		`select i.id, i.attempt, i.order_id as "order", o.shop_id as shop, i.account,
			i.captured_minor as "capturedMinor", i.refunded_minor as "refundedMinor"
		from payment_intent i join orders o on o.id = i.order_id
		where i.provider = $1 and i.created_at >= $2 and i.payment_id is not null`,
		[provider, at]
	);
	return rows;
}
