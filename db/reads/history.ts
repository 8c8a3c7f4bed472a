/** Past orders: the list of a day, and a search by what a customer on the phone knows. */

import type { FoundOrder } from '#domain/wire/contract.ts';
import { LOOKUP_DAYS, type Lookup } from '#domain/order/lookup.ts';
import type { Db } from '../plumbing/pool.ts';

export interface HistoryQuery {
	shops: readonly string[];
	/** A business day, YYYY-MM-DD. */
	day?: string | undefined;
	lookup?: Lookup | undefined;
	/** From 0. */
	page: number;
}

export const PAGE_SIZE = 50;

/**
 * A page of orders, newest first, at most PAGE_SIZE, and whether more follow. By name or phone only
 * those of the last LOOKUP_DAYS days are found; a customer whose data was erased is found by number.
 */
export async function find(
	db: Db,
	{ shops, day, lookup = {}, page }: HistoryQuery
): Promise<{ orders: FoundOrder[]; more: boolean }> {
	// Without a name: a plan for the values given, in which the criteria that are null cost nothing.
	const { rows } = await db.query<FoundOrder>({
		text: `select o.id, o.shop_id as shop, o.number, o.business_day as day, o.status, o.fulfilment,
				o.total_minor as "totalMinor", o.currency, o.placed_at as "placedAt",
				jsonb_build_object('name', coalesce(c.name, ''), 'phone', coalesce(c.phone, '')) as customer,
				jsonb_build_object('method', coalesce(p.method, 'door'), 'status', coalesce(p.status, 'missing'),
					'totalMinor', coalesce(p.amount_minor, o.total_minor),
					'capturedMinor', coalesce(p.captured_minor, 0),
					'refundedMinor', coalesce(p.refunded_minor, 0)) as payment
			from orders o left join customer c on c.id = o.customer_id
				left join payment p on p.order_id = o.id
			where o.shop_id = any ($1)
				and ($2::date is null or o.business_day = $2)
				and ($3::integer is null or o.number = $3)
				and ($4::integer is null or o.total_minor = $4)
				and ($5::text is null or regexp_replace(c.phone, '\\D', '', 'g') like '%' || $5 || '%')
				and ($6::text is null or position(plain_name($6) in plain_name(c.name)) > 0)
				and (($5::text is null and $6::text is null)
					or o.placed_at > clock_timestamp() - make_interval(days => $7))
			order by o.placed_at desc, o.id
			limit $8 offset $9`,
		values: [
			shops,
			day ?? null,
			lookup.number ?? null,
			lookup.amountMinor ?? null,
			lookup.phone ?? null,
			lookup.name ?? null,
			LOOKUP_DAYS,
			PAGE_SIZE + 1,
			page * PAGE_SIZE
		]
	});
	const orders = rows.slice(0, PAGE_SIZE).map((row) => ({
		...row,
		placedAt: new Date(row.placedAt).toISOString()
	}));
	return { orders, more: rows.length > PAGE_SIZE };
}

/** The current business day of a shop, and the last one up to it with orders, YYYY-MM-DD. */
export async function days(db: Db, shop: string): Promise<{ today: string; last: string | null }> {
	const { rows } = await db.query<{ today: string; last: string | null }>(
		`select d.today,
			(select max(business_day) from orders where shop_id = s.id and business_day <= d.today) as last
		from shop s cross join lateral (
			select ((clock_timestamp() at time zone s.zone) - s.business_day_end::time)::date as today
		) d where s.id = $1`,
		[shop]
	);
	return rows[0] ?? { today: '', last: null };
}
