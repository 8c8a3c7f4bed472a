/** The time left until a promise. One rule for all lists and maps, so that they agree on `late`. */

export type PromiseState = 'calm' | 'soon' | 'late';

const MINUTE = 60_000;

/** Minutes before a promise from which it is marked as soon due. */
export const SOON_MINUTES = 10;

export interface Remaining {
	/** Whole minutes: left, or past when late. */
	minutes: number;
	state: PromiseState;
}

/**
 * The time left until `at` at `now` (both epoch ms). The last minute counts as one; from `at` on it
 * is late.
 */
export function remaining(at: number, now: number): Remaining {
	const left = at - now;
	if (left <= 0) return { minutes: Math.floor((now - at) / MINUTE), state: 'late' };
	const minutes = Math.ceil(left / MINUTE);
	return { minutes, state: minutes <= SOON_MINUTES ? 'soon' : 'calm' };
}
