/** Orders for one door, which are planned as one. */

import type { RoadOrder } from './road.ts';
import type { PlanOrder } from './plan-board.ts';
import type { Place } from './travel.ts';
import { distanceM } from '../time/quote.ts';

/** Doors closer than this are one house. */
const SAME_DOOR_M = 15;
/** An order waits so long for another one to the same door. */
const WAIT_MINUTES = 6;

/** Orders that travel together, and how the planner of the road sees them. */
export interface Parcel {
	orders: PlanOrder[];
	road: RoadOrder<Place>;
}

/**
 * One parcel for each door, in the order of the promises. An order joins another to its door if their ready
 * times are close, the drivers who declined are the same, and there is room.
 */
export function parcelsOf(
	orders: readonly PlanOrder[],
	roadOrder: (order: PlanOrder) => RoadOrder<Place>,
	most: number
): Parcel[] {
	const parcels: Parcel[] = [];
	const byPromise = orders.toSorted(
		(a, b) => a.promisedAt - b.promisedAt || (a.id < b.id ? -1 : 1)
	);
	for (const order of byPromise) {
		const road = roadOrder(order);
		const shared = parcels.find(
			(parcel) => parcel.orders.length < most && fits(parcel, order, road)
		);
		if (shared) join(shared, order, road);
		else parcels.push({ orders: [order], road });
	}
	return parcels;
}

function fits({ orders, road }: Parcel, order: PlanOrder, other: RoadOrder<Place>): boolean {
	const door = orders[0]?.door;
	if (!door || !order.door || distanceM(door, order.door) > SAME_DOOR_M) return false;
	const isSoon = Math.abs(road.readyAt - other.readyAt) <= WAIT_MINUTES;
	return isSoon && road.declinedBy.join() === other.declinedBy.join();
}

function join(parcel: Parcel, order: PlanOrder, other: RoadOrder<Place>): void {
	const { road } = parcel;
	parcel.orders.push(order);
	parcel.road = {
		...road,
		placedAt: Math.min(road.placedAt, other.placedAt),
		readyAt: Math.max(road.readyAt, other.readyAt),
		dueAt: Math.min(road.dueAt, other.dueAt),
		passedOver: Math.max(road.passedOver, other.passedOver)
	};
}
