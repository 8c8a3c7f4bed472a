/** Orders of any age: the list of some shops, and the search by what a person knows of an order. */

import { LOOKUP_DAYS, type Lookup } from '#domain/order/lookup.ts';
import type { Channel, Fulfilment, Status } from '#domain/order/order.ts';
import type { FoundOrder } from '#domain/wire/found-orders.ts';
import type { Db } from '../plumbing/pool.ts';
import { CUSTOMER_DIGITS } from '../plumbing/sql.ts';

export interface OrderSearch {
	shops: readonly string[];
	lookup?: Lookup | undefined;
	/** A business day, YYYY-MM-DD. */
	day?: string | undefined;
	/** The first and the last business day. */
	from?: string | undefined;
	to?: string | undefined;
	/** The id of a driver who carries it, has delivered it, or has failed to. */
	driver?: string | undefined;
	status?: Status | undefined;
	fulfilment?: Fulfilment | undefined;
	channel?: Channel | undefined;
	/** The last order of the page before: its time in microseconds since 1970, and its id. */
	after?: { placedMicros: number; order: string } | undefined;
}

/** Whether only orders of the last LOOKUP_DAYS days are found: by name or phone without a day or a period. */
export const isRecentOnly = ({ lookup, day, from, to }: OrderSearch): boolean =>
	(lookup?.name !== undefined || lookup?.phone !== undefined) && !day && !from && !to;

type Row = FoundOrder & { placedMicros: number };

/**
 * At most `limit` orders, newest first, and the cursor of what follows. A customer whose data was erased is not
 * found by name or phone.
 */
export async function find(
	db: Db,
	search: OrderSearch,
	limit: number
): Promise<{ orders: FoundOrder[]; next: string | null }> {
	const { where, values } = conditionsOf(search);
	const { rows } = await db.query<Row>({
		text: `select o.id, o.shop_id as shop, o.number, o.business_day as day, o.status, o.fulfilment, o.channel,
				o.total_minor as "totalMinor", o.currency, o.placed_at as "placedAt",
				(extract(epoch from o.placed_at) * 1000000)::bigint as "placedMicros",
				jsonb_build_object('name', coalesce(c.name, ''), 'phone', coalesce(c.phone, '')) as customer,
				d.driver,
				jsonb_build_object('method', coalesce(p.method, 'door'), 'status', coalesce(p.status, 'missing'),
					'totalMinor', coalesce(p.amount_minor, o.total_minor),
					'capturedMinor', coalesce(p.captured_minor, 0),
					'refundedMinor', coalesce(p.refunded_minor, 0)) as payment
			from orders o left join customer c on c.id = o.customer_id
				left join payment p on p.order_id = o.id
				left join lateral (
					select jsonb_build_object('id', t.id, 'name', t.name) as driver
					from stop s join run r on r.id = s.run_id join staff t on t.id = r.driver_id
					where ${OF_DRIVER} order by s.outcome is null desc, s.ended_at desc limit 1
				) d on true
			where ${where}
			order by o.placed_at desc, o.id desc limit ${limit + 1}`,
		values
	});
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		orders: rows.slice(0, limit).map(({ placedMicros: _, ...row }) => ({
			...row,
			placedAt: new Date(row.placedAt).toISOString()
		})),
		next: last ? `${last.placedMicros}.${last.id}` : null
	};
}

/** The stop `s` is with the driver who has the order `o` now, or had it at its end: as in `stop_of`. */
const OF_DRIVER = 's.order_id = o.id and (s.outcome is null or s.outcome = o.status)';

/** Only the conditions that are asked for, so that the plan is made for them. */
function conditionsOf(search: OrderSearch): { where: string; values: unknown[] } {
	const values: unknown[] = [];
	const put = (value: unknown) => `$${values.push(value)}`;
	const { shops, lookup = {}, day, from, to, driver, status, fulfilment, channel, after } = search;
	const [only] = shops;
	const where = [
		shops.length === 1 ? `o.shop_id = ${put(only)}` : `o.shop_id = any (${put(shops)})`
	];
	if (lookup.number !== undefined) where.push(`o.number = ${put(lookup.number)}::integer`);
	if (lookup.amountMinor !== undefined)
		where.push(`o.total_minor::integer = ${put(lookup.amountMinor)}::integer`);
	if (lookup.phone !== undefined)
		where.push(`${CUSTOMER_DIGITS} like '%' || ${put(lookup.phone)} || '%'`);
	for (const word of lookup.name?.split(/\s+/) ?? []) where.push(nameHas(word, put));
	if (isRecentOnly(search))
		where.push(`o.placed_at > clock_timestamp() - make_interval(days => ${put(LOOKUP_DAYS)})`);
	where.push(...periodOf({ from: day ?? from, to: day ?? to }, put));
	if (status) where.push(`o.status = ${put(status)}`);
	if (fulfilment) where.push(`o.fulfilment = ${put(fulfilment)}`);
	if (channel) where.push(`o.channel = ${put(channel)}`);
	if (driver)
		where.push(`o.id in (select s.order_id from run r join stop s on s.run_id = r.id
			where r.driver_id = ${put(driver)} and (s.outcome is null or s.outcome in ('delivered', 'failed')))`);
	if (after) {
		const at = `timestamptz 'epoch' + ${put(after.placedMicros)}::bigint * interval '1 microsecond'`;
		where.push(`(o.placed_at, o.id) < (${at}, ${put(after.order)}::uuid)`);
	}
	return { where: where.join(' and '), values };
}

/**
 * A part of a name of three letters or more, anywhere in it. Of fewer letters, which the index has only at the
 * start of a word, the start of a word.
 */
function nameHas(word: string, put: (value: unknown) => string): string {
	const part = `plain_name(${put(literal(word))}) || '%'`;
	if (word.length > 2) return `plain_name(c.name) like '%' || ${part}`;
	return `(plain_name(c.name) like ${part} or plain_name(c.name) like '% ' || ${part})`;
}

/** Days that an order may be placed before its business day; generous. */
const MOST_DAYS_AHEAD = 31;

/** Business days, and for the index the instants at which their orders can have been placed. */
function periodOf(
	{ from, to }: Pick<OrderSearch, 'from' | 'to'>,
	put: (value: unknown) => string
): string[] {
	const where: string[] = [];
	if (from) {
		const first = `${put(from)}::date`;
		where.push(`o.business_day >= ${first}`, `o.placed_at >= ${first} - ${MOST_DAYS_AHEAD}`);
	}
	if (to) {
		const last = `${put(to)}::date`;
		where.push(`o.business_day <= ${last}`, `o.placed_at < ${last} + 2`);
	}
	return where;
}

/** The word without the special characters of `like`. */
const literal = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

/** The business day of a shop now, YYYY-MM-DD, and its drivers by name, those of before included. */
export async function aboutShop(
	db: Db,
	shop: string
): Promise<{ today: string; drivers: { id: string; name: string }[] }> {
	const { rows } = await db.query<{ today: string; drivers: { id: string; name: string }[] }>(
		`select ((clock_timestamp() at time zone s.zone) - s.business_day_end::time)::date as today,
			coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name, t.id)
				from driver d join staff t on t.id = d.id where d.shop_id = s.id), '[]') as drivers
		from shop s where s.id = $1`,
		[shop]
	);
	return rows[0] ?? { today: '', drivers: [] };
}
