/** The age of a driver's position, for all lists and maps. */

import type { MovedDriver, PositionFix } from '../wire/contract.ts';

/** Age from which a position is marked as old. */
export const FIX_OLD_MS = 60_000;

export interface Fix {
	ageMs: number;
	isOld: boolean;
}

/**
 * The age at `now` of a position taken `at` (ISO); never below 0, because clocks differ a little.
 */
export function ageOf(at: string, now: number): Fix {
	const ageMs = Math.max(0, now - Date.parse(at));
	return { ageMs, isOld: ageMs > FIX_OLD_MS };
}

/** The age of a driver's last position; undefined when there is none. */
export function fixOf(
	positions: readonly MovedDriver[],
	driver: string,
	now: number
): Fix | undefined {
	const last = positions.find((moved) => moved.driver === driver);
	return last && ageOf(last.at, now);
}

/** Largest accepted difference between a phone's clock and the server's, either way. */
const CLAIM_MS = 60_000;

/** A phone's time (ISO), limited to one minute around `now`; `now` itself when it is invalid. */
export function claimedAt(at: string, now: number): Date {
	const claim = Date.parse(at);
	if (Number.isNaN(claim)) return new Date(now);
	return new Date(Math.min(Math.max(claim, now - CLAIM_MS), now + CLAIM_MS));
}

/** The newest of a phone's fixes by its own clock; the last sent of equal ones. */
export function newestOf<Fix extends Pick<PositionFix, 'at'>>(
	fixes: readonly [Fix, ...Fix[]]
): Fix {
	return fixes.reduce((best, fix) => (Date.parse(fix.at) < Date.parse(best.at) ? best : fix));
}
