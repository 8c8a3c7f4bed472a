import { NOT_HANDED_OVER } from '#domain/order/order.ts';
import { ROLLING, type Arrival, type LoadBand } from '#domain/plan/calibration.ts';
import { listOf } from '../plumbing/sql.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** The window of an order at its acceptance. Instants are epoch ms. */
export interface EtaRecord extends Omit<Arrival, 'arrivedAt'> {
	order: string;
}

/** Keeps the first window of each order; later ones are not kept. */
export async function keepWindows(
	tx: Tx,
	shop: string,
	records: readonly EtaRecord[],
	now: number
): Promise<void> {
	if (records.length === 0) return;
	const at = (ms: number) => new Date(ms).toISOString();
	await tx.query({
		name: 'eta-keep',
		text: `insert into eta_record (order_id, shop_id, band, forecast_at, expected_at, scale_ms, eta_from,
				eta_to, latest_at)
			select order_id, $1, band, $3, expected_at, scale_ms, eta_from, eta_to, latest_at
			from jsonb_to_recordset($2::jsonb) as r (order_id uuid, band text, expected_at timestamptz,
				scale_ms float8, eta_from timestamptz, eta_to timestamptz, latest_at timestamptz)
			on conflict (order_id) do nothing`,
		values: [
			shop,
			JSON.stringify(
				records.map((record) => ({
					order_id: record.order,
					band: record.band,
					expected_at: at(record.expectedAt),
					scale_ms: record.scaleMs,
					eta_from: at(record.from),
					eta_to: at(record.to),
					latest_at: at(record.latest)
				}))
			),
			new Date(now)
		]
	});
}

/**
 * Records the arrivals since the last call, and deletes the windows of orders that never arrive. An arrival
 * that a timer inferred does not count. A tap that came late counts when it was made.
 */
export async function recordArrivals(tx: Tx, shop: string): Promise<void> {
	await tx.query({
		name: 'eta-arrive',
		text: `update eta_record r set arrived_at = coalesce(o.tapped_at, o.stage_at)
			from orders o where o.id = r.order_id and r.shop_id = $1 and r.arrived_at is null
				and o.evidence <> 'timer' and (o.status in ('at_door', 'delivered', 'collected')
					or (o.status = 'boxed' and o.fulfilment = 'collection'))`,
		values: [shop]
	});
	await tx.query({
		name: 'eta-drop',
		text: `delete from eta_record r using orders o where o.id = r.order_id and r.shop_id = $1
			and r.arrived_at is null and o.status in (${listOf([...NOT_HANDED_OVER, 'delivered', 'collected'])})`,
		values: [shop]
	});
}

/** The last arrivals of a shop, oldest first; enough for each load. */
export async function arrivalsOf(db: Db, shop: string): Promise<Arrival[]> {
	const { rows } = await db.query<{
		band: LoadBand;
		expectedAt: Date;
		scaleMs: number;
		from: Date;
		to: Date;
		latest: Date;
		arrivedAt: Date;
	}>({
		name: 'eta-arrivals',
		text: `select band, expected_at as "expectedAt", scale_ms as "scaleMs", eta_from as from, eta_to as to,
				latest_at as latest, arrived_at as "arrivedAt"
			from eta_record where shop_id = $1 and arrived_at is not null
			order by arrived_at desc limit $2`,
		values: [shop, 2 * ROLLING]
	});
	return rows.reverse().map((row) => ({
		band: row.band,
		expectedAt: row.expectedAt.getTime(),
		scaleMs: row.scaleMs,
		from: row.from.getTime(),
		to: row.to.getTime(),
		latest: row.latest.getTime(),
		arrivedAt: row.arrivedAt.getTime()
	}));
}

/** Deletes records older than this many days; returns how many. */
export async function forget(db: Db, olderThanDays: number): Promise<number> {
	const gone = await db.query(
		'delete from eta_record where forecast_at < now() - make_interval(days => $1)',
		[olderThanDays]
	);
	return gone.rowCount ?? 0;
}
