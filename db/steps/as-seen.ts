/** The fence of a command: the version that a person saw, where changes that they need not see do not count. */

import type { Db, Tx } from '../plumbing/pool.ts';
import type { OrderHead } from '../tables/orders.ts';

/** Alarms and reminders come by the clock: what a person meant to do is the same with and without them. */
const BY_THE_CLOCK = ['alarm', 'alert'];

/** Changes by the planner. They do not make the version that a manager saw stale. */
export const BY_THE_PLANNER = [
	...BY_THE_CLOCK,
	'offer',
	'run_declined',
	'run_expired',
	'run_withdrawn'
];

/**
 * The order's version now if nothing but these actions has changed it since the version that was seen; otherwise
 * that version. Undefined for a command without a version.
 */
export async function versionAsSeen<Seen extends number | undefined>(
	db: Db | Tx,
	order: Pick<OrderHead, 'id' | 'version'>,
	seen: Seen,
	uncounted: readonly string[] = BY_THE_CLOCK
): Promise<number | Seen> {
	if (seen === undefined || seen >= order.version) return seen;
	const { rowCount } = await db.query({
		name: 'version-as-seen',
		text: 'select 1 from shop_log where subject_id = $1 and version > $2 and action <> all ($3) limit 1',
		values: [order.id, seen, uncounted]
	});
	return rowCount === 0 ? order.version : seen;
}
