import { CLOSED } from '#domain/order/order.ts';
import type { ArrivalWindow, EtaCause, Forecast } from '#domain/plan/forecast.ts';
import type { CoverageRecord } from '#domain/plan/calibration.ts';
import type { Text } from '#domain/menu/menu.ts';
import { listOf } from '../plumbing/sql.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** A forecast as it is stored, with its shop. */
export interface ShopForecast extends Forecast {
	shop: string;
	/** When it was computed, epoch ms; one that did not change since keeps its time. */
	plannedAt: number;
}

export interface ChangedForecast extends ShopForecast {
	/** Epoch ms. */
	changedAt: number;
}

/** When the forecasts of a shop were computed, and how good its windows were. */
export interface ShopPlan extends CoverageRecord {
	shop: string;
	/** Epoch ms. */
	plannedAt: number;
}

/** A move of a time by less than this changes no screen. */
const MOVED = `interval '2 minutes'`;
/** Orders that have no arrival to forecast. */
const CLOSED_SQL = listOf(CLOSED);

/**
 * Stores the forecasts of a shop, and deletes those of orders that are closed or not in the list. A row that
 * no screen has to hear of stays as it was: so small moves add up, and a screen shows what is stored.
 */
export async function saveForecasts(
	tx: Tx,
	shop: string,
	forecasts: readonly Forecast[],
	now: number
): Promise<void> {
	await tx.query({
		name: 'forecast-forget',
		text: `delete from forecast f where f.shop_id = $1 and not f.order_id = any ($2)`,
		values: [shop, forecasts.map(({ order }) => order)]
	});
	await tx.query({
		name: 'forecast-save',
		text: `insert into forecast as f (order_id, shop_id, start_by, oven_by, ready_at, leave_at, driver_id,
				eta_from, eta_to, latest_at, coverage, cause, late_chance, reasons, planned_at, changed_at)
			select n.order_id, $1, n.start_by, n.oven_by, n.ready_at, n.leave_at, n.driver_id, n.eta_from,
				n.eta_to, n.latest_at, n.coverage, n.cause, n.late_chance, n.reasons, $3, clock_timestamp()
			from jsonb_to_recordset($2::jsonb) as n (order_id uuid, start_by timestamptz, oven_by timestamptz,
				ready_at timestamptz, leave_at timestamptz, driver_id text, eta_from timestamptz,
				eta_to timestamptz, latest_at timestamptz, coverage real, cause text, late_chance real,
				reasons jsonb)
			join orders o on o.id = n.order_id and o.shop_id = $1 and o.status not in (${CLOSED_SQL})
			order by n.order_id
			on conflict (order_id) do update set start_by = excluded.start_by, oven_by = excluded.oven_by,
				ready_at = excluded.ready_at, leave_at = excluded.leave_at, driver_id = excluded.driver_id,
				eta_from = excluded.eta_from, eta_to = excluded.eta_to, latest_at = excluded.latest_at,
				coverage = excluded.coverage, cause = excluded.cause, late_chance = excluded.late_chance,
				reasons = excluded.reasons, planned_at = excluded.planned_at, changed_at = excluded.changed_at
			where ${isNews('eta_from')} or ${isNews('eta_to')} or ${isNews('latest_at')}
				or ${isNews('leave_at')} or ${isNews('start_by')} or ${isNews('oven_by')}
				or f.cause is distinct from excluded.cause or f.driver_id is distinct from excluded.driver_id
				or (f.late_chance >= 0.5) is distinct from (excluded.late_chance >= 0.5)`,
		values: [shop, JSON.stringify(forecasts.map((one) => rowOf(one, now))), new Date(now)]
	});
}

/** A time that came, went, or moved by at least `MOVED`. */
const isNews = (column: string): string =>
	`(f.${column} is null) <> (excluded.${column} is null)
		or abs(extract(epoch from f.${column} - excluded.${column})) >= extract(epoch from ${MOVED})`;

