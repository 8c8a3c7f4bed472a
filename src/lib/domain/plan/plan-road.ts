import { firstDraft } from './first-draft.ts';
import { costOf, Inserter, type Draft } from './insertion.ts';
import { problemOf, type Problem } from './road-problem.ts';
import { unplannedReason, whyOf } from './road-reasons.ts';
import type {
	RoadDriver,
	RoadOrder,
	RoadPlan,
	RoadPolicy,
	RoadSearch,
	RoadTrip,
	RoadWeights
} from './road.ts';
import { ruinAndRecreate } from './ruin.ts';
import { Clock } from './tour.ts';
import { passedTooOften, urgentOrders } from './urgent.ts';

/**
 * A minute of waiting is the unit. A minute past the promise costs twice; of two plans with equal
 * arrivals, the one with fresher food and less driving is taken.
 */
export const DEFAULT_WEIGHTS: RoadWeights = {
	waiting: 1,
	late: 1,
	age: 0.25,
	driving: 0.1,
	unfair: 0.1
};

/**
 * The trips of all drivers for the open orders.
 *
 * Every order is put where it costs least, then the search ruins and recreates parts of the plan until
 * its rounds or its time are over: the first plan is always whole, the last is the best so far. The
 * same question has the same answer, in whatever sequence orders and drivers are given.
 *
 * A trip is due when its driver has to leave now to be at the pick-up in time; all others may change
 * with the next plan. Places are compared by identity (or by value if text or numbers): give the same
 * object for the shop in every order, for drivers who are there and for `home`.
 */
export function planRoad<Place>(
	orders: readonly RoadOrder<Place>[],
	drivers: readonly RoadDriver<Place>[],
	now: number,
	policy: RoadPolicy<Place>,
	search: RoadSearch
): RoadPlan {
	const problem = problemOf(orders, drivers, now, policy);
	const urgent = urgentOrders(problem);
	const inserter = new Inserter(problem);
	let rounds = 0;
	for (;;) {
		const draft = firstDraft(problem, inserter, urgent, search.lastTrips ?? []);
		rounds += ruinAndRecreate(problem, inserter, draft, {
			...search,
			rounds: search.rounds - rounds
		});
		const more = passedBy(problem, draft).filter((order) => !urgent.includes(order));
		// Each turn makes at least one more order urgent, so this ends.
		if (!more.length) return answer(problem, inserter, draft, rounds);
		urgent.push(...more);
		problem.leaveBy.fill(Infinity);
	}
}

interface Ridden {
	driver: number;
	pickup: number;
	orders: readonly number[];
	trip: RoadTrip;
}

function passedBy(problem: Problem, draft: Draft): number[] {
	if (problem.policy.maxPassedOver === Infinity) return [];
	const ridden = rideAll(problem, draft);
	const leaves = new Map<number, number>();
	for (const { orders, trip } of ridden)
		for (const order of orders) leaves.set(order, trip.leaveAt);
	const due = ridden
		.filter(({ trip }) => trip.isDue)
		.map(({ trip, ...rest }) => ({ ...rest, leaveAt: trip.leaveAt }));
	return passedTooOften(problem, due, (order) => leaves.get(order) ?? Infinity);
}

function rideAll(problem: Problem, draft: Draft): Ridden[] {
	const clock = new Clock(problem, { keepsDoors: true });
	return draft.tours.flatMap((tour, driver) => {
		clock.set(problem.freeAt[driver]!, problem.at[driver]!, 0);
		return tour.trips.map(({ pickup, orders }) => {
			const freeAt = clock.time;
			const way = problem.travel(clock.place, pickup);
			clock.ride(driver, { pickup, orders });
			const trip = tripOf(problem, clock, { driver, orders, freeAt, way });
			return { driver, pickup, orders, trip };
		});
	});
}

/** The trip that the clock has just ridden. */
function tripOf(
	problem: Problem,
	clock: Clock,
	start: { driver: number; orders: readonly number[]; freeAt: number; way: number }
): RoadTrip {
	const { pickup } = problem.policy.service;
	const goAt = Math.max(start.freeAt, clock.pickedAt - pickup.in - start.way);
	const isFree = start.freeAt <= problem.now;
	const waitsForKitchen = clock.pickedAt > Math.max(clock.arrivedAt + pickup.in, problem.now);
	return {
		driver: problem.drivers[start.driver]!.id,
		orders: start.orders.map((order) => problem.orders[order]!.id),
		goAt,
		leaveAt: clock.pickedAt + pickup.out,
		doorAt: [...clock.doors],
		backAt: clock.time + clock.wayHome(),
		isDue: isFree && goAt <= problem.now,
		why: {
			secondDriver: null,
			lossMinutes: null,
			waitsFor: waitsForKitchen ? 'kitchen' : isFree && start.way === 0 ? 'nothing' : 'driver'
		}
	};
}

function answer(problem: Problem, inserter: Inserter, draft: Draft, rounds: number): RoadPlan {
	const ridden = rideAll(problem, draft);
	for (const { driver, orders, trip } of ridden)
		trip.why = { ...trip.why, ...whyOf(problem, inserter, draft, driver, orders) };
	return {
		trips: ridden.map(({ trip }) => trip),
		unplanned: [...draft.left]
			.sort((a, b) => a - b)
			.map((order) => ({
				order: problem.orders[order]!.id,
				why: unplannedReason(problem, order)
			})),
		cost: costOf(draft),
		rounds
	};
}
