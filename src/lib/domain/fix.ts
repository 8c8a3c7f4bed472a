/** How old a driver's position is, for every list and map that shows one. */

import type { MovedDriver } from './contract.ts';

/** A position older than this is where a driver was, not where they are. */
export const FIX_OLD_MS = 60_000;

export interface Fix {
	ageMs: number;
	isOld: boolean;
}

/** The age of a position taken `at` (ISO), seen at `now`; never below 0: clocks differ a little. */
export function ageOf(at: string, now: number): Fix {
	const ageMs = Math.max(0, now - Date.parse(at));
	return { ageMs, isOld: ageMs > FIX_OLD_MS };
}

/** How old a driver's last position is; undefined when none is known. */
export function fixOf(
	positions: readonly MovedDriver[],
	driver: string,
	now: number
): Fix | undefined {
	const last = positions.find((moved) => moved.driver === driver);
	return last && ageOf(last.at, now);
}
