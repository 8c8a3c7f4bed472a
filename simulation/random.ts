/** Deterministic random streams: each has a name, and depends on the seed and the name only. */

export interface Chance {
	/** A number from 0 (inclusive) to 1 (exclusive). */
	next(): number;
	between(low: number, high: number): number;
	/** An integer, both ends included. */
	whole(low: number, high: number): number;
	happens(share: number): boolean;
	pick<T>(from: readonly T[]): T;
	/** A random key by weight; throws when all weights are 0. */
	weighted(weights: Readonly<Record<string, number>>): string;
	/** A factor around 1, rarely below 0.6 or above 1.6, for the variation of durations. */
	spread(): number;
}

/**
 * The stream of this name. Use a new name for a new actor or question, so that other streams do not
 * change.
 */
export function chanceOf(seed: number, ...names: (string | number)[]): Chance {
	const next = mulberry32(hashOf(`${seed}/${names.join('/')}`));
	const between = (low: number, high: number) => low + next() * (high - low);
	return {
		next,
		between,
		whole: (low, high) => Math.floor(between(low, high + 1)),
		happens: (share) => next() < share,
		pick: (from) => {
			const found = from[Math.floor(next() * from.length)];
			if (found === undefined) throw new Error('There is nothing to pick from');
			return found;
		},
		weighted: (weights) => weighted(weights, next()),
		spread: () => 2 ** ((next() + next() + next() - 1.5) * 0.5)
	};
}

function weighted(weights: Readonly<Record<string, number>>, dice: number): string {
	const entries = Object.entries(weights).filter(([, weight]) => weight > 0);
	const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
	let left = dice * total;
	for (const [name, weight] of entries) {
		left -= weight;
		if (left < 0) return name;
	}
	const last = entries.at(-1);
	if (!last) throw new Error('Nothing has a weight');
	return last[0];
}

/** FNV-1a with a final mix: similar names must not give correlated streams. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) {
		hash ^= text.charCodeAt(at);
		hash = Math.imul(hash, 0x01000193);
	}
	hash ^= hash >>> 16;
	hash = Math.imul(hash, 0x45d9f3b);
	return (hash ^ (hash >>> 15)) >>> 0;
}

/** Numbers from 0 (inclusive) to 1 (exclusive), the same sequence for the same start. */
export function mulberry32(start: number): () => number {
	let state = start;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
