import type { Problem } from './road-problem.ts';

/** One way out: a pick-up and the drop-offs in their order. */
export interface Trip {
	pickup: number;
	orders: readonly number[];
}

/**
 * The trips of one driver. Each array has one entry a trip and one for the end: what holds before
 * that trip begins. The search copies a tour and never changes it.
 */
export interface Tour {
	trips: readonly Trip[];
	free: readonly number[];
	place: readonly number[];
	spent: readonly number[];
	/** The weighted minutes of the whole tour, the way home included. */
	cost: number;
}

/** An insertion: into the trip at `trip`, as its drop-off number `stop`; -1: a new trip before it. */
export interface Slot {
	trip: number;
	stop: number;
}

/**
 * The clock of one driver: rides trip after trip and sums what that costs. One clock serves a whole
 * search, so that an insertion is tried without making objects.
 */
export class Clock {
	time = 0;
	place = 0;
	spent = 0;
	arrivedAt = 0;
	pickedAt = 0;
	/** Door times of the last trip, in its order. */
	readonly doors: number[] = [];
	readonly #problem: Problem;
	#isKept = false;

	constructor(problem: Problem, { keepsDoors = false } = {}) {
		this.#problem = problem;
		this.#isKept = keepsDoors;
	}

	set(time: number, place: number, spent: number): void {
		this.time = time;
		this.place = place;
		this.spent = spent;
	}

	/**
	 * Rides one trip; `extra` is an order to drop off as number `stop` as well, or -1. False: the
	 * shift ends before the pick-up, or an order leaves too late.
	 */
	ride(driver: number, { pickup, orders }: Trip, extra = -1, stop = -1): boolean {
		const problem = this.#problem;
		const { now, leaveBy, ready, policy, travel } = problem;
		const { pickup: atShop } = policy.service;
		let readyAt = extra < 0 ? 0 : ready[extra]!;
		let mustLeaveBy = extra < 0 ? Infinity : leaveBy[extra]!;
		for (const order of orders) {
			if (ready[order]! > readyAt) readyAt = ready[order]!;
			if (leaveBy[order]! < mustLeaveBy) mustLeaveBy = leaveBy[order]!;
		}
		const way = travel(this.place, pickup);
		// A driver who stands at the shop already has arrived there, maybe long ago.
		const arrivedAt = this.place === pickup ? this.time : Math.max(this.time, now) + way;
		const pickedAt = Math.max(arrivedAt + atShop.in, readyAt, now);
		const leftAt = pickedAt + atShop.out;
		if (pickedAt > problem.until[driver]! || leftAt > mustLeaveBy) return false;
		this.arrivedAt = arrivedAt;
		this.pickedAt = pickedAt;
		this.time = leftAt;
		this.place = pickup;
		this.spent += way * policy.weights.driving;
		if (this.#isKept) this.doors.length = 0;
		const stops = orders.length + (extra < 0 ? 0 : 1);
		for (let index = 0, taken = 0; index < stops; index++)
			this.#drop(index === stop ? extra : orders[taken++]!, index === 0);
		this.spent += problem.unfair[driver]! * (this.time - pickedAt);
		return true;
	}

	#drop(order: number, isFirst: boolean): void {
		const { door, due, placed, ready, policy, travel } = this.#problem;
		const { weights, service } = policy;
		const way = travel(this.place, door[order]!);
		const isSameStop = !isFirst && way === 0 && !policy.servesEachOrder;
		const doorAt = isSameStop ? this.time - service.drop.out : this.time + way + service.drop.in;
		this.spent +=
			way * weights.driving +
			(doorAt - placed[order]!) * weights.waiting +
			(doorAt - ready[order]!) * weights.age;
		if (doorAt > due[order]!) this.spent += (doorAt - due[order]!) * weights.late;
		if (this.#isKept) this.doors.push(doorAt);
		this.time = doorAt + service.drop.out;
		this.place = door[order]!;
	}

	/** Minutes of the way home from where the driver is. */
	wayHome(): number {
		const { home, travel } = this.#problem;
		return home < 0 ? 0 : travel(this.place, home);
	}

	/** The cost so far, with the way home. */
	total(): number {
		return this.spent + this.wayHome() * this.#problem.policy.weights.driving;
	}
}

/** Times and cost of these trips; null if they cannot be ridden. */
export function tourOf(
	problem: Problem,
	clock: Clock,
	driver: number,
	trips: readonly Trip[]
): Tour | null {
	clock.set(problem.freeAt[driver]!, problem.at[driver]!, 0);
	const free = [clock.time];
	const place = [clock.place];
	const spent = [0];
	for (const trip of trips) {
		if (!clock.ride(driver, trip)) return null;
		free.push(clock.time);
		place.push(clock.place);
		spent.push(clock.spent);
	}
	return { trips, free, place, spent, cost: trips.length ? clock.total() : 0 };
}

/** The trips with one order more. */
export function withOrder(tour: Tour, order: number, pickup: number, { trip, stop }: Slot): Trip[] {
	const trips = [...tour.trips];
	if (stop < 0) trips.splice(trip, 0, { pickup, orders: [order] });
	else trips[trip] = { pickup, orders: trips[trip]!.orders.toSpliced(stop, 0, order) };
	return trips;
}

/** The trips without the orders for which `isOut` says so; empty trips are left out. */
export function withoutOrders(tour: Tour, isOut: (order: number) => boolean): Trip[] {
	return tour.trips
		.map((trip) => ({ ...trip, orders: trip.orders.filter((order) => !isOut(order)) }))
		.filter(({ orders }) => orders.length > 0);
}
