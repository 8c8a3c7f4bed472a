import type { FeedClient } from '../client/feed.ts';
import type { Life } from './check.ts';

type Heard = Pick<FeedClient, 'seqs' | 'startSeq' | 'disconnects'> & { state(): { seq: number } };

/**
 * The numbers of a shop's log that nobody has seen, between the desk's first look and its last:
 * neither as a change on the desk's feed nor in the history of an order. A desk that was cut off
 * for a while missed drivers' changes, and proves nothing.
 */
export function holesIn(shop: string, feed: Heard, lives: readonly Life[]): string[] {
	if (feed.disconnects > 0) return [];
	const seen = new Set(feed.seqs.get(shop));
	for (const { order, answer } of lives)
		if (order.shop === shop) for (const { seq } of answer?.events ?? []) seen.add(seq);
	const faults: string[] = [];
	for (let seq = feed.startSeq + 1; seq <= feed.state().seq; seq++)
		if (!seen.has(seq)) faults.push(`${shop}: nobody heard of seq ${seq}`);
	return faults;
}
