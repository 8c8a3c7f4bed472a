/** How old a driver's position is, for every list and map that shows one. */

import type { MovedDriver, PositionFix } from '../wire/contract.ts';

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

/** A phone's clock is believed this far from the server's, either way. */
const CLAIM_MS = 60_000;

/** A phone's time (ISO) as a date within a minute of `now`; `now` itself when it is no time at all. */
export function claimedAt(at: string, now: number): Date {
	const claim = Date.parse(at);
	if (Number.isNaN(claim)) return new Date(now);
	return new Date(Math.min(Math.max(claim, now - CLAIM_MS), now + CLAIM_MS));
}

/** The newest of a phone's fixes by its own clock; the last one sent where two are equal. */
export function newestOf<Fix extends Pick<PositionFix, 'at'>>(
	fixes: readonly [Fix, ...Fix[]]
): Fix {
	return fixes.reduce((best, fix) => (Date.parse(fix.at) < Date.parse(best.at) ? best : fix));
}
