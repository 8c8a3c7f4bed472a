import { judge, type Rule } from '#domain/people/access.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { feedName } from '#domain/wire/feeds.ts';
import type { Status } from '#domain/order/order.ts';
import type { LogEntry } from '../../db/log.ts';
import type { Delivery, FeedSpec } from './feed.ts';

type ShopFeedKind = 'kitchen' | 'manage' | 'counter-board';

/** Who may join a feed of one shop: the roles of the rule. They all share one room. */
export function shopFeed(rule: Rule): Pick<FeedSpec<ShopFeedKind>, 'mayJoin' | 'room'> {
	const mayJoin: FeedSpec<ShopFeedKind>['mayJoin'] = (principal, feed) =>
		judge(principal, rule, feed.shop);
	return {
		mayJoin,
		room: async (principal, feed) => {
			const verdict = mayJoin(principal, feed);
			if (verdict !== 'allow') return refuse(verdict);
			const name = feedName(feed);
			return done({ name, feed: name, kind: feed.kind, shops: [feed.shop] });
		}
	};
}

/** A change for the room of its shop. */
export function toShop(
	kind: ShopFeedKind,
	entry: LogEntry,
	{ view, wasShown }: Pick<Delivery, 'view' | 'wasShown'>
): Delivery[] {
	const name = feedName({ kind, shop: entry.shop });
	return [{ room: name, feed: name, view, wasShown }];
}

/** Whether the stage before the change was one of these. */
export const cameFrom = (entry: LogEntry, isShown: (status: Status) => boolean): boolean =>
	entry.from !== null && isShown(entry.from as Status);
