/** The alarms of orders: what they depend on, and how they are raised, seen and withdrawn. */

import type { AlarmKind, AlarmLimits, AlarmRun, Watched } from '#domain/plan/alarms.ts';
import { alarmLimitsOf, type ShopLimits } from '#domain/plan/limits.ts';
import type { Fulfilment, Point, Status } from '#domain/order/order.ts';
import { distanceM, minuteOf, travelMinutes } from '#domain/time/quote.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { setAction } from '../plumbing/transaction.ts';
import { LIMITS_JSON } from './limits.ts';

/** An order with what its alarms depend on, and those that are open. */
export interface WatchedOrder {
	id: string;
	number: number;
	order: Watched;
	/** In minutes of the shop's pace. */
	limits: AlarmLimits;
	run: string | null;
	open: AlarmKind[];
}

interface WatchedRow {
	id: string;
	number: number;
	status: Status;
	fulfilment: Fulfilment;
	stageAt: number;
	promisedAt: number;
	startBy: number | null;
	ovenBy: number | null;
	door: Point | null;
	shop: Point;
	radiusM: number;
	speedKmh: number;
	pace: number;
	bakes: (number | null)[];
	limits: ShopLimits;
	run: (AlarmRun & { id: string }) | null;
	open: AlarmKind[];
}

/** Epoch ms of an SQL expression. */
const ms = (instant: string): string => `extract(epoch from ${instant})::float8 * 1000`;

const RUN = `select jsonb_build_object('id', r.id, 'status', r.status, 'offeredAt', ${ms('r.offered_at')},
		'expiresAt', ${ms('r.expires_at')}, 'isFirst', other.first = o.id, 'readyAt', other.ready_at,
		'heardAt', (select ${ms('p.at')} from position_latest p join shift h on h.driver_id = p.driver_id
			where p.driver_id = r.driver_id and h.ended_at is null and p.at >= h.started_at))
	from stop s join run r on r.id = s.run_id cross join lateral (
		select (array_agg(m.id order by x.position, m.id))[1] as first,
			case when bool_and(m.status = 'boxed') then ${ms('max(m.stage_at)')} end as ready_at
		from stop x join orders m on m.id = x.order_id where x.run_id = r.id and x.outcome is null
	) other
	where s.order_id = o.id and s.outcome is null`;

/** Minutes of the items that pass the oven, null for those of the shop. */
const BAKES = `select coalesce(jsonb_agg(w.bake_minutes), '[]')
	from order_line l join product p on p.id = l.product_id
		left join product_work w on w.product_id = l.product_id and w.size_id = l.size_id
	where l.order_id = o.id and l.voided_at is null and (p.kind = 'pizza' or w.product_id is not null)`;

const WATCHED = `select o.id, o.number, o.status, o.fulfilment, ${ms('o.stage_at')} as "stageAt",
		${ms('o.promised_at')} as "promisedAt", ${ms('f.start_by')} as "startBy", ${ms('f.oven_by')} as "ovenBy",
		c.address -> 'point' as door, jsonb_build_object('lat', s.lat, 'lng', s.lng) as shop,
		s.delivery_radius_m as "radiusM", s.speed_kmh as "speedKmh", (${BAKES}) as bakes,
		case when s.pace_until > now() then s.pace else 1 end as pace, ${LIMITS_JSON} as limits, (${RUN}) as run,
		array(select kind from alarm where order_id = o.id and withdrawn_at is null) as open
	from orders o join shop s on s.id = o.shop_id join customer c on c.id = o.customer_id
		left join forecast f on f.order_id = o.id left join alarm_limits l on l.shop_id = o.shop_id`;

/** The stages in which an order can have an alarm. */
const STAGES = `'accepted', 'making', 'in_oven', 'boxed', 'out'`;

/** An order as it is now; undefined when there is none. `lock`: until the transaction ends. */
export async function watch(
	tx: Tx,
	orderId: string,
	lock = false
): Promise<WatchedOrder | undefined> {
	if (lock) await tx.query('select from orders where id = $1 for no key update', [orderId]);
	const { rows } = await tx.query<WatchedRow>({
		name: 'alarm-watch',
		text: `${WATCHED} where o.id = $1`,
		values: [orderId]
	});
	return rows[0] && watchedOf(rows[0]);
}

