/** The figures of a business day: what was sold, lost and given back, and how punctual it was. */

import { NOTHING_SOLD } from '#domain/figures/figures.ts';
import type { DayFigures, DaySales, ShopFigures } from '#domain/wire/figures.ts';
import type { Db } from '../plumbing/pool.ts';

/** Beyond that many reasons, the rest is one row without a reason. */
const REASONS = 20;

const SOLD = `o.status not in ('cancelled', 'refused')`;
/** A step that reached us late happened when it was tapped. */
const ON_TIME = `o.status = 'delivered' and coalesce(o.tapped_at, o.stage_at) <= o.promised_at`;
const SALES = `json_build_object(
	'sold', json_build_object('count', count(*) filter (where ${SOLD}),
		'totalMinor', coalesce(sum(o.total_minor) filter (where ${SOLD}), 0)),
	'punctuality', json_build_object('delivered', count(*) filter (where o.status = 'delivered'),
		'onTime', count(*) filter (where ${ON_TIME})))`;

const list = (row: string, from: string, order: string) =>
	`(select coalesce(json_agg(json_build_object(${row}) order by ${order}), '[]') from (${from}) t)`;
const SUM = `'count', t.count, 'totalMinor', t.total`;

const FIGURES = `
	with o as (
		select * from orders where shop_id = $1 and business_day = $2 and status <> 'awaiting_payment'
	), sale as (
		select * from o where ${SOLD}
	), item as (
		select l.product_id, l.quantity, l.total_minor - l.discount_minor as minor
			from sale join order_line l on l.order_id = sale.id where l.voided_at is null
	)
	select json_build_object(
		'sales', (select ${SALES} from o),
		'before', (select ${SALES} from orders o where o.shop_id = $1 and o.business_day = $2::date - 7
			and o.status <> 'awaiting_payment'),
		'feesMinor', (select coalesce(sum(total_minor), 0) from sale)
			- (select coalesce(sum(minor), 0) from item),
		'hours', ${list(
			`'hour', t.hour, ${SUM}`,
			`select extract(hour from placed_at at time zone $3)::int as hour, count(*) as count,
				sum(total_minor) as total, min(placed_at) as first from sale group by 1`,
			't.first'
		)},
		'channels', ${list(
			`'channel', t.channel, ${SUM}`,
			`select channel, count(*) as count, sum(total_minor) as total from sale group by 1`,
			't.total desc, t.channel'
		)},
		'products', ${list(
			`'product', t.id, 'name', t.name, 'category', t.category_id, 'categoryName', t.category_name, ${SUM}`,
			`select p.id, p.name, p.category_id, c.name as category_name, sum(i.quantity) as count,
				sum(i.minor) as total from item i join product p on p.id = i.product_id
				join category c on c.id = p.category_id group by p.id, c.id`,
			't.total desc, t.id'
		)},
		'lost', ${list(
			`'status', t.status, 'reason', t.reason, ${SUM}`,
			`select status, reason, sum(count) as count, sum(total) as total from (
				select g.status, g.count, g.total, case when row_number() over (
					order by g.count desc, g.reason) <= ${REASONS} then g.reason end as reason
				from (select o.status, c.reasons ->> o.reason_version::text as reason, count(*) as count,
						sum(o.total_minor) as total
					from o join customer c on c.id = o.customer_id where not (${SOLD}) group by 1, 2) g
			) ranked group by 1, 2`,
			't.count desc, t.status, t.reason'
		)},
		'refunds', ${list(
			`'reason', t.reason, ${SUM}`,
			`select r.reason, count(*) as count, sum(r.amount_minor) as total
				from o join refund r on r.order_id = o.id where r.state <> 'failed' group by 1
				order by 2 desc, 1 limit ${REASONS}`,
			't.count desc, t.reason'
		)}
	) as figures`;

type Read = Omit<DayFigures, 'day' | 'today' | 'currency' | keyof DaySales> & { sales: DaySales };

/** The figures of a shop's business day (YYYY-MM-DD), with those of a week before. */
export async function dayFigures(
	db: Db,
	of: { shop: string; day: string; zone: string }
): Promise<Omit<DayFigures, 'day' | 'today' | 'currency'>> {
	const { rows } = await db.query<{ figures: Read }>({
		name: 'day-figures',
		text: FIGURES,
		values: [of.shop, of.day, of.zone]
	});
	const { sales, ...rest } = rows[0]!.figures;
	return { ...sales, ...rest };
}

/** The sums of each of these shops on a business day and a week before, in the order of the list. */
export async function shopFigures(
	db: Db,
	shops: readonly string[],
	day: string
): Promise<(Omit<ShopFigures, 'shop'> & { shop: string })[]> {
	const { rows } = await db.query<{ shop: string; isDay: boolean; lost: number; sales: DaySales }>({
		name: 'shop-figures',
		text: `select o.shop_id as shop, o.business_day = $2::date as "isDay",
				count(*) filter (where not (${SOLD})) as lost, ${SALES} as sales
			from orders o where o.shop_id = any ($1) and o.business_day in ($2::date, $2::date - 7)
				and o.status <> 'awaiting_payment'
			group by 1, 2`,
		values: [shops, day]
	});
	const found = new Map(rows.map((row) => [`${row.shop} ${row.isDay}`, row]));
	return shops.map((shop) => {
		const now = found.get(`${shop} true`);
		return {
			shop,
			...(now?.sales ?? NOTHING_SOLD),
			lost: now?.lost ?? 0,
			before: found.get(`${shop} false`)?.sales ?? NOTHING_SOLD
		};
	});
}
