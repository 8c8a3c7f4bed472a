/** Delivery times: the quote shown before ordering, whose end is kept as the promise. */

import { MINUTE } from './hours.ts';
import type { Fulfilment, Point } from '../order/order.ts';

export interface QuoteBasis {
	prepMinutes: number;
	speedKmh: number;
	/** Number of orders placed or in preparation at this shop now. */
	queue: number;
	/** Simulated minutes per real minute; 1 except in a demo that runs faster. */
	pace?: number;
}

export interface Quote {
	from: number;
	to: number;
	promise: number;
}

/** Minutes that each waiting order adds; a cautious default for one oven. */
const MINUTES_PER_WAITING = 1.5;
/** Factor from straight-line to road distance. */
const DETOUR = 1.3;
/** Handover at the door: park, ring, hand over. */
const HANDOVER_MINUTES = 3;
export const EARTH_M = 6_371_000;

/** Metres between two points on the sphere (haversine). */
export function distanceM(a: Point, b: Point): number {
	const rad = Math.PI / 180;
	const dLat = (b.lat - a.lat) * rad;
	const dLng = (b.lng - a.lng) * rad;
	const h =
		Math.sin(dLat / 2) ** 2 +
		Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLng / 2) ** 2;
	return 2 * EARTH_M * Math.asin(Math.sqrt(h));
}

/** Travel minutes for a straight-line distance. */
export function travelMinutes(straightM: number, speedKmh: number): number {
	return (straightM * DETOUR) / ((speedKmh * 1000) / 60) + HANDOVER_MINUTES;
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

/** The estimate from a shop to a drop-off, computed like `travelMinutes`. */
export function roadEstimate(from: Point, to: Point, speedKmh: number): RoadEstimate {
	const straightM = distanceM(from, to);
	const ridden = travelMinutes(straightM, speedKmh) - HANDOVER_MINUTES;
	return {
		metres: Math.max(100, Math.round((straightM * DETOUR) / 100) * 100),
		minutes: Math.max(1, Math.round(ridden)),
		towards: towards(from, to)
	};
}

function towards(from: Point, to: Point): Towards {
	const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
	const turn = Math.atan2(east, to.lat - from.lat) / (2 * Math.PI);
	return TOWARDS[(Math.round(turn * 8) + 8) % 8] ?? 'n';
}

/** Expected minutes from now, in simulated time; `straightM` is 0 for a collection. */
export function expectedMinutes(
	basis: QuoteBasis,
	fulfilment: Fulfilment,
	straightM: number
): number {
	const prep = basis.prepMinutes + basis.queue * MINUTES_PER_WAITING;
	return prep + (fulfilment === 'delivery' ? travelMinutes(straightM, basis.speedKmh) : 0);
}

/** Length of one simulated minute, in whole ms. */
export const minuteOf = ({ pace = 1 }: Pick<QuoteBasis, 'pace'>): number =>
	Math.round(MINUTE / pace);

/**
 * The quote as instants: from the expected time to 25 % later (at least 5 min); the end is the
 * promise.
 */
export function quote(
	now: number,
	basis: QuoteBasis,
	fulfilment: Fulfilment,
	straightM: number
): Quote {
	const minute = minuteOf(basis);
	const minutes = Math.ceil(expectedMinutes(basis, fulfilment, straightM));
	const to = now + Math.ceil(Math.max(minutes * 1.25, minutes + 5)) * minute;
	return { from: now + minutes * minute, to, promise: to };
}
