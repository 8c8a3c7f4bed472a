/** What a feed is: one file of this folder says it for each kind, and `index.ts` is the table of them. */

import type { Principal, Verdict } from '#domain/people/access.ts';
import type { Change, Snapshots } from '#domain/wire/contract.ts';
import type { Result } from '#domain/wire/faults.ts';
import type { Feed, FeedKind } from '#domain/wire/feeds.ts';
import type { LogEntry } from '../../db/log.ts';
import type { Db } from '../../db/pool.ts';
import type { ShopFacts } from '../../db/snapshots.ts';
import type { Skip } from '../presented.ts';

export type FeedOf<K extends FeedKind> = Extract<Feed, { kind: K }>;

/** What a snapshot is read for. */
export interface Scope {
	/** The shops whose seq concerns the feed; one, except for the group. */
	shops: readonly string[];
	/** The order or driver that the feed is about. */
	subject?: string;
}

/** What sockets that joined the same feed with the same rights share. */
export interface Room extends Scope {
	/** The socket.io room in which each of them is. */
	name: string;
	/** The feed's name, as they asked for it. */
	feed: string;
	kind: FeedKind;
}

/** What reading a snapshot needs. */
export interface Sources {
	db: Db;
	/** Undefined when there is no such shop. */
	shopOf(shop: string): Promise<ShopFacts | undefined>;
	/** The order to which a driver is on the way now; only the hub knows it. */
	legOf(driver: string): string | undefined;
	skip: Skip;
}

/** What presenting a change needs, besides the change. */
export interface Surroundings {
	/** Undefined for a shop that no feed has been asked for. */
	shopOf(shop: string): ShopFacts | undefined;
	/** Who held the order before this change; undefined when the hub knows a later state of it. */
	driverBefore: string | null | undefined;
	/** The room of an order's customer, while a socket is in it. */
	roomOfOrder(order: string): Room | undefined;
}

/** A change as one room gets it. */
export interface Delivery {
	room: string;
	feed: string;
	/** Called only while a socket is in the room; null says that the subject has left the feed. */
	view(): Change['view'];
	/** Whether the feed showed it before: if not, a view of null is not sent. */
	wasShown: boolean;
}

export interface FeedSpec<K extends FeedKind = FeedKind> {
	/** Goes out before the others: small rooms, and a person waits in front of the screen. */
	isFirst?: true;
	/** The screen of those who run the shop: it shows where its drivers are, and what is wrong with the house. */
	isDesk?: true;
	/** The name of the feed is a secret, and wrong ones are counted. */
	isSecret?: true;
	/** Whether this person may join. `driverShop` is where the driver of a driver's feed works. */
	mayJoin(principal: Principal, feed: FeedOf<K>, driverShop?: string): Verdict;
	/** The room that this person joins, or why not. */
	room(principal: Principal, feed: FeedOf<K>, db: Db): Promise<Result<Room>>;
	/** What the feed shows now; undefined when its subject does not exist. */
	snapshot(scope: Scope, sources: Sources): Promise<Snapshots[K] | undefined>;
	/** Who hears of this change, and what they see. */
	changes(entry: LogEntry, around: Surroundings): Delivery[];
}
