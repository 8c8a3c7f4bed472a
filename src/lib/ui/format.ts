/** Texts, money and times in the reader's language and the shop's time zone. */

import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { SEASON_WORDS, seasonOf } from '#domain/time/hours.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { Status } from '#domain/order/order.ts';
import { reasonText } from '#domain/order/reason-words.ts';
import { phoneIn } from '#domain/people/phone.ts';
import { ACTION_WORDS, STATUS_WORDS } from '#domain/order/order-words.ts';

const REGIONS = { fr: 'fr-FR', en: 'en-GB' } as const;
const MINUTE = 60_000;

/** The text in the reader's language. */
export const word = (text: Text): string => text[getLocale()];

/** The reason of a stage: a person's words, or the program's in the reader's language. */
export const reasonWord = (reason: string): string => reasonText(reason, getLocale());

export const actionWord = (action: Action): string => word(ACTION_WORDS[action]);

/** The stage for staff: "at the door", not "at your door". */
export const stageWord = (status: Status): string =>
	status === 'at_door' ? word(ACTION_WORDS.arrive) : word(STATUS_WORDS[status]);

/** A phone number to be read; `tel:` links keep the raw one. */
export const phoneText = (e164: string): string => phoneIn(e164, getLocale());

export function money(minor: number, currency: string): string {
	const region = REGIONS[getLocale()];
	const format = keep(`${region} ${currency}`, moneys, () => {
		return new Intl.NumberFormat(region, { style: 'currency', currency });
	});
	return format.format(minor / 100);
}

/** A distance: metres rounded to fifty, kilometres with one decimal up to 20 km. */
export function distanceWord(metres: number): string {
	if (metres < 950) return m.distance_m({ m: Math.max(50, Math.round(metres / 50) * 50) });
	const digits = { maximumFractionDigits: metres < 20_000 ? 1 : 0 };
	return m.distance_km({ km: (metres / 1000).toLocaleString(REGIONS[getLocale()], digits) });
}

/**
 * The time of day in the shop's zone, the same on every screen and in both languages: 19:40. ("1 h 05" is a
 * duration: `spanWord`.) When the clock change repeats an hour, the season is added.
 */
export function timeOfDay(at: string | number, zone: string, withSeconds = false): string {
	return timeIn(zone, withSeconds ? 'seconds' : 'minutes', at) + seasonIn(zone, at);
}

/** The time now in the shop's zone, with seconds. */
export const wallClock = (now: number, zone: string): string => timeIn(zone, 'seconds', now);

/** Day and time, short, for what may not be of today. */
export function dayAndTime(at: string | number, zone: string): string {
	return timeIn(zone, 'day', at) + seasonIn(zone, at);
}

/** The day in full: "mardi 24 novembre". */
export function longDay(at: string | number, zone: string): string {
	return timeIn(zone, 'date', at);
}

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const SHAPES = {
	minutes: TIME,
	seconds: { ...TIME, second: '2-digit' },
	day: { ...TIME, weekday: 'short', day: 'numeric', month: 'short' },
	date: { weekday: 'long', day: 'numeric', month: 'long' }
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const moneys = new Map<string, Intl.NumberFormat>();
const times = new Map<string, Intl.DateTimeFormat>();

function timeIn(zone: string, shape: keyof typeof SHAPES, at: string | number): string {
	const region = REGIONS[getLocale()];
	const format = keep(`${region} ${zone} ${shape}`, times, () => {
		return new Intl.DateTimeFormat(region, { ...SHAPES[shape], timeZone: zone });
	});
	return format.format(new Date(at));
}

/** " (summer time)" or " (winter time)" in a repeated hour, else nothing. */
function seasonIn(zone: string, at: string | number): string {
	const season = seasonOf(new Date(at).getTime(), zone);
	return season ? ` (${word(SEASON_WORDS[season])})` : '';
}

/** Creating an `Intl` format costs a hundred times as much as using it; a full board shows forty times. */
function keep<Format>(key: string, kept: Map<string, Format>, make: () => Format): Format {
	const known = kept.get(key);
	if (known) return known;
	const made = make();
	kept.set(key, made);
	return made;
}

/** Whole minutes between two instants; negative when the first is past. */
export const minutesUntil = (at: string, now: number): number =>
	Math.ceil((Date.parse(at) - now) / MINUTE);

/** Whole minutes since an instant, never below 0. */
export const minutesSince = (at: string, now: number): number =>
	Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE));

/** An age in the unit that fits: seconds, minutes, hours. */
export function ageWord(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 60) return m.age_seconds({ n: seconds });
	return spanWord(Math.floor(seconds / 60));
}

/** So many whole minutes, with hours where they fill one. */
export function spanWord(minutes: number): string {
	if (minutes < 60) return m.age_minutes({ n: minutes });
	const rest = String(minutes % 60).padStart(2, '0');
	return m.age_hours({ h: Math.floor(minutes / 60), m: rest });
}

/** The minutes to a promise in words; late when negative. */
export function promiseWord(minutes: number): string {
	if (minutes === 0) return m.due_now();
	return minutes > 0
		? m.in_time({ time: spanWord(minutes) })
		: m.late_by({ time: spanWord(-minutes) });
}

/** A range of times of one day as one says it; with its day by `rangeOn` in `days.ts`. */
export const timeRange = (range: { from: string; to: string }, zone: string): string =>
	m.time_range({ from: timeOfDay(range.from, zone), to: timeOfDay(range.to, zone) });