/** Times of an open order are never before now, whatever the planner said. */
function rowOf({ order, eta, ...forecast }: Forecast, now: number) {
	const isThere = eta.from === eta.to;
	const from = isThere ? eta.from : Math.max(eta.from, now);
	const to = Math.max(eta.to, from);
	return {
		order_id: order,
		start_by: iso(forecast.startBy),
		oven_by: iso(forecast.ovenBy),
		ready_at: iso(forecast.readyAt),
		leave_at: iso(forecast.leaveAt),
		driver_id: forecast.driver,
		eta_from: iso(from),
		eta_to: iso(to),
		latest_at: iso(Math.max(eta.latest, to)),
		coverage: eta.coverage,
		cause: eta.cause,
		late_chance: Math.min(1, Math.max(0, forecast.lateChance)),
		reasons: forecast.reasons
	};
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Lets one transaction at a time forecast a shop; false when another one does. */
export async function tryLockForecasts(tx: Tx, shop: string): Promise<boolean> {
	const { rows } = await tx.query<{ taken: boolean }>(
		`select pg_try_advisory_xact_lock(hashtextextended('forecast:' || $1, 0)) as taken`,
		[shop]
	);
	return rows[0]?.taken === true;
}

/** Records that the shop's forecasts are those of this place of its log. */
export async function savePlan(
	tx: Tx,
	shop: string,
	plan: CoverageRecord & { seq: number; now: number }
): Promise<void> {
	await tx.query({
		name: 'forecast-plan-save',
		text: `insert into forecast_plan (shop_id, seq, planned_at, coverage, arrivals, is_off)
			values ($1, $2, $3, $4, $5, $6)
			on conflict (shop_id) do update set seq = excluded.seq, planned_at = excluded.planned_at,
				coverage = excluded.coverage, arrivals = excluded.arrivals, is_off = excluded.is_off`,
		values: [shop, plan.seq, new Date(plan.now), plan.coverage, plan.arrivals, plan.isOff]
	});
}

interface Row {
	order: string;
	shop: string;
	startBy: Date | null;
	ovenBy: Date | null;
	readyAt: Date;
	leaveAt: Date | null;
	driver: string | null;
	from: Date;
	to: Date;
	latest: Date;
	coverage: number | null;
	cause: EtaCause;
	lateChance: number;
	reasons: Text[];
	plannedAt: Date;
	changedAt: Date;
}

const COLUMNS = `f.order_id as order, f.shop_id as shop, f.start_by as "startBy", f.oven_by as "ovenBy",
	f.ready_at as "readyAt", f.leave_at as "leaveAt", f.driver_id as driver, f.eta_from as from, f.eta_to as to,
	f.latest_at as latest, f.coverage, f.cause, f.late_chance as "lateChance", f.reasons,
	f.planned_at as "plannedAt", f.changed_at as "changedAt"`;
const OPEN = `join orders o on o.id = f.order_id and o.status not in (${CLOSED_SQL})`;

/** The forecasts of the open orders of these shops. */
export async function forecastsOf(db: Db, shops: readonly string[]): Promise<ShopForecast[]> {
	const { rows } = await db.query<Row>({
		name: 'forecasts-of',
		text: `select ${COLUMNS} from forecast f ${OPEN} where f.shop_id = any ($1) order by f.order_id`,
		values: [shops]
	});
	return rows.map(forecastOf);
}

/** The forecasts of these orders, those that are open. */
export async function forecastsOfOrders(
	db: Db,
	orders: readonly string[]
): Promise<ShopForecast[]> {
	const { rows } = await db.query<Row>({
		name: 'forecasts-of-orders',
		text: `select ${COLUMNS} from forecast f ${OPEN} where f.order_id = any ($1) order by f.order_id`,
		values: [orders]
	});
	return rows.map(forecastOf);
}

/** Of shops with more changes than one read gives: where to go on, as Postgres writes it (to the µs). */
export type Behind = ReadonlyMap<string, string>;

/**
 * Forecasts that changed after `since` (null: only the newest time of all is read), at most `limit` of a
 * shop. `behind` has the shops with more.
 */
export async function changedSince(
	db: Db,
	from: { since: Date | null; behind: Behind; limit: number }
): Promise<{ at: Date; changed: ChangedForecast[]; behind: Behind }> {
	if (!from.since) return { at: await newestChange(db), changed: [], behind: new Map() };
	const { rows } = await db.query<Row & { cursor: string }>({
		name: 'forecasts-changed',
		text: `with behind as (select * from unnest($2::text[], $3::timestamptz[]) as b (shop_id, since)),
				changed as (select distinct shop_id from forecast
					where changed_at > least($1, (select min(since) from behind)))
			select ${COLUMNS}, f.changed_at::text as cursor
			from changed left join behind using (shop_id)
				cross join lateral (
					select * from forecast own where own.shop_id = changed.shop_id
						and own.changed_at > coalesce(behind.since, $1) order by own.changed_at limit $4
				) f`,
		values: [from.since, [...from.behind.keys()], [...from.behind.values()], from.limit]
	});
	const behind = new Map<string, string>();
	for (const [shop, own] of Map.groupBy(rows, (row) => row.shop))
		if (own.length === from.limit) behind.set(shop, own.at(-1)?.cursor ?? '');
	const changed = rows.map((row) => ({ ...forecastOf(row), changedAt: row.changedAt.getTime() }));
	const at = new Date(Math.max(from.since.getTime(), ...changed.map(({ changedAt }) => changedAt)));
	return { at, changed, behind };
}

async function newestChange(db: Db): Promise<Date> {
	const { rows } = await db.query<{ at: Date }>(
		'select coalesce(max(changed_at), clock_timestamp()) as at from forecast'
	);
	return rows[0]?.at ?? new Date(0);
}

/** The last plans of these shops; of all shops without the list. */
export async function plansOf(db: Db, shops?: readonly string[]): Promise<ShopPlan[]> {
	const { rows } = await db.query<Omit<ShopPlan, 'plannedAt'> & { plannedAt: Date }>({
		name: 'forecast-plans',
		text: `select shop_id as shop, planned_at as "plannedAt", coverage, arrivals, is_off as "isOff"
			from forecast_plan where $1::text[] is null or shop_id = any ($1)`,
		values: [shops ?? null]
	});
	return rows.map((row) => ({ ...row, plannedAt: row.plannedAt.getTime() }));
}

function forecastOf(row: Row): ShopForecast {
	const { order, shop, driver, lateChance, reasons } = row;
	const eta: ArrivalWindow = {
		from: row.from.getTime(),
		to: row.to.getTime(),
		latest: row.latest.getTime(),
		coverage: row.coverage,
		cause: row.cause
	};
	return {
		order,
		shop,
		startBy: row.startBy?.getTime() ?? null,
		ovenBy: row.ovenBy?.getTime() ?? null,
		readyAt: row.readyAt.getTime(),
		leaveAt: row.leaveAt?.getTime() ?? null,
		driver,
		eta,
		lateChance,
		reasons,
		plannedAt: row.plannedAt.getTime()
	};
}
