import type { FeedClient } from '../client/feed.ts';
import type { Life } from './check.ts';

type Heard = Pick<FeedClient, 'seqs' | 'startSeq' | 'breaks'>;

/**
 * Seqs of a shop's log that are missing in both the manager's feed and the order histories, from
 * the feed's start to `upTo`. After an interruption the feed has drivers' changes from a snapshot
 * only, so missing numbers prove nothing.
 */
export function missingSeqs(
	{ shop, upTo }: { shop: string; upTo: number },
	feed: Heard,
	lives: readonly Life[]
): string[] {
	if (feed.breaks > 0) return [];
	const seen = new Set(feed.seqs.get(shop));
	for (const { order, answer } of lives)
		if (order.shop === shop) for (const { seq } of answer?.events ?? []) seen.add(seq);
	const faults: string[] = [];
	for (let seq = feed.startSeq + 1; seq <= upTo; seq++)
		if (!seen.has(seq)) faults.push(`${shop}: nobody heard of seq ${seq}`);
	return faults;
}
