/** What the people did: as the log has it, and through the model of the road. */

import type { Course, Evening, PastOrder } from './evening.ts';
import { ride, type Road } from './road.ts';

type Carry = PastOrder & { carried: NonNullable<PastOrder['carried']> };

/** As observed. The trips have no kilometres: no one read an odometer. */
export function observed({ orders, drivers }: Evening): Course {
	const legs = orders.filter(isCarried).map(({ id, stages, carried }) => ({
		order: id,
		driver: carried.driver,
		boxedAt: stages.boxed,
		leaveAt: carried.leftAt,
		doorAt: carried.atDoorAt
	}));
	const trips = runsOf(orders).map((run) => ({
		driver: run[0]!.carried.driver,
		orders: run.map(({ id }) => id),
		leaveAt: leftAt(run),
		backAt: Math.max(...run.map(({ carried }) => carried.deliveredAt)),
		km: 0
	}));
	return { legs, trips, left: [], drivers };
}

/**
 * The same runs with the same sequence, on the road of the model: each leaves when it really did, but not
 * before its driver is back from the one before.
 */
export function peopleModel({ orders, drivers }: Evening, road: Road): Course {
	const backAt = new Map<string, number>();
	const rides = runsOf(orders).map((run) => {
		const { driver } = run[0]!.carried;
		const one = ride(road, driver, run, Math.max(leftAt(run), backAt.get(driver) ?? 0));
		backAt.set(driver, one.trip.backAt);
		return one;
	});
	return {
		legs: rides.flatMap(({ legs }) => legs),
		trips: rides.map(({ trip }) => trip),
		left: [],
		drivers
	};
}

const isCarried = (order: PastOrder): order is Carry => order.carried !== null;
const leftAt = (run: readonly Carry[]) => Math.max(...run.map(({ carried }) => carried.leftAt));

/** By departure; the orders of each in the sequence in which they were really dropped. */
function runsOf(orders: readonly PastOrder[]): Carry[][] {
	const runs = new Map<string, Carry[]>();
	for (const order of orders.filter(isCarried)) {
		const run = runs.get(order.carried.run) ?? [];
		runs.set(order.carried.run, [...run, order]);
	}
	return [...runs.values()]
		.map((run) =>
			run.toSorted(
				(a, b) => a.carried.atDoorAt - b.carried.atDoorAt || a.carried.position - b.carried.position
			)
		)
		.toSorted((a, b) => leftAt(a) - leftAt(b) || (a[0]!.id < b[0]!.id ? -1 : 1));
}
