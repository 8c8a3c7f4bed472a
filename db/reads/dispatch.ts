/** What the planner of runs reads, and what a manager reads beside the plan. */

import type { PlanBoard, PlanDriver, PlanOrder } from '#domain/plan/plan-board.ts';
import { OPEN_RUNS } from '#domain/order/order.ts';
import type { DeclineReason, DispatchMode } from '#domain/road/offer.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { listOf } from '../plumbing/sql.ts';
import { openOrders } from '../tables/kitchens.ts';
import * as shops from '../tables/shops.ts';
import { forecastBoardOf } from './forecast-board.ts';

export interface DispatchBoard extends PlanBoard {
	/** The place of the log that it contains. */
	seq: number;
	/** Its kitchen, and the orders in it. */
	kitchen: shops.Shop;
	mode: DispatchMode;
	offerSeconds: number;
}

/** A declined or expired offer counts against a driver for so long. */
const DECLINED_MINUTES = 10;

/** Lets one planner at a time work on a shop, until the transaction ends; false when another one does. */
export async function tryLockShop(tx: Tx, shopId: string): Promise<boolean> {
	const { rows } = await tx.query<{ taken: boolean }>(
		`select pg_try_advisory_xact_lock(hashtextextended('plan:' || $1, 0)) as taken`,
		[shopId]
	);
	return rows[0]?.taken === true;
}

/** The setting of a shop's dispatch; undefined when there is no such shop. */
export async function settingOf(
	db: Db,
	shopId: string
): Promise<Pick<DispatchBoard, 'mode' | 'offerSeconds' | 'freshness' | 'runOrders'> | undefined> {
	const { rows } = await db.query<
		Pick<DispatchBoard, 'mode' | 'offerSeconds' | 'freshness' | 'runOrders'>
	>({
		name: 'dispatch-setting',
		text: `select dispatch_mode as mode, offer_seconds as "offerSeconds", freshness,
				run_orders as "runOrders" from shop where id = $1`,
		values: [shopId]
	});
	return rows[0];
}

/** The open orders and the drivers on shift, with the setting; undefined when there is no such shop. */
export async function dispatchBoardOf(db: Db, shopId: string): Promise<DispatchBoard | undefined> {
	const setting = await settingOf(db, shopId);
	const board = setting && (await forecastBoardOf(db, shopId));
	const shop = board && (await shops.byId(db, shopId));
	if (!shop) return undefined;
	const [orders, drivers] = [await moreOfOrders(db, shopId), await moreOfDrivers(db, shopId)];
	return {
		...board,
		...setting,
		kitchen: { ...shop, open: await openOrders(db, shopId) },
		orders: board.orders.flatMap((order) => {
			const more = orders.get(order.id);
			return more ? [{ ...order, ...more }] : [];
		}),
		drivers: board.drivers.flatMap((driver) => {
			const more = drivers.get(driver.id);
			if (!more) return [];
			const { hasRun, ...fields } = more;
			// A run whose orders are all failed, or of another shop, keeps its driver as well.
			const isElsewhere = hasRun && !board.orders.some(({ stop }) => stop?.driver === driver.id);
			return isElsewhere ? [] : [{ ...driver, ...fields }];
		})
	};
}

type MoreOfOrder = Pick<PlanOrder, 'number' | 'placedAt' | 'passedOver' | 'declinedBy'>;

async function moreOfOrders(db: Db, shopId: string): Promise<Map<string, MoreOfOrder>> {
	const { rows } = await db.query<{ id: string; placedAt: Date } & Omit<MoreOfOrder, 'placedAt'>>({
		name: 'dispatch-orders',
		text: `select o.id, o.number, o.placed_at as "placedAt", coalesce(p.times, 0) as "passedOver",
				array(select distinct r.driver_id from stop s join run r on r.id = s.run_id
					where s.order_id = o.id and r.status in ('declined', 'expired')
					and r.offered_at > now() - make_interval(mins => ${DECLINED_MINUTES})) as "declinedBy"
			from orders o left join passed_over p on p.order_id = o.id
			where o.shop_id = $1 and o.is_open`,
		values: [shopId]
	});
	return new Map(
		rows.map(({ id, placedAt, ...more }) => [id, { ...more, placedAt: placedAt.getTime() }])
	);
}

type MoreOfDriver = Pick<PlanDriver, 'name' | 'freeSince' | 'lastDoor' | 'awayMinutes'> & {
	hasRun: boolean;
};

async function moreOfDrivers(db: Db, shopId: string): Promise<Map<string, MoreOfDriver>> {
	const { rows } = await db.query<
		{ id: string; freeSince: Date } & Omit<MoreOfDriver, 'freeSince'>
	>({
		name: 'dispatch-drivers',
		text: `select h.driver_id as id, t.name, greatest(h.started_at, max(e.ended_at)) as "freeSince",
					(array_agg(e.door order by e.ended_at desc nulls last))[1] as "lastDoor",
					coalesce(sum(extract(epoch from e.ended_at - e.began_at)) / 60, 0)::float8 as "awayMinutes",
					exists (select from run r where r.driver_id = h.driver_id
						and r.status in (${listOf(OPEN_RUNS)})) as "hasRun"
				from shift h join staff t on t.id = h.driver_id
					left join lateral (
						select r.offered_at as began_at, max(s.ended_at) as ended_at,
							(array_agg(c.address->'point' order by s.ended_at desc)
								filter (where s.outcome <> 'removed'))[1] as door
						from run r join stop s on s.run_id = r.id
							join orders o on o.id = s.order_id join customer c on c.id = o.customer_id
						where r.driver_id = h.driver_id and r.status = 'done' and r.offered_at >= h.started_at
						group by r.id
					) e on true
				where h.shop_id = $1 and h.ended_at is null
				group by h.driver_id, h.started_at, t.name`,
		values: [shopId]
	});
	return new Map(
		rows.map(({ id, freeSince, ...more }) => [id, { ...more, freeSince: freeSince.getTime() }])
	);
}

/** An offer that a driver declined, or that ended without an answer. */
export interface Declined {
	order: string;
	driver: string;
	/** The driver's name. */
	name: string;
	/** Null without a reason, and without an answer. */
	because: DeclineReason | null;
	isExpired: boolean;
	/** When it was offered. */
	at: Date;
}

/** Of the open orders of a shop, newest first. */
export async function declinesOf(db: Db, shopId: string): Promise<Declined[]> {
	const { rows } = await db.query<Declined>({
		name: 'dispatch-declines',
		text: `select s.order_id as order, r.driver_id as driver, t.name, r.declined_because as because,
				r.status = 'expired' as "isExpired", r.offered_at as at
			from orders o join stop s on s.order_id = o.id join run r on r.id = s.run_id
				join staff t on t.id = r.driver_id
			where o.shop_id = $1 and o.is_open and r.status in ('declined', 'expired')
			order by r.offered_at desc, s.order_id limit 50`,
		values: [shopId]
	});
	return rows;
}
