import type { BoardDriver, BoardOrder, ForecastBoard } from '#domain/plan/forecast-board.ts';
import type { Point, Status, Fulfilment } from '#domain/order/order.ts';
import { OPEN_RUNS } from '#domain/order/order.ts';
import { listOf } from '../plumbing/sql.ts';
import type { Db } from '../plumbing/pool.ts';

/** The position of a phone that has been silent for longer says nothing. */
const FRESH_SECONDS = 120;

/** What the forecasts of a shop are computed from, and the place of the log that it contains. */
export async function forecastBoardOf(
	db: Db,
	shopId: string
): Promise<(ForecastBoard & { seq: number }) | undefined> {
	const { rows } = await db.query<Omit<ForecastBoard, 'orders' | 'drivers'> & { seq: number }>({
		name: 'forecast-shop',
		text: `select s.id as shop, jsonb_build_object('lat', s.lat, 'lng', s.lng) as point,
				s.prep_minutes as "prepMinutes", s.speed_kmh as "speedKmh",
				case when s.pace_until > now() then s.pace else 1 end as pace, c.seq
			from shop s join shop_counter c on c.shop_id = s.id where s.id = $1`,
		values: [shopId]
	});
	const shop = rows[0];
	if (!shop) return undefined;
	return { ...shop, orders: await ordersOf(db, shopId), drivers: await driversOf(db, shopId) };
}

interface OrderRow {
	id: string;
	status: Status;
	fulfilment: Fulfilment;
	stageAt: Date;
	promisedAt: Date;
	wantedAt: Date | null;
	pizzas: number;
	door: Point | null;
	driver: string | null;
	position: number | null;
	runStatus: string | null;
}

async function ordersOf(db: Db, shopId: string): Promise<BoardOrder[]> {
	const { rows } = await db.query<OrderRow>({
		name: 'forecast-orders',
		text: `select o.id, o.status, o.fulfilment, o.stage_at as "stageAt", o.promised_at as "promisedAt",
				o.wanted_at as "wantedAt", c.address->'point' as door, r.driver_id as driver, t.position,
				r.status as "runStatus",
				(select coalesce(sum(l.quantity), 0)::int from order_line l join product p on p.id = l.product_id
					where l.order_id = o.id and l.voided_at is null and p.kind = 'pizza') as pizzas
			from orders o join customer c on c.id = o.customer_id
				left join stop t on t.order_id = o.id and t.outcome is null
				left join run r on r.id = t.run_id and r.status in (${listOf(OPEN_RUNS)})
			where o.shop_id = $1 and o.is_open and o.status not in ('failed', 'awaiting_payment')
			order by o.id`,
		values: [shopId]
	});
	return rows.map(({ driver, position, runStatus, ...row }) => ({
		...row,
		stageAt: row.stageAt.getTime(),
		promisedAt: row.promisedAt.getTime(),
		wantedAt: row.wantedAt?.getTime() ?? null,
		stop: driver ? { driver, position: position ?? 0, isOut: runStatus === 'out' } : null
	}));
}

async function driversOf(db: Db, shopId: string): Promise<BoardDriver[]> {
	const { rows } = await db.query<BoardDriver>({
		name: 'forecast-drivers',
		text: `select h.driver_id as id, (
				select jsonb_build_object('lat', p.lat, 'lng', p.lng) from position_latest p
				where p.driver_id = h.driver_id and p.at > now() - make_interval(secs => ${FRESH_SECONDS})) as point
			from shift h where h.shop_id = $1 and h.ended_at is null order by h.driver_id`,
		values: [shopId]
	});
	return rows;
}

/**
 * The shops whose forecasts are behind: their log has moved on for `settleSeconds`, or they have open orders
 * and the forecasts are older than `everySeconds`. One short query, whatever the number of shops.
 */
export async function shopsBehind(
	db: Db,
	{ settleSeconds, everySeconds }: { settleSeconds: number; everySeconds: number }
): Promise<string[]> {
	const { rows } = await db.query<{ shop: string }>({
		name: 'forecast-behind',
		text: `select c.shop_id as shop from shop_counter c left join forecast_plan p on p.shop_id = c.shop_id
			where (c.seq <> coalesce(p.seq, 0)
					and coalesce(p.planned_at, '-infinity') < clock_timestamp() - make_interval(secs => $1))
				or (coalesce(p.planned_at, '-infinity') < clock_timestamp() - make_interval(secs => $2)
					and exists (select from orders o where o.shop_id = c.shop_id and o.is_open))
			order by coalesce(p.planned_at, '-infinity')`,
		values: [settleSeconds, everySeconds]
	});
	return rows.map(({ shop }) => shop);
}
