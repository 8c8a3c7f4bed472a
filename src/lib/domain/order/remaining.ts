/** How a promise stands, for lists and maps: what one calls late the other cannot call soon. */

export type PromiseState = 'calm' | 'soon' | 'late';

const MINUTE = 60_000;

/** From how many minutes before a promise one looks twice at it. */
export const SOON_MINUTES = 10;

export interface Remaining {
	/** Whole minutes: left, or past when late. */
	minutes: number;
	state: PromiseState;
}

/**
 * What is left until `at` (epoch ms), seen at `now`. The last minute counts as one; it is late from
 * the instant on.
 */
export function remaining(at: number, now: number): Remaining {
	const left = at - now;
	if (left <= 0) return { minutes: Math.floor((now - at) / MINUTE), state: 'late' };
	const minutes = Math.ceil(left / MINUTE);
	return { minutes, state: minutes <= SOON_MINUTES ? 'soon' : 'calm' };
}
