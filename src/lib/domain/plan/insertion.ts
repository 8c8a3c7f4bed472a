import type { Problem } from './road-problem.ts';
import { Clock, tourOf, withOrder, type Slot, type Tour, type Trip } from './tour.ts';

export interface Insertion extends Slot {
	driver: number;
	/** What the sum of the costs rises by. */
	rise: number;
}

/** The tours of all drivers and the orders that are in none. */
export interface Draft {
	tours: Tour[];
	left: Set<number>;
}

/** Tries orders in tours. One a search: it keeps the drivers of each order, best first. */
export class Inserter {
	readonly #problem: Problem;
	readonly #clock: Clock;
	readonly #ranked: (Ranked | undefined)[] = [];
	readonly #alone: { pickup: number; orders: number[] } = { pickup: 0, orders: [0] };

	constructor(problem: Problem) {
		this.#problem = problem;
		this.#clock = new Clock(problem);
	}

	empty(): Draft {
		const { drivers, orders } = this.#problem;
		return {
			tours: drivers.map((_, driver) => tourOf(this.#problem, this.#clock, driver, [])!),
			left: new Set(orders.keys())
		};
	}

	/** The cheapest place of an order in all tours; `isSkipped` leaves a driver out. */
	best(draft: Draft, order: number, isSkipped?: (driver: number) => boolean): Insertion | null {
		const { drivers, floors } = this.#rankedFor(order);
		let best: Insertion | null = null;
		for (let rank = 0; rank < drivers.length; rank++) {
			const limit: number = best?.rise ?? Infinity;
			if (floors[rank]! >= limit) break;
			const driver = drivers[rank]!;
			if (isSkipped?.(driver)) continue;
			const tour = draft.tours[driver]!;
			best = this.#bestIn(driver, tour, order, limit) ?? best;
		}
		return best;
	}

	/** Puts an order where `best` found. */
	insert(draft: Draft, order: number, { driver, trip, stop }: Insertion): void {
		const pickup = this.#problem.pickup[order]!;
		const trips = withOrder(draft.tours[driver]!, order, pickup, { trip, stop });
		draft.tours[driver] = this.tour(driver, trips)!;
		draft.left.delete(order);
	}

	/** The cheapest place of these orders as one trip of a driver other than this one. */
	bestTrip(draft: Draft, orders: readonly number[], other: number): Insertion | null {
		const { pickup, capacity, mayCarry } = this.#problem;
		const trip = { pickup: pickup[orders[0]!]!, orders };
		const { drivers, floors } = this.#rankedFor(orders[0]!);
		let best: Insertion | null = null;
		for (let rank = 0; rank < drivers.length; rank++) {
			if (best && floors[rank]! >= best.rise) break;
			const driver = drivers[rank]!;
			if (driver === other || orders.length > capacity[driver]!) continue;
			if (!orders.every((order) => mayCarry(driver, order))) continue;
			const { trips, cost } = draft.tours[driver]!;
			for (let at = 0; at <= trips.length; at++) {
				const tour = tourOf(this.#problem, this.#clock, driver, trips.toSpliced(at, 0, trip));
				const rise = (tour?.cost ?? Infinity) - cost;
				if (rise < (best?.rise ?? Infinity)) best = { driver, trip: at, stop: -1, rise };
			}
		}
		return best;
	}

	/** Times and cost of these trips; null if they cannot be ridden. */
	tour(driver: number, trips: readonly Trip[]): Tour | null {
		return tourOf(this.#problem, this.#clock, driver, trips);
	}

	#bestIn(driver: number, tour: Tour, order: number, limit: number): Insertion | null {
		const { pickup, capacity } = this.#problem;
		if (capacity[driver]! < 1) return null;
		let best: Insertion | null = null;
		const consider = (trip: number, stop: number) => {
			const rise = this.#rise(driver, tour, order, trip, stop, best?.rise ?? limit);
			if (rise < (best?.rise ?? limit)) best = { driver, trip, stop, rise };
		};
		for (let trip = 0; trip <= tour.trips.length; trip++) {
			consider(trip, -1);
			const joined = tour.trips[trip];
			if (!joined || joined.pickup !== pickup[order]) continue;
			if (joined.orders.length >= capacity[driver]!) continue;
			for (let stop = 0; stop <= joined.orders.length; stop++) consider(trip, stop);
		}
		return best;
	}

	/** What the tour costs more with the order there; Infinity if it cannot, or not below the limit. */
	#rise(
		driver: number,
		tour: Tour,
		order: number,
		trip: number,
		stop: number,
		limit: number
	): number {
		const clock = this.#clock;
		const { trips } = tour;
		const most = tour.cost + limit;
		clock.set(tour.free[trip]!, tour.place[trip]!, tour.spent[trip]!);
		if (stop < 0) {
			this.#alone.pickup = this.#problem.pickup[order]!;
			this.#alone.orders[0] = order;
			if (!clock.ride(driver, this.#alone)) return Infinity;
		} else if (!clock.ride(driver, trips[trip]!, order, stop)) return Infinity;
		for (let later = stop < 0 ? trip : trip + 1; later < trips.length; later++) {
			if (clock.spent >= most || !clock.ride(driver, trips[later]!)) return Infinity;
		}
		return clock.total() - tour.cost;
	}

	/** Drivers of an order, by the least that it can cost with each, whatever the tour is. */
	#rankedFor(order: number): Ranked {
		const known = this.#ranked[order];
		if (known) return known;
		const { drivers, mayCarry } = this.#problem;
		const floor = new Float64Array(drivers.length);
		const able: number[] = [];
		for (let driver = 0; driver < drivers.length; driver++) {
			if (!mayCarry(driver, order)) continue;
			floor[driver] = this.#floor(driver, order);
			if (floor[driver]! < Infinity) able.push(driver);
		}
		able.sort((a, b) => floor[a]! - floor[b]! || a - b);
		const ranked = {
			drivers: Int32Array.from(able),
			floors: Float64Array.from(able, (driver) => floor[driver]!)
		};
		this.#ranked[order] = ranked;
		return ranked;
	}

	/** The order's own cost if the driver comes straight for it, without the driving. */
	#floor(driver: number, order: number): number {
		const { at, freeAt, now, pickup, placed, ready, due, door, until, policy, travel } =
			this.#problem;
		const { weights, service } = policy;
		const shop = pickup[order]!;
		const start = at[driver] === shop ? freeAt[driver]! : Math.max(now, freeAt[driver]!);
		const arrivedAt = start + travel(at[driver]!, shop);
		const pickedAt = Math.max(arrivedAt + service.pickup.in, ready[order]!, now);
		if (pickedAt > until[driver]!) return Infinity;
		const doorAt = pickedAt + service.pickup.out + travel(shop, door[order]!) + service.drop.in;
		return (
			(doorAt - placed[order]!) * weights.waiting +
			(doorAt - ready[order]!) * weights.age +
			Math.max(0, doorAt - due[order]!) * weights.late
		);
	}
}

interface Ranked {
	drivers: Int32Array;
	floors: Float64Array;
}

/** The cost of what is planned, and of each order without a driver, which is more than any trip. */
export const UNPLANNED_COST = 100_000;

export const costOf = ({ tours, left }: Draft): number =>
	tours.reduce((sum, { cost }) => sum + cost, left.size * UNPLANNED_COST);