/** Every open order of a shop that can have an alarm, as `watch` reads it. */
export async function watchShop(db: Db, shop: string): Promise<WatchedOrder[]> {
	const { rows } = await db.query<WatchedRow>({
		name: 'alarm-watch-shop',
		text: `${WATCHED} where o.shop_id = $1 and o.is_open and o.status in (${STAGES}) order by o.promised_at, o.id`,
		values: [shop]
	});
	return rows.map(watchedOf);
}

function watchedOf(row: WatchedRow): WatchedOrder {
	const { id, number, limits, run, open } = row;
	const minuteMs = minuteOf(row);
	return {
		...{ id, number, open },
		order: orderOf(row),
		limits: alarmLimitsOf(limits, minuteMs),
		run: run?.id ?? null
	};
}

function orderOf(row: WatchedRow): Watched {
	const { status, fulfilment, stageAt, promisedAt, startBy, ovenBy, door, shop, run, bakes } = row;
	const straightM = door ? distanceM(shop, door) : row.radiusM / 2;
	const driveMinutes = fulfilment === 'delivery' ? travelMinutes(straightM, row.speedKmh) : 0;
	return { status, fulfilment, stageAt, promisedAt, startBy, ovenBy, driveMinutes, bakes, run };
}

/** Raises alarms of an order, with the run where they are about one. One that is open stays as it is. */
export async function raise(
	tx: Tx,
	orderId: string,
	alarms: readonly { kind: AlarmKind; run: string | null }[]
): Promise<void> {
	await setAction(tx, 'alarm');
	await tx.query({
		name: 'alarm-raise',
		text: `insert into alarm (order_id, kind, run_id)
			select $1, kind, run::uuid from jsonb_to_recordset($2::jsonb) as wanted (kind text, run text)
			on conflict do nothing`,
		values: [orderId, JSON.stringify(alarms)]
	});
}

/** Withdraws these open alarms: their cause is gone. */
export async function withdraw(
	tx: Tx,
	orderId: string,
	kinds: readonly AlarmKind[]
): Promise<void> {
	await setAction(tx, 'alarm');
	await tx.query({
		name: 'alarm-withdraw',
		text: `update alarm set withdrawn_at = clock_timestamp()
			where order_id = $1 and kind = any ($2) and withdrawn_at is null`,
		values: [orderId, kinds]
	});
}

/** Notes that this person has seen an open alarm; false when it is withdrawn. Seen twice is once. */
export async function markSeen(
	tx: Tx,
	seen: { orderId: string; kind: string; staffId: string }
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`with open as (
				select id from alarm where order_id = $1 and kind = $2 and withdrawn_at is null for key share
			), noted as (
				insert into alarm_seen (alarm_id, staff_id) select id, $3 from open on conflict do nothing
			)
			select from open`,
		[seen.orderId, seen.kind, seen.staffId]
	);
	return rowCount === 1;
}

/** Requests a check of every open order of a shop. */
export async function requestChecks(tx: Tx, shop: string): Promise<void> {
	await tx.query(
		'select request_alarm_checks(array(select id from orders where shop_id = $1 and is_open))',
		[shop]
	);
}

/**
 * Requests a check of every order that can have an alarm and has no check waiting, such as one whose job was given
 * up; returns how many. At most 1,000: the next minute has the rest.
 */
export async function requestMissing(tx: Tx): Promise<number> {
	const { rowCount } = await tx.query(
		`insert into outbox (queue, job, key, payload)
			select 'timers', 'alarm.check', 'alarm.check-' || o.id || '-' || pg_current_xact_id(),
				jsonb_build_object('order', o.id, 'shop', o.shop_id)
			from orders o where o.is_open and o.status in (${STAGES})
				and not exists (
					select from outbox x where x.done_at is null and x.failed_at is null
						and x.job = 'alarm.check' and x.payload ->> 'order' = o.id::text)
			order by o.stage_at desc limit 1000
			on conflict (key) do nothing`
	);
	return rowCount ?? 0;
}
