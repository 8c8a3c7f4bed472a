/** How long it will take, told before ordering (quote) and kept as the promise. */

import { MINUTE } from './hours.ts';
import type { Fulfilment, Point } from '../order/order.ts';

export interface QuoteBasis {
	prepMinutes: number;
	speedKmh: number;
	/** Orders placed or in the making at this shop now. */
	queue: number;
	/** Minutes of the evening that go by in one; 1 unless a demo's evening is played faster. */
	pace?: number;
}

export interface Quote {
	from: number;
	to: number;
	promise: number;
}

/** Minutes that each order already waiting adds: one oven deck in turn, a cautious default. */
const MINUTES_PER_WAITING = 1.5;
/** Streets are longer than the straight line between two points. */
const DETOUR = 1.3;
/** At the door: park, ring, hand over. */
const HANDOVER_MINUTES = 3;
const EARTH_M = 6_371_000;

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

/** Minutes on the road for a straight-line distance. */
export function travelMinutes(straightM: number, speedKmh: number): number {
	return (straightM * DETOUR) / ((speedKmh * 1000) / 60) + HANDOVER_MINUTES;
}

/** The eight directions, clockwise from the north. */
export const TOWARDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Towards = (typeof TOWARDS)[number];

/** What a driver may know of the way to a door before taking it: no street, no point. */
export interface RoadEstimate {
	/** By road, to the next 100 m. */
	metres: number;
	/** Whole minutes of riding, at least 1; parking and stairs are not in it. */
	minutes: number;
	towards: Towards;
}

/** The way from a shop to a door, as `travelMinutes` reckons it. */
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

/** Expected minutes of the evening from now; `straightM` is 0 for collection. */
export function expectedMinutes(
	basis: QuoteBasis,
	fulfilment: Fulfilment,
	straightM: number
): number {
	const prep = basis.prepMinutes + basis.queue * MINUTES_PER_WAITING;
	return prep + (fulfilment === 'delivery' ? travelMinutes(straightM, basis.speedKmh) : 0);
}

/** How long a minute of the shop's evening lasts, in whole ms. */
export const minuteOf = ({ pace = 1 }: Pick<QuoteBasis, 'pace'>): number =>
	Math.round(MINUTE / pace);

/** The quote as instants: from the expected time to 25 % later (at least 5 min), promised at its end. */
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
