/** How a promise stands, for the eye: the words follow from the minutes, never from a colour. */

export type Urgency = 'calm' | 'soon' | 'late';

const MINUTE = 60_000;

export interface Remaining {
	/** Whole minutes: left, or past when late. */
	minutes: number;
	urgency: Urgency;
}

/**
 * What is left until `at` (epoch ms), seen at `now`. The last minute counts as one; it is late from
 * the instant on. `soonMinutes` and less is soon.
 */
export function remaining(at: number, now: number, soonMinutes: number): Remaining {
	const left = at - now;
	if (left <= 0) return { minutes: Math.floor((now - at) / MINUTE), urgency: 'late' };
	const minutes = Math.ceil(left / MINUTE);
	return { minutes, urgency: minutes <= soonMinutes ? 'soon' : 'calm' };
}
