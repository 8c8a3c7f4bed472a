/** Travel times of the plan, between places of which some have no point. */

import type { Point } from '../order/order.ts';
import { greatCircle, type Travel } from '../road/travel.ts';
import type { ForecastBoard } from './forecast-board.ts';

/** A place on the road; its point is null when its address has none. */
export interface Place {
	point: Point | null;
}

/** Minutes on the road between two places, without a handover. */
export type PlaceTravel = (from: Place, to: Place) => number;

/** What a shop knows of its roads. */
export interface Roads {
	speedKmh: number;
	/** Times of a provider of routes; great circle times the usual detour without it. */
	travel?: Travel | undefined;
}

/** Ride to an address without a point: half of the usual reach of a shop. */
const UNKNOWN_RIDE_MINUTES = 8;

/** Minutes on the road from one point to another, without a handover. */
export function rideMinutes(roads: Roads, from: Point | null, to: Point | null): number {
	if (!from || !to) return UNKNOWN_RIDE_MINUTES;
	return (roads.travel ?? greatCircle(roads.speedKmh))(from, to);
}

/** The same between places; no time to where one is already. */
export const placeTravel =
	(roads: Roads): PlaceTravel =>
	(from, to) =>
		from === to ? 0 : rideMinutes(roads, from.point, to.point);

/** The points between which a plan of the board needs travel times. Drivers on their way are no ends. */
export function pointsOf({ point, orders, drivers }: ForecastBoard): {
	from: Point[];
	to: Point[];
} {
	const doors = orders.flatMap(({ fulfilment, door }) =>
		fulfilment === 'delivery' && door ? [door] : []
	);
	const phones = drivers.flatMap((driver) => (driver.point ? [driver.point] : []));
	return { from: [point, ...doors, ...phones], to: [point, ...doors] };
}

/** The board with these travel times, for its drivers and for its kitchen. */
export const withTravel = <Board extends ForecastBoard & { kitchen: Roads }>(
	board: Board,
	travel: Travel
): Board => ({ ...board, travel, kitchen: { ...board.kitchen, travel } });
