import { costOf, type Draft, type Inserter } from './insertion.ts';
import type { Problem } from './road-problem.ts';
import type { RoadSearch } from './road.ts';
import { seeded, type Random } from './seeded.ts';
import { withoutOrders, type Tour } from './tour.ts';

/** Orders taken out in a round at least and at most, and the most as a share of all. */
const LEAST = 2;
const MOST = 12;
const SHARE = 0.6;
/** A driver is left out of an insertion with this chance, so that a round does not repeat the last. */
const BLINK = 0.02;

/**
 * Ruin and recreate: takes out similar orders, puts them in again in another order, keeps the
 * result if it costs no more. Ends with the rounds, or with the time.
 *
 * The idea: Schrimpf et al., Record breaking optimization results using the ruin and recreate
 * principle, 2000; the blinks: Christiaens and Vanden Berghe, Slack induction by string removals, 2020.
 */
export function ruinAndRecreate(
	problem: Problem,
	inserter: Inserter,
	draft: Draft,
	search: RoadSearch
): number {
	const movable = [...problem.orders.keys()].filter((order) => problem.leaveBy[order] === Infinity);
	if (movable.length < 2 || problem.drivers.length < 1) return 0;
	const random = seeded(search.seed);
	let cost = costOf(draft);
	let round = 0;
	for (; round < search.rounds && !search.isTimeUp(); round++) {
		const out = relatedOrders(problem, movable, firstOf(draft, movable, random), random);
		const before = { ...draft, tours: [...draft.tours], left: new Set(draft.left) };
		if (!takeOut(inserter, draft, out)) continue;
		for (const order of sequence(problem, [...draft.left], random)) {
			const slot =
				inserter.best(draft, order, () => random() < BLINK) ?? inserter.best(draft, order);
			if (slot) inserter.insert(draft, order, slot);
		}
		const next = costOf(draft);
		if (next <= cost) cost = next;
		else Object.assign(draft, before);
	}
	return round;
}

/** An order by chance; often one without a driver, if there is one. */
function firstOf({ left }: Draft, movable: readonly number[], random: Random): number {
	const from = left.size && random() < 0.5 ? [...left] : movable;
	return from[Math.floor(random() * from.length)]!;
}

/** An order and those most like it: near at both ends, ready at the same time. */
function relatedOrders(
	problem: Problem,
	movable: readonly number[],
	first: number,
	random: Random
): number[] {
	const most = Math.min(MOST, Math.max(LEAST, Math.ceil(movable.length * SHARE)));
	const count = LEAST + Math.floor(random() * (most - LEAST + 1));
	const { pickup, door, ready, travel } = problem;
	return movable
		.map((order) => ({
			order,
			far:
				order === first
					? -1
					: (travel(pickup[first]!, pickup[order]!) +
							travel(door[first]!, door[order]!) +
							Math.abs(ready[first]! - ready[order]!)) *
						(0.5 + random())
		}))
		.sort((a, b) => a.far - b.far)
		.slice(0, count)
		.map(({ order }) => order);
}

/**
 * Takes orders out of their tours. False, and nothing is taken: a tour takes longer without them, as it
 * may where a way round is quicker than the direct one.
 */
function takeOut(inserter: Inserter, draft: Draft, out: readonly number[]): boolean {
	const isOut = new Set(out);
	const shorter: [number, Tour][] = [];
	for (const [driver, tour] of draft.tours.entries()) {
		if (!holdsAny(tour, isOut)) continue;
		const trips = withoutOrders(tour, (order) => isOut.has(order));
		const without = inserter.tour(driver, trips);
		if (!without) return false;
		shorter.push([driver, without]);
	}
	for (const [driver, tour] of shorter) draft.tours[driver] = tour;
	for (const order of out) draft.left.add(order);
	return true;
}

const holdsAny = (tour: Tour, orders: ReadonlySet<number>) =>
	tour.trips.some((trip) => trip.orders.some((order) => orders.has(order)));

/** The order in which they are put in again: by promise, by readiness, by length of the way, by chance. */
function sequence(problem: Problem, out: number[], random: Random): number[] {
	const { due, ready, pickup, door, travel } = problem;
	const keys = [
		(order: number) => due[order]!,
		(order: number) => ready[order]!,
		(order: number) => -travel(pickup[order]!, door[order]!),
		() => random()
	];
	const key = keys[Math.floor(random() * keys.length)]!;
	return out
		.map((order) => ({ order, key: key(order) }))
		.sort((a, b) => a.key - b.key || a.order - b.order)
		.map(({ order }) => order);
}
