/** What the planner of runs reads: orders without a driver, drivers without a run. */

import { listOf } from '../plumbing/sql.ts';
import { NEARLY_READY, OPEN_RUNS, type Point, type Status } from '#domain/order/order.ts';
import type { DispatchMode } from '../tables/shops.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface WaitingOrder {
	id: string;
	version: number;
	status: Status;
	point: Point | null;
	promisedAt: Date;
	stageAt: Date;
}

export interface FreeDriver {
	id: string;
	/** Last position of the phone; null when unknown. */
	point: Point | null;
	/** Free since; the longest waiting driver goes first among equals. */
	freeSince: Date;
	/** Orders of which the driver declined an offer, or let it expire. */
	declined: string[];
}

export interface Board {
	shop: string;
	mode: DispatchMode;
	offerSeconds: number;
	point: Point;
	speedKmh: number;
	orders: WaitingOrder[];
	drivers: FreeDriver[];
}

/** Lets one planner at a time work on a shop, until the transaction ends; false when another one does. */
export async function tryLockShop(tx: Tx, shopId: string): Promise<boolean> {
	const { rows } = await tx.query<{ taken: boolean }>(
		`select pg_try_advisory_xact_lock(hashtextextended('plan:' || $1, 0)) as taken`,
		[shopId]
	);
	return rows[0]?.taken === true;
}

/** The input of the planner: orders without a driver, drivers without a run. */
export async function boardOf(db: Db, shopId: string): Promise<Board | undefined> {
	const { rows } = await db.query<Omit<Board, 'orders' | 'drivers'>>(
		`select id as shop, dispatch_mode as mode, offer_seconds as "offerSeconds",
			jsonb_build_object('lat', lat, 'lng', lng) as point, speed_kmh as "speedKmh"
		from shop where id = $1`,
		[shopId]
	);
	const shop = rows[0];
	if (!shop) return undefined;
	return { ...shop, orders: await waiting(db, shopId), drivers: await free(db, shopId) };
}

async function waiting(db: Db, shopId: string): Promise<WaitingOrder[]> {
	const { rows } = await db.query<WaitingOrder>(
		`select o.id, o.version, o.status, c.address->'point' as point, o.promised_at as "promisedAt",
			o.stage_at as "stageAt"
		from orders o join customer c on c.id = o.customer_id
		where o.shop_id = $1 and o.fulfilment = 'delivery' and o.status in (${listOf(NEARLY_READY)})
			and not exists (select from stop s where s.order_id = o.id and s.outcome is null)
		order by o.promised_at, o.id`,
		[shopId]
	);
	return rows;
}

async function free(db: Db, shopId: string): Promise<FreeDriver[]> {
	const { rows } = await db.query<FreeDriver>(
		`select d.id,
			(select jsonb_build_object('lat', p.lat, 'lng', p.lng) from position_latest p
				where p.driver_id = d.id and p.at > now() - interval '5 minutes') as point,
			greatest(h.started_at, (
				select max(s.ended_at) from run r join stop s on s.run_id = r.id where r.driver_id = d.id
			)) as "freeSince",
			array(select distinct s.order_id::text from run r join stop s on s.run_id = r.id
				where r.driver_id = d.id and r.status in ('declined', 'expired')
				and r.offered_at > now() - interval '10 minutes') as declined
		from driver d join shift h on h.driver_id = d.id and h.ended_at is null and h.shop_id = $1
		where not exists (select from run r where r.driver_id = d.id
			and r.status in (${listOf(OPEN_RUNS)}))
		order by d.id`,
		[shopId]
	);
	return rows;
}
