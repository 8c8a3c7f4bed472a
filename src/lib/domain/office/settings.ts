/**
 * The settings of a shop that its manager edits in the back office: fees, distances, delays, and the hours of each
 * weekday. What kitchen and alarms can do is among the limits (`plan/limits.ts`).
 */

import { minutesOf, type OpeningHours } from '../time/hours.ts';

export const UNITS = ['minor', 'metres', 'minutes', 'seconds', 'hours'] as const;
export type SettingUnit = (typeof UNITS)[number];

/** Whole numbers between these limits, both included. */
interface NumberSetting {
	unit: Exclude<SettingUnit, 'hours'>;
	min: number;
	max: number;
}

/** By id, in the order of the list. */
export const NUMBER_SETTINGS = {
	fee: { unit: 'minor', min: 0, max: 5_000 },
	minimum: { unit: 'minor', min: 0, max: 20_000 },
	radius: { unit: 'metres', min: 100, max: 50_000 },
	display: { unit: 'seconds', min: 5, max: 600 },
	paylapse: { unit: 'seconds', min: 60, max: 7_200 }
} as const satisfies Record<string, NumberSetting>;
export type NumberSettingId = keyof typeof NUMBER_SETTINGS;

/** Monday is `day1`. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** The weekday of a setting such as `day3`; undefined for another one. */
export const weekdayOf = (id: string): number | undefined => {
	const found = /^day([1-7])$/.exec(id);
	return found ? Number(found[1]) : undefined;
};

export const isNumberSetting = (id: string): id is NumberSettingId =>
	Object.hasOwn(NUMBER_SETTINGS, id);

type Hours = Pick<OpeningHours, 'opens' | 'closes'>;
const SPAN = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const DAY_MINUTES = 24 * 60;
const MOST_SPANS = 4;

/** `11:30-14:00 18:00-23:30`; empty for a day on which the shop is closed. */
export const hoursText = (hours: readonly Hours[]): string =>
	hours.map(({ opens, closes }) => `${opens}-${closes}`).join(' ');

/**
 * The hours of one weekday from their text, sorted; undefined when it is no such text or two spans overlap.
 * A close at or before the opening is on the next day, which only the last span may reach.
 */
export function hoursFrom(text: string): Hours[] | undefined {
	const spans = text
		.split(/[\s,;]+/)
		.filter(Boolean)
		.map((part) => SPAN.exec(part));
	if (spans.length > MOST_SPANS) return undefined;
	const hours: Hours[] = [];
	for (const span of spans) {
		if (!span?.[1] || !span[2]) return undefined;
		hours.push({ opens: span[1], closes: span[2] });
	}
	const sorted = hours.toSorted((a, b) => minutesOf(a.opens) - minutesOf(b.opens));
	const isApart = sorted.every((one, i) => {
		const next = sorted[i + 1];
		return !next || endOf(one) <= minutesOf(next.opens);
	});
	return isApart ? sorted : undefined;
}

function endOf({ opens, closes }: Hours): number {
	const end = minutesOf(closes);
	return end <= minutesOf(opens) ? end + DAY_MINUTES : end;
}
