/**
 * The interface of a feed. Each kind of feed has one file in this folder; `index.ts` is the table
 * of them.
 */

import type { Principal, Rule, Verdict } from '#domain/people/access.ts';
import type { Change, ForecastOf, Snapshots } from '#domain/wire/contract.ts';
import type { Result } from '#domain/wire/faults.ts';
import type { FeedKind, FeedOf } from '#domain/wire/feeds.ts';
import type { LogEntry } from '../../db/reads/shop-log.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import type { ShopForecast } from '../../db/tables/forecasts.ts';
import type { ShopFacts } from '../../db/reads/order-states.ts';
import type { z } from 'zod';
import type { Skip } from '../presented.ts';

/** The shops and the subject of a snapshot. */
export interface SnapshotScope {
	/** Shops whose seq counts for the feed: one, or several for the group. */
	shops: readonly string[];
	/** The order or driver that the feed shows. */
	subject?: string;
}

/** Shared by all sockets that joined the same feed with the same rights. */
export interface Room extends SnapshotScope {
	/** Name of the Socket.io room. */
	name: string;
	/** Name of the feed, as the client sends it. */
	feed: string;
	kind: FeedKind;
}

/** Data sources for reading a snapshot. */
export interface Sources {
	db: Db;
	/** Undefined when the shop does not exist. */
	shopOf(shop: string): Promise<ShopFacts | undefined>;
	/** The order that a driver is riding to now; only the hub knows it. */
	nextDropoffOf(driver: string): string | undefined;
	skip: Skip;
}

/** Context for presenting a change. */
export interface ChangeContext {
	/** Undefined until an order or driver feed of the shop is joined. */
	shopOf(shop: string): ShopFacts | undefined;
	/**
	 * The driver before this change (null: none); undefined when the hub already knows a later state.
	 */
	driverBefore: string | null | undefined;
	/** The room of an order's customer; undefined when no socket is in it. */
	roomOfOrder(order: string): Room | undefined;
}

/** Context for addressing a forecast. */
export interface ForecastContext {
	/** The driver who holds the order or has its offer. */
	driverOf(order: string): string | null;
	roomOfOrder(order: string): Room | undefined;
}

/** A change as it is sent to one room. */
export interface Delivery {
	room: string;
	feed: string;
	/** Called only if the room has sockets. Null: the subject has left the feed. */
	view(): Change['view'];
	/** Whether the feed showed the subject before; if not, a view of null is not sent. */
	wasShown: boolean;
}

/**
 * The route by which a page of one shop reads the feed's content before its socket has joined. Its
 * answer is `{ snapshot, seq, shop }`.
 */
export interface FirstContent {
	/** With `:shop` in it. */
	path: string;
	rule: Rule;
	/** One line for the description of the API. */
	summary: string;
	/** The schema of the snapshot, for the description of the API. */
	snapshot: z.ZodType;
}

export interface FeedSpec<K extends FeedKind = FeedKind> {
	/** Sent before other feeds: small rooms with a person waiting at the screen. */
	isFirst?: true;
	/** A manager's screen: it also shows the positions of the drivers and system warnings. */
	isDesk?: true;
	/** The feed's name contains a secret; failed attempts are counted. */
	isSecret?: true;
	/** Left out when the page's first content comes with other things, by a route of another file. */
	first?: FirstContent;
	/** Access check. `driverShop` is the shop of the driver whose feed it is. */
	mayJoin(principal: Principal, feed: FeedOf<K>, driverShop?: string): Verdict;
	/** The room that this person joins, or a refusal. */
	room(principal: Principal, feed: FeedOf<K>, db: Db): Promise<Result<Room>>;
	/** The current content of the feed; undefined when its subject does not exist. */
	snapshot(scope: SnapshotScope, sources: Sources): Promise<Snapshots[K] | undefined>;
	/** The rooms that get this change, each with its view. */
	changes(entry: LogEntry, context: ChangeContext): Delivery[];
	/** The room that gets a forecast, and what it shows of it. Left out by feeds without forecasts. */
	forecast?: {
		room(
			forecast: ShopForecast,
			context: ForecastContext
		): { room: string; feed: string } | undefined;
		view(forecast: ShopForecast): ForecastOf<K>;
	};
}
