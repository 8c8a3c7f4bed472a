import type { RunStatus, Status } from '#domain/order/order.ts';
import type pg from 'pg';

/** The fields of an order in the database that decide on which screens it belongs. */
export interface OrderRow {
	id: string;
	shop: string;
	status: Status;
	version: number;
	/** The driver of the open stop, or of the failed one while the order is to be returned. */
	driver: string | null;
	run: RunStatus | null;
}

export interface LogRow extends OrderRow {
	seq: number;
	/** Commit time of its transaction, epoch ms. */
	committedAt: number;
	subject: 'order' | 'driver';
	fulfilment: string;
	payment: string;
}

/** The state of the database, read directly with SQL. */
export interface Truth {
	orders: OrderRow[];
	drivers: { id: string; shop: string; version: number }[];
	/** The customer's e-mail of each order, which contains the request's key. */
	emails: { order: string; email: string }[];
	log: LogRow[];
	counters: { shop: string; seq: number }[];
	/** Due jobs that are not done. */
	undone: string[];
	notices: { order: string; stage: string; status: string }[];
}

/** The part that is compared with screens. */
export async function readPresent(db: pg.Pool): Promise<Pick<Truth, 'orders' | 'drivers'>> {
	const [orders, drivers] = await Promise.all([
		db.query<OrderRow>(
			`select o.id, o.shop_id as shop, o.status, o.version::int, r.driver_id as driver, r.status as run
				from orders o left join lateral (
					select run_id from stop where order_id = o.id
						and (outcome is null or (outcome = 'failed' and o.status = 'failed'))
					order by outcome is null desc, ended_at desc limit 1) s on true
				left join run r on r.id = s.run_id`
		),
		db.query<Truth['drivers'][number]>(
			'select id, shop_id as shop, version::int as version from driver'
		)
	]);
	return { orders: orders.rows, drivers: drivers.rows };
}

/**
 * The whole state. A row's timestamp is slightly before its commit; a server with
 * `track_commit_timestamp` gives the exact time.
 */
export async function readTruth(db: pg.Pool): Promise<Truth> {
	const rows = async <Row extends pg.QueryResultRow>(text: string) =>
		(await db.query<Row>(text)).rows;
	return {
		...(await readPresent(db)),
		emails: await rows(
			`select o.id as order, c.email from orders o join customer c on c.id = o.customer_id`
		),
		log: await rows(
			`select shop_id as shop, seq::int, subject, subject_id as id, version::int,
				extract(epoch from case when current_setting('track_commit_timestamp') = 'on'
					then pg_xact_commit_timestamp(xmin) else at end)::float8 * 1000 as "committedAt",
				state->>'status' as status, state->>'fulfilment' as fulfilment,
				state->'payment'->>'status' as payment, state->'stop'->'driver'->>'id' as driver,
				state->'stop'->>'runStatus' as run
			from shop_log order by shop_id, seq`
		),
		counters: await rows('select shop_id as shop, seq::int as seq from shop_counter'),
		undone: await rows<{ what: string }>(
			`select job || ' ' || key || coalesce(': ' || error, '') as what from outbox
				where done_at is null and run_at <= clock_timestamp()`
		).then((found) => found.map((row) => row.what)),
		notices: await rows('select order_id as order, stage, status from notice')
	};
}

/**
 * Whether an order belongs on the screen of a feed; a deliberate second implementation of the rule.
 */
export function belongs(feed: string, order: OrderRow, trackedId?: string): boolean {
	const [kind, rest = ''] = feed.split(':');
	const ended = ['delivered', 'collected', 'cancelled', 'refused'].includes(order.status);
	switch (kind) {
		case 'kitchen':
			return (
				order.shop === rest &&
				['placed', 'accepted', 'making', 'in_oven', 'boxed'].includes(order.status)
			);
		case 'manage':
			return (rest === 'group' || order.shop === rest) && !ended;
		case 'driver':
			return (
				order.driver === rest &&
				(order.status === 'failed' ||
					(['offered', 'accepted', 'out'].includes(order.run ?? '') && !ended))
			);
		case 'order':
			return order.id === trackedId;
		default:
			throw new Error(`no rule for ${feed}`);
	}
}
