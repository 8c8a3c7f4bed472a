import { openStates } from '../../db/snapshots.ts';
import { presentAll } from '../presented.ts';
import { boardEntry, isOnBoard } from '../views.ts';
import type { FeedSpec } from './feed.ts';
import { cameFrom, shopFeed, toShop } from './shop-feed.ts';

/**
 * `counter-board:{shop}`: numbers of the orders to collect, for the public screen above the
 * counter.
 */
export const counterBoard: FeedSpec<'counter-board'> = {
	...shopFeed('public'),
	isFirst: true,
	snapshot: async ({ shops }, { db, skip }) => ({
		orders: presentAll(await openStates(db, shops), boardEntry, skip)
	}),
	changes(entry) {
		if (entry.subject !== 'order') return [];
		const wasShown = cameFrom(entry, isOnBoard);
		return toShop('counter-board', entry, { view: () => boardEntry(entry.state), wasShown });
	}
};
