import type { MovedDriver, PositionFix } from '#domain/contract.ts';
import type { Db } from './pool.ts';

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

/**
 * Stores the newest fix of a driver on shift and samples it into the history. Off shift nothing is
 * stored at all. The phone's time is kept as a claim, held to within a minute of the server's.
 */
export async function record(
	db: Db,
	driverId: string,
	fixes: readonly PositionFix[]
): Promise<'stored' | 'off_shift'> {
	const newest = fixes.reduce<PositionFix | undefined>(
		(best, fix) => (!best || fix.at > best.at ? fix : best),
		undefined
	);
	if (!newest) return 'stored';
	const stored = await db.query({
		name: 'position-record',
		text: `with here as (
				select s.driver_id, s.shop_id, least($5::timestamptz, now() + interval '1 minute') as device_at
				from shift s where s.driver_id = $1 and s.ended_at is null
			), sampled as (
				insert into position_history (driver_id, shop_id, lat, lng, accuracy_m, device_at)
				select h.driver_id, h.shop_id, $2, $3, $4, h.device_at from here h
				where not exists (select from position_history p where p.driver_id = h.driver_id
					and p.at > clock_timestamp() - make_interval(secs => ${HISTORY_EVERY_SECONDS}))
			)
			insert into position_latest (driver_id, shop_id, lat, lng, accuracy_m, device_at)
			select h.driver_id, h.shop_id, $2, $3, $4, h.device_at from here h
			on conflict (driver_id) do update set shop_id = excluded.shop_id, lat = excluded.lat,
				lng = excluded.lng, accuracy_m = excluded.accuracy_m, device_at = excluded.device_at,
				at = clock_timestamp()`,
		values: [driverId, newest.lat, newest.lng, newest.accuracyM, newest.at]
	});
	return stored.rowCount === 1 ? 'stored' : 'off_shift';
}

/** Positions received after `since` (the newest of the last call), and the newest there is. */
export async function movedSince(
	db: Db,
	since: Date | null
): Promise<{ at: Date | null; moved: ShopPosition[] }> {
	const { rows } = await db.query<PositionRow>({
		name: 'positions-moved',
		text: `select ${COLUMNS} from position_latest where at > coalesce($1, now()) order by at`,
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

/** Forgets the track older than this many hours. */
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
