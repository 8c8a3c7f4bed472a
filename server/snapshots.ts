import type { Snapshots } from '#domain/contract.ts';
import { done, refuse, type Result } from '#domain/faults.ts';
import { latestSeqs } from '../db/log.ts';
import type { Db } from '../db/pool.ts';
import { latestOf } from '../db/positions.ts';
import { driversOf, openStates, orderById, statesOfDriver } from '../db/snapshots.ts';
import * as shops from '../db/shops.ts';
import { presentAll, type Skip } from './presented.ts';
import {
	driverStop,
	driverView,
	kitchenTicket,
	managedOrder,
	movedDriver,
	orderOutline,
	trackedOrder
} from './views.ts';

/** What a page draws first; it joins its feed at once and replaces this by the feed's own. */
export interface Answered<Snapshot> {
	snapshot: Snapshot;
	/** Read before the states, so that these are at least as new. */
	seq: number;
}

async function seqOf(db: Db, shop: string): Promise<number> {
	return (await latestSeqs(db)).get(shop) ?? 0;
}

export async function kitchenSnapshot(
	db: Db,
	shop: string,
	skip: Skip
): Promise<Answered<Snapshots['kitchen']>> {
	const seq = await seqOf(db, shop);
	const states = await openStates(db, [shop]);
	return { snapshot: { orders: presentAll(states, kitchenTicket, skip) }, seq };
}

export async function manageSnapshot(
	db: Db,
	shop: string,
	skip: Skip
): Promise<Answered<Snapshots['manage']>> {
	const seq = await seqOf(db, shop);
	const [states, crew] = await Promise.all([openStates(db, [shop]), crewOf(db, [shop])]);
	return { snapshot: { orders: presentAll(states, managedOrder, skip), ...crew }, seq };
}

/** All these shops by as many queries as one of them. Its seq is the sum of theirs. */
export async function groupSnapshot(
	db: Db,
	shops: readonly string[],
	skip: Skip
): Promise<Answered<Snapshots['group']>> {
	const seqs = await latestSeqs(db);
	const [states, crew] = await Promise.all([openStates(db, shops), crewOf(db, shops)]);
	const seq = shops.reduce((sum, shop) => sum + (seqs.get(shop) ?? 0), 0);
	return { snapshot: { orders: presentAll(states, orderOutline, skip), ...crew }, seq };
}

/** Who drives for these shops, and where they are; one query after the other, on one connection. */
export async function crewOf(
	db: Db,
	shops: readonly string[]
): Promise<Pick<Snapshots['manage'], 'drivers' | 'positions'>> {
	return {
		drivers: (await driversOf(db, shops)).map(driverView),
		positions: (await latestOf(db, shops)).map(movedDriver)
	};
}

/** Undefined when this person is no driver. */
export async function driverSnapshot(
	db: Db,
	driverId: string,
	skip: Skip
): Promise<Answered<Snapshots['driver']> | undefined> {
	const seqs = await latestSeqs(db);
	const found = await statesOfDriver(db, driverId);
	if (!found) return undefined;
	const shop = await shops.byId(db, found.driver.shop);
	return {
		snapshot: {
			driver: driverView(found.driver),
			orders: presentAll(found.orders, (order) => driverStop(order, driverId, shop), skip)
		},
		seq: seqs.get(found.driver.shop) ?? 0
	};
}

/** The driver's place comes by the feed alone, which knows on whose leg the driver is. */
export async function orderSnapshot(
	db: Db,
	order: { id: string; shop: string }
): Promise<Result<Answered<Snapshots['order']>>> {
	const seq = await seqOf(db, order.shop);
	const [state, shop] = await Promise.all([orderById(db, order.id), shops.byId(db, order.shop)]);
	if (!state || !shop) return refuse('not_found');
	return done({ snapshot: { order: trackedOrder(state, shop.name), positions: [] }, seq });
}
