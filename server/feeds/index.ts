/**
 * The table of feeds. Joins, snapshots (page and socket), fan-out, beats and positions iterate over
 * it and name no feed themselves.
 */

import type { Principal, Verdict } from '#domain/people/access.ts';
import type { Snapshots } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { FeedKind, FeedOf, ShopFeedKind } from '#domain/wire/feeds.ts';
import { latestSeqs } from '../../db/reads/shop-log.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { counterBoard } from './counter-board.ts';
import { driver } from './driver.ts';
import type { FeedSpec, Room, SnapshotScope, Sources } from './feed.ts';
import { group } from './group.ts';
import { kitchen } from './kitchen.ts';
import { manage } from './manage.ts';
import { order } from './order.ts';

export const FEEDS: { readonly [K in FeedKind]: FeedSpec<K> } = {
	kitchen,
	'counter-board': counterBoard,
	driver,
	order,
	manage,
	group
};

/** The feeds of a shop, each with the route of its first content. */
export const FIRST_CONTENTS = (Object.entries(FEEDS) as [ShopFeedKind, FeedSpec][]).flatMap(
	([kind, { first }]) => (first ? [{ kind, ...first }] : [])
);

/** Access check; `driverShop` is the shop of the driver whose feed it is. */
export function mayJoin<K extends FeedKind>(
	principal: Principal,
	feed: FeedOf<K> & { kind: K },
	driverShop?: string
): Verdict {
	return FEEDS[feed.kind].mayJoin(principal, feed, driverShop);
}

/** The room of this person in this feed, or a refusal. */
export function roomOf<K extends FeedKind>(
	principal: Principal,
	feed: FeedOf<K> & { kind: K },
	db: Db
): Promise<Result<Room>> {
	return FEEDS[feed.kind].room(principal, feed, db);
}

export interface Reading<K extends FeedKind = FeedKind> {
	snapshot: Snapshots[K];
	/**
	 * Read before the states, so the states are at least as new. For the group, the sum over its
	 * shops.
	 */
	seq: number;
	seqs: ReadonlyMap<string, number>;
}

/** Reads the snapshot of a feed. Refused when its shop or subject does not exist. */
export async function readFeed<K extends FeedKind>(
	kind: K,
	scope: SnapshotScope,
	sources: Sources
): Promise<Result<Reading<K>>> {
	const seqs = await latestSeqs(sources.db, scope.shops);
	if (!scope.shops.every((shop) => seqs.has(shop))) return refuse('not_found');
	const snapshot = await FEEDS[kind].snapshot(scope, sources);
	if (!snapshot) return refuse('not_found');
	const seq = scope.shops.reduce((sum, shop) => sum + (seqs.get(shop) ?? 0), 0);
	return done({ snapshot, seq, seqs });
}
