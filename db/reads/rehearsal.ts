/** A past business day of a shop from its log, for a rehearsal. Without names, phones and streets. */

import { minuteOf } from '#domain/time/quote.ts';
import {
	PAST_STAGES,
	type Evening,
	type PastDriver,
	type PastOrder
} from '#domain/plan/rehearsal/evening.ts';
import type { RehearsalDays } from '#domain/wire/rehearsal.ts';
import type { Db } from '../plumbing/pool.ts';

/** More orders of a day are not replayed. */
export const MOST_ORDERS = 2000;

/** Undefined when there is no such shop. Orders whose log month is archived count as left out. */
export async function eveningOf(db: Db, shop: string, day: string): Promise<Evening | undefined> {
	const { rows } = await db.query<Omit<Evening, 'day' | 'orders' | 'drivers' | 'leftOut'>>(
		`select s.id as shop, jsonb_build_object('lat', s.lat, 'lng', s.lng) as point,
				s.prep_minutes as "prepMinutes", s.speed_kmh as "speedKmh",
				s.delivery_radius_m as "deliveryRadiusM", s.freshness, s.run_orders as "runOrders",
				case when s.pace_until > coalesce((select max(placed_at) from orders
					where shop_id = s.id and business_day = $2::date), 'infinity') then s.pace else 1 end as pace,
				jsonb_build_object('hands', s.make_hands, 'ovenPlaces', s.oven_places, 'makeMinutes',
					s.make_minutes, 'bakeMinutes', s.bake_minutes, 'cutMinutes', s.cut_minutes) as kitchen
			from shop s where s.id = $1`,
		[shop, day]
	);
	const setting = rows[0];
	if (!setting) return undefined;
	const found = await ordersOf(db, shop, day);
	const orders = found.flatMap((row) => pastOrder(row) ?? []);
	return {
		...setting,
		day,
		orders,
		drivers: await driversOf(db, shop, orders, 30 * minuteOf(setting)),
		leftOut: found.length - orders.length
	};
}

