/** The status of orders, and their locks. What screens show of an order is read in `reads/snapshots.ts`. */

import type { Language } from '#domain/menu/menu.ts';
import type { Alert, Channel, Fulfilment, Point, RunStatus, Status } from '#domain/order/order.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** The status of an order after a command. */
export interface Standing {
	id: string;
	status: Status;
	version: number;
}

export interface OrderHead extends Standing {
	shop: string;
	fulfilment: Fulfilment;
	/** The driver of its open stop. */
	driver: string | null;
	/** The run of that stop. */
	run: string | null;
	runStatus: RunStatus | null;
}

const HEAD = `
	select o.id, o.shop_id as shop, o.status, o.version, o.fulfilment, r.driver_id as driver,
		r.id as run, r.status as "runStatus"
	from orders o
		left join lateral (
			select run_id from stop where order_id = o.id
				and (outcome is null or (outcome = 'failed' and o.status = 'failed'))
			order by outcome is null desc, ended_at desc limit 1
		) s on true
		left join run r on r.id = s.run_id
	where o.id = $1`;

/** The order's shop, status and driver: enough to decide about a command. */
export async function headOf(db: Db, orderId: string): Promise<OrderHead | undefined> {
	const { rows } = await db.query<OrderHead>({
		name: 'order-head',
		text: HEAD,
		values: [orderId]
	});
	return rows[0];
}

/**
 * The head, locked until the transaction ends. Two statements, because one that waits for the lock would
 * read the order again, but its stops as before the wait.
 */
export async function lockHead(tx: Tx, orderId: string): Promise<OrderHead | undefined> {
	await tx.query({
		name: 'order-lock',
		text: 'select 1 from orders where id = $1 for update',
		values: [orderId]
	});
	return headOf(tx, orderId);
}

/** The status of these orders now; ids of another shop are left out. */
export async function standings(
	db: Db,
	shop: string,
	orderIds: readonly string[]
): Promise<Standing[]> {
	const { rows } = await db.query<Standing>(
		'select id, status, version from orders where shop_id = $1 and id = any ($2)',
		[shop, orderIds]
	);
	return rows;
}

/** Locks orders in the order of their ids, so that two transactions cannot deadlock. */
export async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
	await tx.query('select 1 from orders where id = any ($1) order by id for update', [orderIds]);
}

/** What a command answers about the order that it changed. */
export function standing(head: OrderHead): Standing {
	return { id: head.id, status: head.status, version: head.version };
}

export interface NewOrder {
	id: string;
	shop: string;
	/** Its business day, YYYY-MM-DD, within which the number is unique. */
	day: string;
	number: number;
	/** The id of the customer's row. */
	customer: string;
	fulfilment: Fulfilment;
	channel: Channel;
	language: Language;
	totalMinor: number;
	vatMinor: number;
	feeMinor: number;
	discountMinor: number;
	currency: string;
	promisedAt: Date;
	quoteFrom: Date;
	quoteTo: Date;
	/** Null for as soon as possible. */
	wantedAt: Date | null;
	alert: Alert | null;
	status: 'placed' | 'awaiting_payment';
}

/** Inserts an order. Its lines and payment come before it, so that one log row shows all. */
export async function insert(tx: Tx, order: NewOrder): Promise<void> {
	await tx.query(
		`insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
			total_minor, vat_minor, fee_minor, discount_minor, currency, promised_at, quote_from, quote_to, wanted_at, alert,
			channel)
		values ($1, $2, $3, $4, $5, $18, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $19)`,
		[
			order.id,
			order.shop,
			order.day,
			order.number,
			order.customer,
			order.fulfilment,
			order.language,
			order.totalMinor,
			order.vatMinor,
			order.feeMinor,
			order.discountMinor,
			order.currency,
			order.promisedAt,
			order.quoteFrom,
			order.quoteTo,
			order.wantedAt,
			order.alert,
			order.status,
			order.channel
		]
	);
}

/** The next number of the shop's business day, from 1. Other orders of the shop wait for this one. */
export async function nextNumber(tx: Tx, shopId: string, day: string): Promise<number> {
	const { rows } = await tx.query<{ last: number }>(
		`insert into order_number as n (shop_id, business_day, last) values ($1, $2, 1)
			on conflict (shop_id, business_day) do update set last = n.last + 1 returning last`,
		[shopId, day]
	);
	return rows[0]?.last ?? 0;
}

/** What a change of an order keeps. */
export interface Ordered {
	feeMinor: number;
	wantedAt: Date | null;
	businessDay: string;
	point: Point | null;
}

export async function orderedOf(tx: Tx, orderId: string): Promise<Ordered> {
	const { rows } = await tx.query<Ordered>(
		`select o.fee_minor as "feeMinor", o.wanted_at as "wantedAt",
			o.business_day::text as "businessDay", c.address->'point' as point
		from orders o join customer c on c.id = o.customer_id where o.id = $1`,
		[orderId]
	);
	return rows[0] ?? { feeMinor: 0, wantedAt: null, businessDay: '', point: null };
}

/**
 * Writes what a changed order costs and promises; `promised` null keeps its time. It always counts as
 * a change of the order, also at the same price.
 */
export async function reprice(
	tx: Tx,
	orderId: string,
	to: {
		totalMinor: number;
		vatMinor: number;
		discountMinor: number;
		isToCheck: boolean;
		promised: { promise: number; from: number } | null;
	}
): Promise<void> {
	await tx.query(
		`update orders set total_minor = $2, vat_minor = $3, discount_minor = $7, touched_at = clock_timestamp(),
				alert = case when $4 then 'to_check' else nullif(alert, 'to_check') end,
				promised_at = coalesce($5, promised_at), wanted_at = coalesce($5, wanted_at),
				quote_from = coalesce($6, quote_from), quote_to = coalesce($5, quote_to)
			where id = $1`,
		[
			orderId,
			to.totalMinor,
			to.vatMinor,
			to.isToCheck,
			to.promised && new Date(to.promised.promise),
			to.promised && new Date(to.promised.from),
			to.discountMinor
		]
	);
}
