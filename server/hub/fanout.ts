import type { Change } from '#domain/contract.ts';
import { isInKitchen } from '#domain/order.ts';
import type { OrderState, Status } from '#domain/order.ts';
import type { LogEntry } from '../../db/log.ts';
import type { ShopFacts } from '../../db/snapshots.ts';
import type { Skip } from '../presented.ts';
import {
	boardEntry,
	driverStop,
	driverView,
	isManaged,
	isOnBoard,
	kitchenTicket,
	managedOrder,
	orderOutline,
	trackedOrder
} from '../views.ts';
import type { HubMetrics } from './metrics.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Rooms } from './rooms.ts';
import type { Shout } from './shout.ts';

interface FanoutOptions {
	shout: Shout;
	rooms: Rooms;
	open: OpenOrders;
	/** Undefined for a shop that no feed has been asked for. */
	shopOf(shop: string): ShopFacts | undefined;
	metrics: HubMetrics;
	skip: Skip;
	/** The database's time, epoch ms. */
	now(): number;
}

type OrderEntry = LogEntry & { subject: 'order' };

/**
 * Turns log entries into changes. Each is presented once a feed and emitted once a room, so that
 * it is serialised once however many sockets hear it; a room with nobody in it costs nothing.
 * Kitchens come first: they are small rooms, and a cook waits for them.
 */
export function createFanout(options: FanoutOptions): (entries: readonly LogEntry[]) => void {
	const { rooms, open, metrics } = options;

	function toKitchens(entry: LogEntry): void {
		if (entry.subject !== 'order') return;
		const { shop, state } = entry;
		const kitchen = `kitchen:${shop}`;
		if (rooms.has(kitchen))
			send(kitchen, kitchen, entry, kitchenTicket(state), was(entry, isInKitchen));
		const board = `counter-board:${shop}`;
		if (rooms.has(board)) send(board, board, entry, boardEntry(state), was(entry, isOnBoard));
	}

	function toEverybodyElse(entry: LogEntry): void {
		metrics.commitToEmit.observe(Math.max(0, options.now() - entry.at.getTime()) / 1000);
		if (entry.subject === 'driver') {
			const view = driverView(entry.state);
			send(`driver:${entry.id}`, `driver:${entry.id}`, entry, view);
			toManagers(entry, () => view);
			toGroup(entry, () => view);
			return;
		}
		toDrivers(entry, open.apply(entry.state));
		const tracked = rooms.ofOrder(entry.id);
		if (tracked)
			send(
				tracked.name,
				tracked.feed,
				entry,
				trackedOrder(entry.state, options.shopOf(entry.shop)?.name ?? entry.shop)
			);
		toManagers(entry, () => managedOrder(entry.state));
		toGroup(entry, () => orderOutline(entry.state));
	}

	function toDrivers(entry: OrderEntry, before: string | null | undefined): void {
		if (before === undefined) return;
		if (before !== null) toDriver(entry, before, entry.state);
		const now = entry.state.stop?.driver.id;
		if (now !== undefined && now !== before) toDriver(entry, now, entry.state);
	}

	function toDriver(entry: OrderEntry, driver: string, state: OrderState): void {
		const room = `driver:${driver}`;
		if (!rooms.has(room)) return;
		send(room, room, entry, driverStop(state, driver, options.shopOf(entry.shop)));
	}

	function toManagers(entry: LogEntry, present: () => Change['view']): void {
		const room = `manage:${entry.shop}`;
		if (rooms.has(room)) send(room, room, entry, present(), was(entry, isManaged));
	}

	function toGroup(entry: LogEntry, present: () => Change['view']): void {
		const room = rooms.groupOf(entry.shop);
		if (rooms.has(room)) send(room, 'manage:group', entry, present(), was(entry, isManaged));
	}

	/** A view of null is told only to a feed that had the order before. */
	function send(
		room: string,
		feed: string,
		entry: LogEntry,
		view: Change['view'],
		hadIt = true
	): void {
		if (!rooms.has(room)) return;
		if (view === null && !hadIt) return;
		options.shout(room, 'change', {
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

	/** One row that cannot be read must not hold up the shop behind it. */
	function each(entries: readonly LogEntry[], act: (entry: LogEntry) => void): void {
		for (const entry of entries) {
			try {
				act(entry);
			} catch (error) {
				options.skip(error, { shop: entry.shop, seq: entry.seq });
			}
		}
	}

	return (entries) => {
		each(entries, toKitchens);
		each(entries, toEverybodyElse);
	};
}

const was = (entry: LogEntry, held: (status: Status) => boolean) =>
	entry.from !== null && held(entry.from as Status);
