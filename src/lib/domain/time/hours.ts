/** A shop's local time: time zone, business day, opening hours. Instants are epoch ms. */

import type { Text } from '../menu/menu.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Local times as 'HH:MM'. A `closes` at or before `opens` is on the next day; '24:00' is midnight.
 */
export interface OpeningHours {
	/** ISO weekday, Monday is 1. */
	weekday: number;
	opens: string;
	closes: string;
}

/** Days on which these hours stand for those of the weekday; without a span it is closed. */
export interface Holiday {
	/** YYYY-MM-DD, in the shop's zone; both included. */
	from: string;
	to: string;
	hours: Pick<OpeningHours, 'opens' | 'closes'>[];
	/** What customers read; may be empty. */
	reason: Text;
}

/** When a shop opens. */
export interface Opening {
	/** IANA name, such as Europe/Paris. */
	zone: string;
	hours: readonly OpeningHours[];
	holidays?: readonly Holiday[];
	/** It never opens: it is not ready for customers yet. */
	isPreparing?: boolean;
}

export interface LocalTime {
	year: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
	let found = formatters.get(zone);
	if (!found) {
		found = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			hourCycle: 'h23'
		});
		formatters.set(zone, found);
	}
	return found;
}

/** The local time of an instant. */
export function localTime(instant: number, zone: string): LocalTime {
	const parts: Record<string, number> = {};
	for (const { type, value } of formatter(zone).formatToParts(new Date(instant)))
		parts[type] = Number(value);
	return {
		year: parts.year ?? 0,
		month: parts.month ?? 0,
		day: parts.day ?? 0,
		hour: parts.hour ?? 0,
		minute: parts.minute ?? 0
	};
}

/**
 * Context for displaying a time: the zone, the current time (epoch ms), and whether it was ordered
 * ahead.
 */
export interface Telling {
	zone: string;
	now: number;
	isAhead?: boolean;
}

/**
 * Whether a time must be shown with its day: if it is not today in the shop's zone, and always for
 * an order ahead, so that it is not mistaken for today (C-05, K-18).
 */
export function needsDay(instant: number, { zone, now, isAhead = false }: Telling): boolean {
	const [at, today] = [localTime(instant, zone), localTime(now, zone)];
	return isAhead || at.day !== today.day || at.month !== today.month || at.year !== today.year;
}

/** The instant of a local time; in the skipped hour of a clock change, the instant after it. */
export function instantOf(local: LocalTime, zone: string): number {
	const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
	// The offsets one day before and one day after cover a clock change on either side.
	for (const probe of [asUtc - DAY, asUtc + DAY]) {
		const guess = asUtc - offset(probe, zone);
		if (offset(guess, zone) === asUtc - guess) return guess;
	}
	return asUtc - offset(asUtc - DAY, zone);
}

function offset(instant: number, zone: string): number {
	const at = localTime(instant, zone);
	const minutes = Math.floor(instant / MINUTE) * MINUTE;
	return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute) - minutes;
}

export type Season = 'summer' | 'winter';

/** Added to a time that occurs twice in its night. */
export const SEASON_WORDS: Record<Season, Text> = {
	summer: { fr: 'heure d’été', en: 'summer time' },
	winter: { fr: 'heure d’hiver', en: 'winter time' }
};

/** Sizes of a backward clock change. */
const SETBACKS = [HOUR, HOUR / 2];
const QUARTER = 15 * MINUTE;
const MOST_SEASONS = 2000;
const seasons = new Map<string, Season | undefined>();

/**
 * For a local time that occurs twice (the night in which the clock is set back): which of the two
 * this instant is. Undefined for any other time. Clocks change at full quarter hours, so results
 * are cached per quarter.
 */
export function seasonOf(instant: number, zone: string): Season | undefined {
	const quarter = Math.floor(instant / QUARTER) * QUARTER;
	const key = `${zone} ${quarter}`;
	if (seasons.has(key)) return seasons.get(key);
	const now = offset(quarter, zone);
	const isBefore = SETBACKS.some((by) => now - offset(quarter + by, zone) === by);
	const isAfter = SETBACKS.some((by) => offset(quarter - by, zone) - now === by);
	const season = isBefore ? 'summer' : isAfter ? 'winter' : undefined;
	if (seasons.size >= MOST_SEASONS) seasons.clear();
	seasons.set(key, season);
	return season;
}

