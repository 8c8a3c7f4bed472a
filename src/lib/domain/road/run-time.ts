/** How long a run takes, for a driver who is offered it. */

import type { RoadEstimate } from '../time/quote.ts';
import { HANDOVER_MINUTES } from '../time/quote.ts';

/**
 * Whole minutes of a run with its way back, from the rides between shop and door: out to the first door, between
 * doors by their difference in distance (at least a minute), and back from the last. Null when a ride is unknown.
 */
export function runMinutes(rides: readonly (RoadEstimate | null)[]): number | null {
	const known = rides.filter((ride) => ride !== null);
	if (known.length === 0 || known.length < rides.length) return null;
	let minutes = 0;
	let before: RoadEstimate | undefined;
	for (const ride of known) {
		minutes += before ? between(before, ride) : ride.minutes;
		minutes += HANDOVER_MINUTES;
		before = ride;
	}
	return minutes + (before?.minutes ?? 0);
}

const TURN = { n: 0, ne: 1, e: 2, se: 3, s: 4, sw: 5, w: 6, nw: 7 } as const;

/** By the law of cosines on the two distances and the angle between their directions. */
function between(a: RoadEstimate, b: RoadEstimate): number {
	const angle = ((TURN[a.towards] - TURN[b.towards]) * Math.PI) / 4;
	const squared = a.minutes ** 2 + b.minutes ** 2 - 2 * a.minutes * b.minutes * Math.cos(angle);
	return Math.round(Math.sqrt(Math.max(0, squared)));
}
