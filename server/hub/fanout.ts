import type { LogEntry } from '../../db/reads/shop-log.ts';
import type { Delivery, FeedSpec, ChangeContext } from '../feeds/feed.ts';
import { FEEDS } from '../feeds/index.ts';
import type { Skip } from '../presented.ts';
import type { HubMetrics } from './metrics.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Rooms } from './rooms.ts';
import type { Broadcast } from './broadcast.ts';

interface FanoutOptions {
	broadcast: Broadcast;
	rooms: Rooms;
	open: OpenOrders;
	/** Undefined until an order or driver feed of the shop is joined. */
	shopOf: ChangeContext['shopOf'];
	metrics: HubMetrics;
	skip: Skip;
	/** The database's clock, epoch ms. */
	now(): number;
}

const SPECS = Object.values(FEEDS) as readonly FeedSpec[];
const FIRST = SPECS.filter((spec) => spec.isFirst);
const OTHERS = SPECS.filter((spec) => !spec.isFirst);

/**
 * Turns log entries into changes and sends them to the rooms. Each change is presented once per
 * feed and emitted once per room, so it is serialised once for any number of sockets; an empty room
 * costs nothing. A batch of entries goes first to the feeds marked `isFirst`, then to the others.
 */
export function createFanout(options: FanoutOptions): (entries: readonly LogEntry[]) => void {
	const { rooms, open, metrics, shopOf } = options;
	const roomOfOrder = (order: string) => rooms.ofOrder(order);

	function toFirst(entry: LogEntry): void {
		toFeeds(FIRST, entry, { shopOf, roomOfOrder, driverBefore: undefined });
	}

	function toOthers(entry: LogEntry): void {
		metrics.commitToEmit.observe(Math.max(0, options.now() - entry.at.getTime()) / 1000);
		const driverBefore = entry.subject === 'order' ? open.apply(entry.state) : undefined;
		toFeeds(OTHERS, entry, { shopOf, roomOfOrder, driverBefore });
	}

	function toFeeds(specs: readonly FeedSpec[], entry: LogEntry, context: ChangeContext): void {
		for (const spec of specs)
			for (const delivery of spec.changes(entry, context)) send(entry, delivery);
	}

	function send(entry: LogEntry, { room, feed, view: present, wasShown }: Delivery): void {
		if (!rooms.has(room)) return;
		const view = present();
		if (view === null && !wasShown) return;
		options.broadcast(room, 'change', {
			feed,
			shop: entry.shop,
			seq: entry.seq,
			subject: entry.subject,
			id: entry.id,
			version: entry.version,
			at: entry.at.toISOString(),
			view
		});
	}

	/** Skips an entry that throws, so that one unreadable row does not block its shop. */
	function each(entries: readonly LogEntry[], step: (entry: LogEntry) => void): void {
		for (const entry of entries) {
			try {
				step(entry);
			} catch (error) {
				options.skip(error, { shop: entry.shop, seq: entry.seq });
			}
		}
	}

	return (entries) => {
		each(entries, toFirst);
		each(entries, toOthers);
	};
}