interface OrderRow extends Omit<PastOrder, 'stages' | 'isEstimated' | 'carried'> {
	status: string;
	/** The last time of each step of the log, epoch ms. */
	stages: Record<string, number>;
	isEstimated: boolean;
	run: string | null;
	driver: string | null;
	position: number | null;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

// A step of a driver that arrived late counts from the tap.
const AT = `coalesce((l.state -> 'stop' ->> 'tappedAt')::timestamptz, l.at)`;

async function ordersOf(db: Db, shop: string, day: string): Promise<OrderRow[]> {
	const { rows } = await db.query<OrderRow>(
		`select o.id, o.number, o.fulfilment, o.status, ${ms('o.placed_at')} as "placedAt",
				${ms('o.promised_at')} as "promisedAt", ${ms('o.wanted_at')} as "wantedAt",
				nullif(c.address->'point', 'null') as door, g.stages, g."isEstimated",
				(select coalesce(jsonb_agg(jsonb_build_object('count', i.quantity, 'makeMinutes', w.make_minutes,
						'bakeMinutes', w.bake_minutes) order by i.position, i.id), '[]')
					from order_line i join product p on p.id = i.product_id
						left join product_work w on w.product_id = i.product_id and w.size_id = i.size_id
					where i.order_id = o.id and i.voided_at is null
						and (p.kind = 'pizza' or w.product_id is not null)) as pizzas,
				t.run_id as run, t.driver_id as driver, t.position
			from orders o left join customer c on c.id = o.customer_id
				cross join lateral (
					select coalesce(jsonb_object_agg(e.status, e.at), '{}') as stages,
						coalesce(bool_or(e.guessed), false) as "isEstimated"
					from (select l.to_status as status, ${ms(`max(${AT})`)} as at,
							bool_or(l.state ->> 'evidence' = 'timer') as guessed
						from shop_log l
						where l.subject_id = o.id::text and l.from_status is distinct from l.to_status
							and l.to_status in ('accepted', 'making', 'in_oven', 'boxed', 'out', 'at_door',
								'delivered', 'collected')
						group by l.to_status) e) g
				left join lateral (
					select s.run_id, r.driver_id, s.position from stop s join run r on r.id = s.run_id
					where s.order_id = o.id and s.outcome = 'delivered'
					order by s.ended_at desc limit 1) t on true
			where o.shop_id = $1 and o.business_day = $2::date
			order by o.placed_at, o.id limit ${MOST_ORDERS}`,
		[shop, day]
	);
	return rows;
}

/** Undefined for an order that no one got, and for one whose log lacks a stage. */
function pastOrder(row: OrderRow): PastOrder | undefined {
	const { status, stages, run, driver, position, ...order } = row;
	const { accepted, making, in_oven, boxed, out, at_door, delivered } = stages;
	if (PAST_STAGES.some((stage) => stages[stage] === undefined)) return undefined;
	const kitchen = { accepted, making, in_oven, boxed } as PastOrder['stages'];
	if (order.fulfilment === 'collection')
		return status === 'collected' ? { ...order, stages: kitchen, carried: null } : undefined;
	if (status !== 'delivered' || !run || !driver || out === undefined) return undefined;
	if (at_door === undefined || delivered === undefined) return undefined;
	return {
		...order,
		stages: kitchen,
		carried: {
			...{ run, driver, position: position ?? 1 },
			...{ leftAt: out, atDoorAt: at_door, deliveredAt: delivered }
		}
	};
}

/** On shift at some time between the first order and `slackMs` after the last handover. */
async function driversOf(
	db: Db,
	shop: string,
	orders: readonly PastOrder[],
	slackMs: number
): Promise<PastDriver[]> {
	if (orders.length === 0) return [];
	const from = Math.min(...orders.map(({ placedAt }) => placedAt));
	const to = Math.max(...orders.map(({ carried, stages }) => carried?.deliveredAt ?? stages.boxed));
	const { rows } = await db.query<PastDriver>(
		`select h.driver_id as id, ${ms('min(h.started_at)')} as "from",
				case when bool_or(h.ended_at is null) then null else ${ms('max(h.ended_at)')} end as until
			from shift h where h.shop_id = $1 and h.started_at <= to_timestamp($3 / 1000.0)
				and coalesce(h.ended_at, 'infinity') >= to_timestamp($2 / 1000.0)
			group by h.driver_id order by h.driver_id`,
		[shop, from, to + slackMs]
	);
	return rows;
}

/** Days that a manager may choose. */
const DAYS_BACK = 90;
const MOST_DAYS = 60;

/** The log of any part of this day of the shop is archived. */
export async function isArchived(db: Db, shop: string, day: string): Promise<boolean> {
	const { rowCount } = await db.query(
		`select 1 from shop s join log_month m on m.archived_at is not null
			where s.id = $1 and m.from_at < ($2::date + 1 + s.business_day_end::time) at time zone s.zone
				and m.to_at > ($2::date + s.business_day_end::time) at time zone s.zone limit 1`,
		[shop, day]
	);
	return rowCount === 1;
}

/** The days with deliveries, and the settings of today; undefined when there is no such shop. */
export async function rehearsalDaysOf(db: Db, shop: string): Promise<RehearsalDays | undefined> {
	const { rows } = await db.query<RehearsalDays>(
		`select t.today::text as today, s.freshness, s.make_hands as hands, s.oven_places as "ovenPlaces",
				(select coalesce(json_agg(d), '[]') from (
					select o.business_day::text as day, count(*) as deliveries from orders o
					where o.shop_id = s.id and o.business_day > t.today - ${DAYS_BACK}
						and o.fulfilment = 'delivery' and o.status = 'delivered'
						and not exists (select from log_month m where m.archived_at is not null
							and m.to_at > (o.business_day + s.business_day_end::time) at time zone s.zone)
					group by o.business_day order by o.business_day desc limit ${MOST_DAYS}) d) as days
			from shop s cross join lateral (
				select ((clock_timestamp() at time zone s.zone) - s.business_day_end::time)::date as today
			) t where s.id = $1`,
		[shop]
	);
	return rows[0];
}
