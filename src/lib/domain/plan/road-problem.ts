import type { RoadDriver, RoadOrder, RoadPolicy } from './road.ts';

/**
 * The question in numbers: orders, drivers and places are indices, so that the search reads arrays.
 * Orders are sorted by placement, drivers by turn and id: the answer does not depend on the order of the input.
 */
export interface Problem {
	now: number;
	policy: Omit<RoadPolicy<unknown>, 'travel' | 'home'>;
	orders: readonly RoadOrder<unknown>[];
	drivers: readonly RoadDriver<unknown>[];
	pickup: Int32Array;
	door: Int32Array;
	ready: Float64Array;
	placed: Float64Array;
	due: Float64Array;
	at: Int32Array;
	freeAt: Float64Array;
	until: Float64Array;
	capacity: Float64Array;
	/** What a minute away costs on top, of a driver who was away more than the others. */
	unfair: Float64Array;
	/** -1: drivers stay at their last door. */
	home: number;
	/** An order leaves its pick-up no later than this: the order may not be passed over any more. */
	leaveBy: Float64Array;
	mayCarry: (driver: number, order: number) => boolean;
	/** Minutes from a place to another; every pair is asked of the policy once. */
	travel: (from: number, to: number) => number;
}

/** Over the average by so many minutes, a driver's minute costs the whole weight. */
const UNFAIR_AT = 60;

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function problemOf<Place>(
	orders: readonly RoadOrder<Place>[],
	drivers: readonly RoadDriver<Place>[],
	now: number,
	policy: RoadPolicy<Place>
): Problem {
	const open = [...orders].sort((a, b) => a.placedAt - b.placedAt || byText(a.id, b.id));
	const crew = [...drivers].sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0) || byText(a.id, b.id));
	const places = new Places<Place>();
	const indexOf = (place: Place) => places.indexOf(place);
	const numbers = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
		Float64Array.from(rows, of);
	return {
		now,
		policy,
		orders: open,
		drivers: crew,
		pickup: Int32Array.from(open, ({ pickup }) => indexOf(pickup)),
		door: Int32Array.from(open, ({ door }) => indexOf(door)),
		ready: numbers(open, ({ readyAt }) => readyAt),
		placed: numbers(open, ({ placedAt }) => placedAt),
		due: numbers(open, ({ dueAt }) => dueAt),
		at: Int32Array.from(crew, ({ at }) => indexOf(at)),
		freeAt: numbers(crew, ({ freeAt }) => freeAt),
		until: numbers(crew, ({ until }) => until),
		capacity: numbers(crew, ({ capacity }) => Math.max(0, Math.floor(capacity))),
		unfair: unfairOf(crew, policy.weights.unfair),
		home: policy.home === null ? -1 : indexOf(policy.home),
		leaveBy: new Float64Array(open.length).fill(Infinity),
		mayCarry: refusals(open, crew),
		travel: places.timesBy(policy.travel)
	};
}

function unfairOf<Place>(crew: readonly RoadDriver<Place>[], weight: number): Float64Array {
	const mean = crew.reduce((sum, { awayMinutes }) => sum + awayMinutes, 0) / (crew.length || 1);
	return Float64Array.from(
		crew,
		({ awayMinutes }) => weight * Math.min(1, Math.max(0, (awayMinutes - mean) / UNFAIR_AT))
	);
}

function refusals<Place>(
	open: readonly RoadOrder<Place>[],
	crew: readonly RoadDriver<Place>[]
): Problem['mayCarry'] {
	const refused = open.map(({ declinedBy }) => (declinedBy.length ? new Set(declinedBy) : null));
	return (driver, order) => !refused[order]?.has(crew[driver]!.id);
}

/** Places by identity, or by value if they are text or numbers. */
class Places<Place> {
	readonly #indices = new Map<Place, number>();
	readonly #places: Place[] = [];

	indexOf(place: Place): number {
		const known = this.#indices.get(place);
		if (known !== undefined) return known;
		const index = this.#places.push(place) - 1;
		this.#indices.set(place, index);
		return index;
	}

	timesBy(travel: (from: Place, to: Place) => number): Problem['travel'] {
		const size = this.#places.length;
		const places = this.#places;
		// Minutes plus one; zero is "not asked yet".
		const known = new Float64Array(size * size);
		return (from, to) => {
			const at = from * size + to;
			const time = known[at]!;
			if (time !== 0) return time - 1;
			const asked = from === to ? 0 : Math.max(0, travel(places[from]!, places[to]!));
			known[at] = asked + 1;
			return asked;
		};
	}
}
