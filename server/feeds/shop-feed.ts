import { judge, type Rule } from '#domain/people/access.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { feedName, type FeedKind, type ShopFeedKind, type Snapshots } from '#domain/wire/feeds.ts';
import type { z } from 'zod';
import type { Status } from '#domain/order/order.ts';
import type { LogEntry } from '../../db/reads/shop-log.ts';
import type { Delivery, FeedSpec } from './feed.ts';

/** A schema that a snapshot of this feed satisfies; another one does not compile. */
type SchemaOf<K extends FeedKind, S extends z.ZodType> = S &
	([Snapshots[K]] extends [z.output<S>] ? unknown : never);

/**
 * Access, room and first content of a feed that belongs to one shop: the roles of `rule` for the
 * socket and for the route, one room for all.
 */
export function shopFeed<K extends ShopFeedKind, S extends z.ZodType>(
	_kind: K,
	rule: Rule,
	first: { path: string; summary: string; snapshot: SchemaOf<K, S> }
): Pick<FeedSpec<ShopFeedKind>, 'mayJoin' | 'room' | 'first'> {
	const mayJoin: FeedSpec<ShopFeedKind>['mayJoin'] = (principal, feed) =>
		judge(principal, rule, feed.shop);
	return {
		first: { ...first, rule },
		mayJoin,
		room: async (principal, feed) => {
			const verdict = mayJoin(principal, feed);
			if (verdict !== 'allow') return refuse(verdict);
			const name = feedName(feed);
			return done({ name, feed: name, kind: feed.kind, shops: [feed.shop] });
		}
	};
}

/** Addresses a change to the room of its shop. */
export function deliverToShop(
	kind: ShopFeedKind,
	entry: LogEntry,
	{ view, wasShown }: Pick<Delivery, 'view' | 'wasShown'>
): Delivery[] {
	const name = feedName({ kind, shop: entry.shop });
	return [{ room: name, feed: name, view, wasShown }];
}

/** Addresses a forecast to the room of its shop. */
export const toShop =
	(kind: ShopFeedKind) =>
	({ shop }: { shop: string }): { room: string; feed: string } => {
		const name = feedName({ kind, shop });
		return { room: name, feed: name };
	};

/** Whether the order's status before the change satisfies `isShown`. */
export const previousStatusIs = (entry: LogEntry, isShown: (status: Status) => boolean): boolean =>
	entry.from !== null && isShown(entry.from as Status);
