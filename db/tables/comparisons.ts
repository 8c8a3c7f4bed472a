/** The daily comparison of payments with the providers' books. */

import type { Db } from '../plumbing/pool.ts';

/** A worker that started so long ago and has not ended was killed. */
const ABANDONED = '1 hour';

/** Takes the comparison of today; true for one worker of all. */
export async function claimToday(db: Db): Promise<boolean> {
	const { rowCount } = await db.query(
		`insert into payment_comparison as c (day) values (current_date)
			on conflict (day) do update set started_at = clock_timestamp()
			where c.ended_at is null and c.started_at < clock_timestamp() - interval '${ABANDONED}'`
	);
	return rowCount === 1;
}

export async function finishToday(
	db: Db,
	found: { payments: number; differences: number }
): Promise<void> {
	await db.query(
		`update payment_comparison set ended_at = clock_timestamp(), payments = $1, differences = $2
			where day = (select max(day) from payment_comparison)`,
		[found.payments, found.differences]
	);
}

export interface Comparison {
	at: Date;
	payments: number;
	differences: number;
}

/** The last one that ended. */
export async function latest(db: Db): Promise<Comparison | undefined> {
	const { rows } = await db.query<Comparison>(
		`select ended_at as at, payments, differences from payment_comparison
			where ended_at is not null order by day desc limit 1`
	);
	return rows[0];
}
