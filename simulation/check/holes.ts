import type { FeedClient } from '../client/feed.ts';
import type { Life } from './check.ts';

type Heard = Pick<FeedClient, 'seqs' | 'startSeq' | 'breaks'>;

/**
 * The numbers of a shop's log that nobody has seen, from the desk's first look up to `upTo`:
 * neither as a change on the desk's feed nor in the history of an order. A desk that was out of its feed
 * for a while has drivers' changes from a snapshot only, and proves nothing.
 */
export function holesIn(
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
