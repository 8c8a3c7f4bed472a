import type { Snapshots } from '#domain/contract.ts';
import { refuse, done } from '#domain/faults.ts';
import type { Result } from '#domain/faults.ts';
import { isOnTheRoad } from '#domain/order.ts';
import type { OrderState } from '#domain/order.ts';
import { latestSeqs } from '../../db/log.ts';
import type { Db } from '../../db/pool.ts';
import { latestOf } from '../../db/positions.ts';
import { openStates, orderById, statesOfDriver, type ShopFacts } from '../../db/snapshots.ts';
import { presentAll } from '../presented.ts';
import { crewOf } from '../snapshots.ts';
import type { Skip } from '../presented.ts';
import {
	boardEntry,
	driverStop,
	driverView,
	kitchenTicket,
	managedOrder,
	movedDriver,
	orderOutline,
	trackedOrder
} from '../views.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Relay } from './relay.ts';
import type { Room } from './types.ts';

/** Long enough for a storm of reconnects to share one reading, too short for anybody to notice. */
const SHARED_MS = 250;

export interface Reading {
	snapshot: Snapshots[keyof Snapshots];
	seq: number;
	/** The database's time when the reading began. */
	at: string;
	seqs: ReadonlyMap<string, number>;
}

interface SnapshotsOptions {
	db: Db;
	relay: Pick<Relay, 'seqOf'>;
	open: OpenOrders;
	/** Undefined for a shop that no feed has been asked for. */
	shopOf(shop: string): ShopFacts | undefined;
	skip: Skip;
	/** The database's time, epoch ms. */
	now(): number;
}

export type ReadSnapshot = (room: Room) => Promise<Result<Reading>>;

/**
 * Reads what a feed shows now; a socket must be in the room before it asks. Of one room no two readings
 * run at once: sockets that come too late for the current one share the next. So a
 * crowd that comes back together costs a slow database two readings, and not one for each.
 */
export function createSnapshots(options: SnapshotsOptions): ReadSnapshot {
	const last = new Map<string, Shared>();

	function begin(room: Room): Shared {
		const shared: Shared = {
			since: performance.now(),
			isOver: false,
			reading: read(options, room)
		};
		const over = () => void (shared.isOver = true);
		shared.reading.then(over, over);
		last.set(room.name, shared);
		return shared;
	}

	return async (room) => {
		if (room.kind === 'order' || room.kind === 'driver') return read(options, room);
		// What was delivered before this socket came in reaches it through the snapshot alone.
		const delivered = room.shops.map((shop) => [shop, options.relay.seqOf(shop)] as const);
		const shared = last.get(room.name);
		if (!shared || (shared.isOver && performance.now() - shared.since > SHARED_MS))
			return begin(room).reading;
		const found = await shared.reading.catch(() => undefined);
		if (found?.ok && delivered.every(([shop, seq]) => holds(found.value, shop, seq))) return found;
		// Whatever has taken its place began after we had come.
		const next = last.get(room.name);
		return (next && next !== shared ? next : begin(room)).reading;
	};
}

interface Shared {
	since: number;
	isOver: boolean;
	reading: Promise<Result<Reading>>;
}

const holds = (reading: Reading, shop: string, seq: number) => (reading.seqs.get(shop) ?? 0) >= seq;

/** First the seq, then the states: they are then at least as new as the seq says. */
async function read(options: SnapshotsOptions, room: Room): Promise<Result<Reading>> {
	const at = new Date(options.now()).toISOString();
	const seqs = await latestSeqs(options.db);
	if (!room.shops.every((shop) => seqs.has(shop))) return refuse('not_found');
	const snapshot = await present(options, room);
	if (!snapshot) return refuse('not_found');
	const seq = room.shops.reduce((sum, shop) => sum + (seqs.get(shop) ?? 0), 0);
	return done({ snapshot, seq, at, seqs });
}

async function present(
	{ db, open, shopOf, skip }: SnapshotsOptions,
	{ kind, shops, subject = '' }: Room
): Promise<Reading['snapshot'] | undefined> {
	const views = <View>(states: readonly OrderState[], view: (state: OrderState) => View | null) =>
		presentAll(states, view, skip);

	switch (kind) {
		case 'kitchen':
			return { orders: views(await openStates(db, shops), kitchenTicket) };
		case 'counter-board':
			return { orders: views(await openStates(db, shops), boardEntry) };
		case 'manage':
			return {
				orders: views(await openStates(db, shops), managedOrder),
				...(await crewOf(db, shops))
			};
		case 'group':
			return {
				orders: views(await openStates(db, shops), orderOutline),
				...(await crewOf(db, shops))
			};
		case 'driver': {
			const found = await statesOfDriver(db, subject);
			if (!found) return undefined;
			const orders = views(found.orders, (order) => driverStop(order, subject, shopOf(order.shop)));
			return { driver: driverView(found.driver), orders };
		}
		case 'order':
			return trackedSnapshot();
	}

	async function trackedSnapshot(): Promise<Snapshots['order'] | undefined> {
		const order = await orderById(db, subject);
		if (!order) return undefined;
		const driver = isOnTheRoad(order.status) ? order.stop?.driver.id : undefined;
		const isNext = driver !== undefined && open.legOf(driver) === order.id;
		const positions = isNext ? await latestOf(db, shops) : [];
		return {
			order: trackedOrder(order, shopOf(order.shop)?.name ?? order.shop),
			positions: positions.filter((place) => place.driver === driver).map(movedDriver)
		};
	}
}
