/** The road of a rehearsal: the same for what the people did and for the planner. */

import { HANDOVER_MINUTES, minuteOf } from '../../time/quote.ts';
import type { Place, PlaceTravel } from '../travel.ts';
import type { Evening, Leg, PastOrder, Trip } from './evening.ts';

export interface Road {
	shop: Place;
	minute: number;
	speedKmh: number;
	travel: PlaceTravel;
	/** At the door of an order, ms. */
	handover: (order: PastOrder) => number;
}

/** A handover longer than this is a forgotten tap. */
const LONGEST_HANDOVER = 20;

/** Handovers as observed; the median of the evening where a timer inferred a time. */
export function roadOf(evening: Evening, travel: PlaceTravel): Road {
	const minute = minuteOf(evening);
	const observed = new Map<string, number>();
	for (const { id, carried, isEstimated } of evening.orders) {
		if (!carried || isEstimated) continue;
		const took = carried.deliveredAt - carried.atDoorAt;
		if (took >= 0 && took <= LONGEST_HANDOVER * minute) observed.set(id, took);
	}
	const sorted = [...observed.values()].sort((a, b) => a - b);
	const usual = sorted[Math.floor(sorted.length / 2)] ?? HANDOVER_MINUTES * minute;
	return {
		shop: { point: evening.point },
		minute,
		speedKmh: evening.speedKmh,
		travel,
		handover: ({ id }) => observed.get(id) ?? usual
	};
}

export interface Ride {
	trip: Trip;
	legs: Leg[];
	/** When the last order was handed over. */
	freeAt: number;
}

/** A trip that leaves the shop at `leaveAt` and drops the orders in their sequence. */
export function ride(
	road: Road,
	driver: string,
	orders: readonly PastOrder[],
	leaveAt: number
): Ride {
	let [place, at, minutes] = [road.shop, leaveAt, 0];
	const legs = orders.map((order): Leg => {
		const door = { point: order.door };
		const way = road.travel(place, door);
		minutes += way;
		const doorAt = at + way * road.minute;
		[place, at] = [door, doorAt + road.handover(order)];
		return { order: order.id, driver, boxedAt: order.stages.boxed, leaveAt, doorAt };
	});
	const home = road.travel(place, road.shop);
	const trip = {
		driver,
		orders: orders.map(({ id }) => id),
		leaveAt,
		backAt: at + home * road.minute,
		km: ((minutes + home) * road.speedKmh) / 60
	};
	return { trip, legs, freeAt: at };
}
