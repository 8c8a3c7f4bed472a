import type { Snapshots } from '#domain/wire/contract.ts';
import { done, type Result } from '#domain/wire/faults.ts';
import type { FeedKind } from '#domain/wire/feeds.ts';
import type { Logger } from 'pino';
import type { Pool } from '../../db/plumbing/pool.ts';
import * as shops from '../../db/tables/shops.ts';
import { skipInto } from '../presented.ts';
import type { SnapshotScope } from './feed.ts';
import { readFeed } from './index.ts';

/** First content of a page. The page then joins its feed, whose snapshot replaces it. */
export interface First<K extends FeedKind> {
	snapshot: Snapshots[K];
	seq: number;
}

export type ReadFirst = <K extends FeedKind>(
	kind: K,
	scope: SnapshotScope
) => Promise<Result<First<K>>>;

/**
 * Reads first contents from this pool, without driver positions: only the hub knows the next
 * drop-off.
 */
export function firstReader(pool: Pool, log: Pick<Logger, 'error'>): ReadFirst {
	const sources = {
		db: pool,
		shopOf: (shop: string) => shops.byId(pool, shop),
		nextDropoffOf: () => undefined,
		skip: skipInto(log)
	};
	return async (kind, scope) => {
		const reading = await readFeed(kind, scope, sources);
		if (!reading.ok) return reading;
		const { snapshot, seq } = reading.value;
		return done({ snapshot, seq });
	};
}
