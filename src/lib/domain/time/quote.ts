/** Ways and their minutes; a quote as instants. `plan/kitchen/quote.ts` computes it. */

import { MINUTE } from './hours.ts';
import type { Point } from '../order/order.ts';
import { DETOUR, rideMinutes } from '../road/travel.ts';
import { distanceM } from '../road/distance.ts';

export { distanceM, EARTH_M } from '../road/distance.ts';

export interface Quote {
	from: number;
	to: number;
	promise: number;
}

/** Handover at the door: park, ring, hand over. */
export const HANDOVER_MINUTES = 3;

/** Minutes from the shop until the order is handed over, for a straight-line distance. */
export function travelMinutes(straightM: number, speedKmh: number): number {
	return rideMinutes(straightM, speedKmh) + HANDOVER_MINUTES;
}

/** The eight directions, clockwise from the north. */
export const TOWARDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Towards = (typeof TOWARDS)[number];

/** A driver's information about the way to a drop-off before accepting it: no street, no point. */
export interface RoadEstimate {
	/** Distance by road, rounded to 100 m. */
	metres: number;
	/** Whole minutes of riding, at least 1; without the handover. */
	minutes: number;
	towards: Towards;
}

/** The estimate from a shop to a drop-off, by the straight distance. */
export function roadEstimate(from: Point, to: Point, speedKmh: number): RoadEstimate {
	const straightM = distanceM(from, to);
	return {
		metres: Math.max(100, Math.round((straightM * DETOUR) / 100) * 100),
		minutes: Math.max(1, Math.round(rideMinutes(straightM, speedKmh))),
		towards: towards(from, to)
	};
}

function towards(from: Point, to: Point): Towards {
	const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
	const turn = Math.atan2(east, to.lat - from.lat) / (2 * Math.PI);
	return TOWARDS[(Math.round(turn * 8) + 8) % 8] ?? 'n';
}

/** Length of one simulated minute, in whole ms; `pace`: simulated minutes per real one, 1 without it. */
export const minuteOf = ({ pace = 1 }: { pace?: number }): number => Math.round(MINUTE / pace);