/** The local time in both languages: 19:40, with the season where that time occurs twice. */
export function wallTime(instant: number, zone: string): Text {
	const { hour, minute } = localTime(instant, zone);
	const clock = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
	const season = seasonOf(instant, zone);
	if (!season) return { fr: clock, en: clock };
	const { fr, en } = SEASON_WORDS[season];
	return { fr: `${clock} (${fr})`, en: `${clock} (${en})` };
}

/** Minutes since midnight of 'HH:MM'. */
export function minutesOf(clock: string): number {
	const [hour = 0, minute = 0] = clock.split(':').map(Number);
	return hour * 60 + minute;
}

/** The business day as 'YYYY-MM-DD'; before `dayEnd` (such as 04:00) it is the previous day. */
export function businessDay(instant: number, zone: string, dayEnd: string): string {
	const at = localTime(instant, zone);
	const before = at.hour * 60 + at.minute < minutesOf(dayEnd);
	const day = new Date(Date.UTC(at.year, at.month - 1, at.day) - (before ? DAY : 0));
	return day.toISOString().slice(0, 10);
}

/** From opening to closing, epoch ms. */
export interface Span {
	from: number;
	to: number;
}

/** Whether a holiday has this day, as YYYY-MM-DD. */
export const isWithin = ({ from, to }: Pick<Holiday, 'from' | 'to'>, day: string): boolean =>
	from <= day && day <= to;

/** The hours that begin on a date: those of a holiday, or of its weekday. */
function hoursOn(date: Date, { hours, holidays = [] }: Opening): Holiday['hours'] {
	const day = date.toISOString().slice(0, 10);
	const holiday = holidays.find((one) => isWithin(one, day));
	if (holiday) return holiday.hours;
	const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
	return hours.filter((entry) => entry.weekday === weekday);
}

/** Opening spans from one day before an instant to a week or more after it; touching spans are merged. */
export function openSpans(instant: number, opening: Opening, days = 7): Span[] {
	const { zone, isPreparing = false } = opening;
	if (isPreparing) return [];
	const spans: Span[] = [];
	const today = localTime(instant, zone);
	for (let shift = -1; shift <= days; shift++) {
		const date = new Date(Date.UTC(today.year, today.month - 1, today.day + shift));
		for (const rule of hoursOn(date, opening)) {
			const at = (minutes: number, plusDays: number) =>
				instantOf(
					{
						year: date.getUTCFullYear(),
						month: date.getUTCMonth() + 1,
						day: date.getUTCDate() + plusDays + Math.floor(minutes / 1440),
						hour: Math.floor((minutes % 1440) / 60),
						minute: minutes % 60
					},
					zone
				);
			const opens = minutesOf(rule.opens);
			const closes = minutesOf(rule.closes);
			spans.push({ from: at(opens, 0), to: at(closes, closes <= opens ? 1 : 0) });
		}
	}
	return merge(spans);
}

/** Merges spans that touch, so that a shop open round the clock has no gap at midnight. */
function merge(spans: Span[]): Span[] {
	const merged: Span[] = [];
	for (const span of spans.sort((a, b) => a.from - b.from)) {
		const last = merged.at(-1);
		if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
		else merged.push({ ...span });
	}
	return merged;
}

export interface OpeningState {
	open: boolean;
	opensAt: number | null;
	closesAt: number | null;
}

/** Holidays are looked through so far ahead for the next opening. */
export const HOLIDAY_DAYS = 60;

/**
 * Whether the shop is open at an instant, and until when, or when it opens next: within a week, or within
 * `HOLIDAY_DAYS` when it has holidays.
 */
export function openingState(instant: number, opening: Opening): OpeningState {
	const spans = openSpans(instant, opening);
	const now = spans.find((span) => span.from <= instant && instant < span.to);
	if (now) return { open: true, opensAt: null, closesAt: now.to };
	const isLater = (span: Span) => span.from > instant;
	const next =
		spans.find(isLater) ??
		(opening.holidays?.length
			? openSpans(instant, opening, HOLIDAY_DAYS).find(isLater)
			: undefined);
	return { open: false, opensAt: next?.from ?? null, closesAt: null };
}
