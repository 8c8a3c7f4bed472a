import { costOf, type Draft, type Inserter } from './insertion.ts';
import type { Problem } from './road-problem.ts';
import type { RoadSearch } from './road.ts';
import type { Trip } from './tour.ts';
import { layUrgent } from './urgent.ts';

/** A whole plan to begin the search with: the last one brought up to date, or a new one if better. */
export function firstDraft(
	problem: Problem,
	inserter: Inserter,
	urgent: readonly number[],
	lastTrips: NonNullable<RoadSearch['lastTrips']>
): Draft {
	const fresh = inserter.empty();
	layUrgent(problem, inserter, fresh, urgent);
	// The trips of the last plan may stand in the way of what has become urgent since.
	const isKept = !urgent.length && lastTrips.length > 0;
	const kept = isKept ? inserter.empty() : null;
	insertRest(problem, inserter, fresh);
	if (!kept) return fresh;
	keepLast(problem, inserter, kept, lastTrips);
	insertRest(problem, inserter, kept);
	return costOf(kept) <= costOf(fresh) ? kept : fresh;
}

function insertRest({ due }: Problem, inserter: Inserter, draft: Draft): void {
	for (const order of [...draft.left].sort((a, b) => due[a]! - due[b]! || a - b)) {
		const slot = inserter.best(draft, order);
		if (slot) inserter.insert(draft, order, slot);
	}
}

/** Lays out the last trips as far as their orders are open and their drivers can still ride them. */
function keepLast(
	problem: Problem,
	inserter: Inserter,
	draft: Draft,
	lastTrips: NonNullable<RoadSearch['lastTrips']>
): void {
	const { orders, drivers, mayCarry, capacity, pickup } = problem;
	const orderAt = new Map(orders.map(({ id }, order) => [id, order]));
	const driverAt = new Map(drivers.map(({ id }, driver) => [id, driver]));
	for (const last of lastTrips) {
		const driver = driverAt.get(last.driver);
		if (driver === undefined) continue;
		const open = last.orders
			.map((id) => orderAt.get(id) ?? -1)
			.filter((order) => draft.left.has(order) && mayCarry(driver, order))
			.slice(0, capacity[driver]);
		const trips: Trip[] = [...draft.tours[driver]!.trips];
		if (open.length) trips.push({ pickup: pickup[open[0]!]!, orders: open });
		const isOneShop = open.every((order) => pickup[order] === pickup[open[0]!]);
		const tour = isOneShop ? inserter.tour(driver, trips) : null;
		if (!tour) continue;
		draft.tours[driver] = tour;
		for (const order of open) draft.left.delete(order);
	}
}
