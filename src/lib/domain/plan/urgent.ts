import type { Draft, Inserter } from './insertion.ts';
import type { Problem } from './road-problem.ts';
import { Clock, tourOf, withOrder } from './tour.ts';

/** An order this close to ready counts as ready, minutes. */
const SOON = 1;

const isReady = (problem: Problem, order: number) => problem.ready[order]! <= problem.now + SOON;

/** Orders which nothing may leave before: passed over as often as allowed, or past their promise. */
export function urgentOrders(problem: Problem): number[] {
	const { orders, now, due, policy } = problem;
	if (policy.maxPassedOver === Infinity) return [];
	return [...orders.keys()].filter(
		(order) =>
			isReady(problem, order) &&
			(orders[order]!.passedOver >= policy.maxPassedOver || due[order]! < now)
	);
}

/**
 * Lays the urgent orders out, oldest first, each where it leaves soonest; of such places the cheapest.
 * `leaveBy` then keeps the search from putting anything before them.
 */
export function layUrgent(
	problem: Problem,
	inserter: Inserter,
	draft: Draft,
	urgent: readonly number[]
) {
	const clock = new Clock(problem);
	for (const order of urgent.toSorted((a, b) => a - b)) {
		const slot = soonest(problem, clock, draft, order);
		if (!slot) continue;
		problem.leaveBy[order] = slot.leaveAt;
		inserter.insert(draft, order, slot);
	}
}

function soonest(problem: Problem, clock: Clock, draft: Draft, order: number) {
	const pickup = problem.pickup[order]!;
	let best = null;
	for (const [driver, tour] of draft.tours.entries()) {
		if (!problem.mayCarry(driver, order) || problem.capacity[driver]! < 1) continue;
		for (let trip = 0; trip <= tour.trips.length; trip++) {
			const joined = tour.trips[trip];
			const canJoin = joined?.pickup === pickup && joined.orders.length < problem.capacity[driver]!;
			for (let stop = -1; stop <= (canJoin ? joined.orders.length : -1); stop++) {
				const next = tourOf(problem, clock, driver, withOrder(tour, order, pickup, { trip, stop }));
				if (!next) continue;
				const leaveAt = leaveTime(problem, clock, driver, next, trip);
				const rise = next.cost - tour.cost;
				if (!best || leaveAt < best.leaveAt || (leaveAt === best.leaveAt && rise < best.rise))
					best = { driver, trip, stop, rise, leaveAt };
			}
		}
	}
	return best;
}

function leaveTime(
	problem: Problem,
	clock: Clock,
	driver: number,
	tour: NonNullable<ReturnType<typeof tourOf>>,
	trip: number
) {
	clock.set(tour.free[trip]!, tour.place[trip]!, 0);
	clock.ride(driver, tour.trips[trip]!);
	return clock.pickedAt + problem.policy.service.pickup.out;
}

export interface DueTrip {
	driver: number;
	pickup: number;
	orders: readonly number[];
	leaveAt: number;
}

/**
 * Orders that would be passed over too often if the trips that are due now left: these have to be
 * urgent as well. An order is passed over when a later one leaves its shop before it, it was ready,
 * and that driver had not declined it.
 */
export function passedTooOften(
	problem: Problem,
	due: readonly DueTrip[],
	leaveAt: (order: number) => number
): number[] {
	const { maxPassedOver } = problem.policy;
	if (maxPassedOver === Infinity || !due.length) return [];
	return [...problem.orders.keys()].filter((order) => {
		if (problem.leaveBy[order] !== Infinity || !isReady(problem, order)) return false;
		const passing = due.filter(
			(trip) =>
				trip.pickup === problem.pickup[order] &&
				trip.leaveAt < leaveAt(order) &&
				!trip.orders.includes(order) &&
				problem.mayCarry(trip.driver, order) &&
				trip.orders.some((other) => problem.placed[other]! > problem.placed[order]!)
		);
		return problem.orders[order]!.passedOver + passing.length > maxPassedOver;
	});
}
