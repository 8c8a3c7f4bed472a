import type { Draft, Inserter } from './insertion.ts';
import type { Problem } from './road-problem.ts';
import type { RoadPlan, RoadWhy } from './road.ts';
import { withoutOrders } from './tour.ts';

/**
 * The driver who would have been second for these orders, and the weighted minutes lost with them:
 * the trip is taken out, and given as a whole to the best of the others.
 */
export function whyOf(
	problem: Problem,
	inserter: Inserter,
	draft: Draft,
	driver: number,
	orders: readonly number[]
): Pick<RoadWhy, 'secondDriver' | 'lossMinutes'> {
	const own = draft.tours[driver]!;
	const rest = inserter.tour(
		driver,
		withoutOrders(own, (order) => orders.includes(order))
	);
	const second = inserter.bestTrip(draft, orders, driver);
	if (!second) return { secondDriver: null, lossMinutes: null };
	return {
		secondDriver: problem.drivers[second.driver]!.id,
		lossMinutes: Math.max(0, second.rise - (own.cost - (rest?.cost ?? 0)))
	};
}

export function unplannedReason(
	{ drivers, mayCarry, capacity }: Problem,
	order: number
): RoadPlan['unplanned'][number]['why'] {
	const able = [...drivers.keys()].filter((driver) => capacity[driver]! > 0);
	if (!able.length) return 'no_driver';
	return able.some((driver) => mayCarry(driver, order)) ? 'shift_end' : 'all_declined';
}
