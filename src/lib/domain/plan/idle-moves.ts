/** Orders that are expected at a place to pick up. */
export interface ExpectedOrders<Place> {
	pickup: Place;
	perMinute: number;
	/** Minutes from the order to ready. */
	prepMinutes: number;
}

export interface CrewMember<Place> {
	id: string;
	/** Where they are, or will be at `freeAt`. */
	at: Place;
	freeAt: number;
	/** Free with nothing planned: may be sent somewhere. */
	isIdle: boolean;
}

export interface MovePolicy<Place> {
	travel: (from: Place, to: Place) => number;
	/** Minutes to arrive at a pick-up. */
	pickupIn: number;
	/** Minutes ahead that are looked at. */
	horizon: number;
	/** What a minute of driving costs, in minutes of waiting. */
	driving: number;
}

export interface Move<Place> {
	driver: string;
	to: Place;
}

/** The chance that a driver is taken when an order comes, so that the next one counts. */
const TAKEN = 0.5;
/** Drivers after this one do not count. */
const COUNTED = 4;

/**
 * Where idle drivers should wait: one move after another, the best first, while the minutes which it is
 * expected to save are more than its driving costs. An advice for a city of many shops; drivers of one
 * shop wait there.
 */
export function adviseMoves<Place>(
	crew: readonly CrewMember<Place>[],
	expected: readonly ExpectedOrders<Place>[],
	now: number,
	policy: MovePolicy<Place>
): Move<Place>[] {
	const cover = new Cover(crew, expected, now, policy);
	const waiting = [...crew.keys()].filter((driver) => crew[driver]!.isIdle);
	const moves: Move<Place>[] = [];
	for (const driver of waiting) {
		const others = cover.without(driver);
		const stays = cover.loss(others, driver, crew[driver]!.at);
		let best = { to: -1, gain: 0 };
		for (const [index, { pickup }] of expected.entries()) {
			if (pickup === crew[driver]!.at) continue;
			const way = policy.travel(crew[driver]!.at, pickup);
			const gain = stays - cover.loss(others, driver, pickup) - way * policy.driving;
			if (gain > best.gain) best = { to: index, gain };
		}
		if (best.to < 0) continue;
		const to = expected[best.to]!.pickup;
		moves.push({ driver: crew[driver]!.id, to });
		cover.move(driver, to);
	}
	return moves;
}

/** How soon the crew could be at each expected pick-up. */
class Cover<Place> {
	readonly #crew: readonly CrewMember<Place>[];
	readonly #expected: readonly ExpectedOrders<Place>[];
	readonly #policy: MovePolicy<Place>;
	readonly #now: number;
	/** Minutes by driver and expected pick-up. */
	readonly #reach: Float64Array[];

	constructor(
		crew: readonly CrewMember<Place>[],
		expected: readonly ExpectedOrders<Place>[],
		now: number,
		policy: MovePolicy<Place>
	) {
		this.#crew = crew;
		this.#expected = expected;
		this.#policy = policy;
		this.#now = now;
		this.#reach = crew.map((_, driver) => this.#reachOf(driver, crew[driver]!.at));
	}

	/** The soonest of the others at each pick-up, ascending. */
	without(driver: number): Float64Array[] {
		return this.#expected.map((_, index) => {
			const soonest = new Float64Array(COUNTED).fill(Infinity);
			for (const [other, reach] of this.#reach.entries())
				if (other !== driver) putSoonest(soonest, reach[index]!);
			return soonest;
		});
	}

	/** Minutes that expected orders will wait if this driver is there and the others where they are. */
	loss(others: readonly Float64Array[], driver: number, place: Place): number {
		const reach = this.#reachOf(driver, place);
		const { horizon, pickupIn } = this.#policy;
		let sum = 0;
		for (const [index, { perMinute, prepMinutes }] of this.#expected.entries())
			sum += perMinute * waitFor(others[index]!, reach[index]!, prepMinutes - pickupIn);
		return sum * horizon;
	}

	move(driver: number, place: Place): void {
		this.#reach[driver] = this.#reachOf(driver, place);
	}

	/** An order comes, at the mean, in the middle of the horizon. */
	#reachOf(driver: number, place: Place): Float64Array {
		const { at, freeAt } = this.#crew[driver]!;
		const { travel, horizon } = this.#policy;
		const thereIn = Math.max(freeAt - this.#now, 0) + (place === at ? 0 : travel(at, place));
		const late = Math.max(0, thereIn - horizon / 2);
		return Float64Array.from(this.#expected, ({ pickup }) => late + travel(place, pickup));
	}
}

function putSoonest(soonest: Float64Array, minutes: number): void {
	if (minutes >= soonest[COUNTED - 1]!) return;
	let rank = COUNTED - 1;
	for (; rank > 0 && soonest[rank - 1]! > minutes; rank--) soonest[rank] = soonest[rank - 1]!;
	soonest[rank] = minutes;
}

/** The wait for the soonest who is not taken, of the others and one more. */
function waitFor(others: Float64Array, own: number, slack: number): number {
	let chance = 1;
	let sum = 0;
	let isCounted = false;
	for (let rank = 0, other = 0; rank < COUNTED; rank++) {
		const isOwn = !isCounted && own <= others[other]!;
		const minutes = isOwn ? own : others[other++]!;
		if (isOwn) isCounted = true;
		const share = rank === COUNTED - 1 ? chance : chance * (1 - TAKEN);
		sum += share * Math.max(0, Math.min(minutes, 60) - slack);
		chance *= TAKEN;
	}
	return sum;
}
