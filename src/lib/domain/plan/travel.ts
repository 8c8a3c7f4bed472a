/** Travel times of the plan. */

import type { Point } from '../order/order.ts';
import { rideMinutes } from './legs.ts';

/** A place on the road; its point is null when its address has none. */
export interface Place {
	point: Point | null;
}

/** Minutes on the road between two places, without a handover. */
export type Travel = (from: Place, to: Place) => number;

/** Great circle times the usual detour, at the shop's usual speed. */
export const straightTravel =
	(speedKmh: number): Travel =>
	(from, to) =>
		from === to ? 0 : rideMinutes(from.point, to.point, speedKmh);
