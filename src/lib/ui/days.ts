/** Times that may not be of today, written with their day where needed (`needsDay`). */

import { m } from '$lib/paraglide/messages.js';
import type { TimeRange } from '#domain/wire/contract.ts';
import { needsDay, type Telling } from '#domain/time/hours.ts';
import { dayAndTime, longDay, timeOfDay, timeRange } from './format.ts';

/** Day and time in full: "mardi 24 novembre à 11:00". */
export const dayAndClock = (at: string | number, zone: string): string =>
	m.day_at_time({ day: longDay(at, zone), time: timeOfDay(at, zone) });

/** The time, with its day in full where needed. */
export const clockOn = (at: string, telling: Telling): string =>
	needsDay(Date.parse(at), telling) ? dayAndClock(at, telling.zone) : timeOfDay(at, telling.zone);

/** The same for staff, short. */
export const timeOn = (at: string, telling: Telling): string =>
	needsDay(Date.parse(at), telling) ? dayAndTime(at, telling.zone) : timeOfDay(at, telling.zone);

/** A range of times, by the day on which it begins. */
export function rangeOn(range: TimeRange, telling: Telling): string {
	const words = timeRange(range, telling.zone);
	return needsDay(Date.parse(range.from), telling)
		? m.day_and_range({ day: longDay(range.from, telling.zone), range: words })
		: words;
}
