import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import type { Tx } from '../../db/plumbing/pool.ts';
import * as kitchenTimes from '../../db/reads/kitchen-times.ts';
import type { Handler } from '../context.ts';

const EVERY_HOURS = 6;
/** Enough for more than a thousand shops in that time. */
const SHOPS_A_MINUTE = 10;
const HOUR_MS = 3_600_000;

/** Learns the kitchen times of one shop from its log: a job of its own, so that a slow one holds up no other. */
export const learnKitchenTimes: Handler<JobPayloads['kitchen.learn']> = (tx, { shop }) =>
	kitchenTimes.learn(tx, shop);

/** Requests it for shops whose times are old; the key makes it one job an hour, however often it is requested. */
export async function requestLearning(tx: Tx, now: number): Promise<void> {
	const shops = await kitchenTimes.outdated(tx, EVERY_HOURS, SHOPS_A_MINUTE);
	const hour = Math.floor(now / HOUR_MS);
	const items = shops.map((shop) => ({
		job: 'kitchen.learn' as const,
		key: `kitchen-learn-${shop}-${hour}`,
		payload: { shop }
	}));
	if (items.length > 0) await outbox.add(tx, items);
}
