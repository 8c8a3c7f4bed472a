import type { MovedDriver, PositionFix } from '#domain/wire/contract.ts';
import type { Db } from '../plumbing/pool.ts';

export type ShopPosition = MovedDriver & { shop: string };

interface PositionRow {
	driver: string;
	shop: string;
	lat: number;
	lng: number;
	accuracyM: number;
	at: Date;
}

const COLUMNS = `driver_id as driver, shop_id as shop, lat, lng, accuracy_m as "accuracyM", at`;
const HISTORY_EVERY_SECONDS = 10;

/** A driver's newest position; `at` is the time of the phone, corrected by the server. */
export type StoredFix = Omit<PositionFix, 'at'> & { at: Date };

/**
 * Stores a position for each driver and samples it into the history, in one statement; returns the drivers
 * on shift. Off shift nothing is stored. Throws when one position cannot be stored: then none is.
 */
export async function record(db: Db, fixes: ReadonlyMap<string, StoredFix>): Promise<Set<string>> {
	const newest = [...fixes].map(([driver, fix]) => ({ driver, ...fix }));
	const { rows } = await db.query<{ driver_id: string }>({
		name: 'positions-record',
		text: `with here as (
				select s.driver_id, s.shop_id, f.lat, f.lng, f.accuracy_m, f.device_at,
					clock_timestamp() as at
				from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::timestamptz[])
					as f (driver_id, lat, lng, accuracy_m, device_at)
				join shift s on s.driver_id = f.driver_id and s.ended_at is null
			), latest as (
				insert into position_latest as p
					(driver_id, shop_id, lat, lng, accuracy_m, device_at, at, sampled_at)
				select h.driver_id, h.shop_id, h.lat, h.lng, h.accuracy_m, h.device_at, h.at, h.at
				from here h order by h.driver_id
				on conflict (driver_id) do update set shop_id = excluded.shop_id, lat = excluded.lat,
					lng = excluded.lng, accuracy_m = excluded.accuracy_m, device_at = excluded.device_at,
					at = excluded.at, sampled_at = case
						when p.sampled_at <= excluded.at - make_interval(secs => ${HISTORY_EVERY_SECONDS})
						then excluded.at else p.sampled_at end
				returning *
			), sampled as (
				insert into position_history (driver_id, shop_id, lat, lng, accuracy_m, device_at, at)
				select driver_id, shop_id, lat, lng, accuracy_m, device_at, at from latest
				where sampled_at = at
			)
			select driver_id from latest`,
		values: [
			newest.map((fix) => fix.driver),
			newest.map((fix) => fix.lat),
			newest.map((fix) => fix.lng),
			newest.map((fix) => fix.accuracyM),
			newest.map((fix) => fix.at)
		]
	});
	return new Set(rows.map((row) => row.driver_id));
}

/**
 * Positions received in a later millisecond than `since`, oldest first, and the time of the newest: the
 * next `since`.
 */
export async function movedSince(
	db: Db,
	since: Date
): Promise<{ at: Date; moved: ShopPosition[] }> {
	const { rows } = await db.query<PositionRow>({
		name: 'positions-moved',
		text: `select ${COLUMNS} from position_latest
			where date_trunc('milliseconds', at) > $1 order by at`,
		values: [since]
	});
	return { at: rows.at(-1)?.at ?? since, moved: rows.map(toMoved) };
}

/** The last known positions of drivers on shift at these shops. */
export async function latestOf(db: Db, shops: readonly string[]): Promise<ShopPosition[]> {
	const { rows } = await db.query<PositionRow>(
		`select ${COLUMNS} from position_latest p where p.shop_id = any ($1)
			and exists (select from shift s where s.driver_id = p.driver_id and s.ended_at is null)`,
		[shops]
	);
	return rows.map(toMoved);
}

/** Deletes the history older than this many hours. */
export async function forget(db: Db, olderThanHours: number): Promise<number> {
	const gone = await db.query(
		'delete from position_history where at < now() - make_interval(hours => $1)',
		[olderThanHours]
	);
	return gone.rowCount ?? 0;
}

function toMoved(row: PositionRow): ShopPosition {
	return {
		driver: row.driver,
		shop: row.shop,
		point: { lat: row.lat, lng: row.lng },
		accuracyM: row.accuracyM,
		at: row.at.toISOString()
	};
}
