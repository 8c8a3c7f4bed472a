import { isLockedOut, TooLate } from './errors.ts';

/** `performance.now()` of the time limit; undefined for none. */
export type Deadline = number | undefined;

interface Lane {
	inside: number;
	/** The last turn ended with a lock timeout: one turn at a time until one succeeds. */
	isNarrow: boolean;
	waiting: (() => void)[];
}

/**
 * A semaphore for each key (a shop, an address): at most `width` turns at once, so that one key cannot take
 * every connection of a pool. Others wait, first in, first out.
 */
export class Lanes {
	readonly #width: number;
	readonly #lanes = new Map<string, Lane>();

	constructor(width: number) {
		this.#width = width;
	}

	/** Waits for a turn and returns how to end it. Throws `TooLate` when there is none by the deadline. */
	async enter(key: string, deadline?: Deadline): Promise<() => void> {
		const lane = this.#laneOf(key);
		if (lane.inside < this.#widthOf(lane)) lane.inside += 1;
		else await wait(lane, deadline);
		return () => this.#leave(key, lane);
	}

	/** The same without waiting: undefined when all turns are taken. */
	tryEnter(key: string): (() => void) | undefined {
		const lane = this.#laneOf(key);
		if (lane.inside >= this.#widthOf(lane)) return undefined;
		lane.inside += 1;
		return () => this.#leave(key, lane);
	}

	/** Notes whether a turn ended with a lock timeout. */
	setNarrow(key: string, isNarrow: boolean): void {
		const lane = this.#lanes.get(key);
		if (lane) lane.isNarrow = isNarrow;
	}

	/** Runs `work` in a turn that was entered, notes a lock timeout, and ends the turn. */
	async during<T>(key: string, leave: () => void, work: () => Promise<T>): Promise<T> {
		try {
			const value = await work();
			this.setNarrow(key, false);
			return value;
		} catch (error) {
			if (isLockedOut(error)) this.setNarrow(key, true);
			throw error;
		} finally {
			leave();
		}
	}

	#laneOf(key: string): Lane {
		const lane = this.#lanes.get(key) ?? { inside: 0, isNarrow: false, waiting: [] };
		this.#lanes.set(key, lane);
		return lane;
	}

	#widthOf(lane: Lane): number {
		return lane.isNarrow ? 1 : this.#width;
	}

	#leave(key: string, lane: Lane): void {
		lane.inside -= 1;
		while (lane.waiting.length > 0 && lane.inside < this.#widthOf(lane)) {
			lane.inside += 1;
			lane.waiting.shift()?.();
		}
		if (lane.inside === 0 && !lane.isNarrow) this.#lanes.delete(key);
	}
}

function wait(lane: Lane, deadline: Deadline): Promise<void> {
	const turn = Promise.withResolvers<void>();
	lane.waiting.push(turn.resolve);
	if (deadline === undefined) return turn.promise;
	const limit = setTimeout(
		() => {
			lane.waiting = lane.waiting.filter((other) => other !== turn.resolve);
			turn.reject(new TooLate());
		},
		Math.max(0, deadline - performance.now())
	);
	return turn.promise.finally(() => clearTimeout(limit));
}

/**
 * The result of `work`, or `TooLate` at the deadline. The work itself is not stopped: the caller
 * makes sure that what it still does harms no other work.
 */
export async function inTime<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
	if (deadline === undefined) return work;
	work.catch(() => undefined);
	const late = Promise.withResolvers<never>();
	const limit = setTimeout(
		() => late.reject(new TooLate()),
		Math.max(0, deadline - performance.now())
	);
	return Promise.race([work, late.promise]).finally(() => clearTimeout(limit));
}
