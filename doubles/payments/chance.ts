/** Seeded chance (mulberry32): the same seed gives the same decisions, so that a run repeats. */
export class Chance {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0 up to, not including, 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** True in the given share of the calls. A share of 0 draws nothing, so that a closed knob changes no run. */
	hits(share: number): boolean {
		return share > 0 && this.next() < share;
	}

	pick<T>(from: readonly T[]): T {
		const found = from[Math.floor(this.next() * from.length)];
		if (found === undefined) throw new Error('pick from an empty list');
		return found;
	}

	shuffle<T>(list: readonly T[]): T[] {
		return list
			.map((item) => ({ item, rank: this.next() }))
			.sort((a, b) => a.rank - b.rank)
			.map(({ item }) => item);
	}
}
