import { describe, expect, test } from 'vitest';
import { localTime, SEASON_WORDS, seasonOf } from './hours.ts';
import { checkSlot, slotsOf } from './slots.ts';

/** The nights in which the clock changes: expected slots, written by hand. */

/**
 * A shop open from 22:00 to 05:00 in this zone, at that instant; the first slot is 45 minutes
 * ahead.
 */
const basisOf = (now: string, zone: string) => ({
	now: Date.parse(now),
	zone,
	hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '22:00', closes: '05:00' })),
	soonest: Date.parse(now) + 40 * 60_000,
	work: 25 * 60_000
});

/** The time as a page shows it, in English. */
function told(instant: number, zone: string): string {
	const { hour, minute } = localTime(instant, zone);
	const season = seasonOf(instant, zone);
	const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
	return season ? `${time} (${SEASON_WORDS[season].en})` : time;
}

const NIGHTS: [string, string, string, string][] = [
	[
		'Paris, back on 25 October 2026',
		'Europe/Paris',
		'2026-10-24T22:30:00Z',
		`23:15 01:15 | 23:30 01:30 | 23:45 01:45
		00:00 02:00 (summer time) | 00:15 02:15 (summer time) | 00:30 02:30 (summer time) | 00:45 02:45 (summer time)
		01:00 02:00 (winter time) | 01:15 02:15 (winter time) | 01:30 02:30 (winter time) | 01:45 02:45 (winter time)
		02:00 03:00 | 02:15 03:15 | 02:30 03:30 | 02:45 03:45
		03:00 04:00 | 03:15 04:15 | 03:30 04:30 | 03:45 04:45 | 04:00 05:00`
	],
	[
		'Paris, forward on 28 March 2027',
		'Europe/Paris',
		'2027-03-27T23:30:00Z',
		`00:15 01:15 | 00:30 01:30 | 00:45 01:45
		01:00 03:00 | 01:15 03:15 | 01:30 03:30 | 01:45 03:45
		02:00 04:00 | 02:15 04:15 | 02:30 04:30 | 02:45 04:45 | 03:00 05:00`
	],
	[
		'New York, back on 1 November 2026',
		'America/New_York',
		'2026-11-01T03:30:00Z',
		`04:15 00:15 | 04:30 00:30 | 04:45 00:45
		05:00 01:00 (summer time) | 05:15 01:15 (summer time) | 05:30 01:30 (summer time) | 05:45 01:45 (summer time)
		06:00 01:00 (winter time) | 06:15 01:15 (winter time) | 06:30 01:30 (winter time) | 06:45 01:45 (winter time)
		07:00 02:00 | 07:15 02:15 | 07:30 02:30 | 07:45 02:45 | 08:00 03:00 | 08:15 03:15 | 08:30 03:30 | 08:45 03:45
		09:00 04:00 | 09:15 04:15 | 09:30 04:30 | 09:45 04:45 | 10:00 05:00`
	],
	[
		'New York, forward on 14 March 2027',
		'America/New_York',
		'2027-03-14T05:00:00Z',
		`05:45 00:45 | 06:00 01:00 | 06:15 01:15 | 06:30 01:30 | 06:45 01:45
		07:00 03:00 | 07:15 03:15 | 07:30 03:30 | 07:45 03:45
		08:00 04:00 | 08:15 04:15 | 08:30 04:30 | 08:45 04:45 | 09:00 05:00`
	]
];

describe.each(NIGHTS)('%s', (_night, zone, now, written) => {
	const basis = basisOf(now, zone);
	const slots = slotsOf(basis);
	const lines = written.split(/\||\n/).map((line) => line.trim());

	test('has exactly the listed slots, and no two with the same text', () => {
		const read = slots.map(
			(slot) => `${new Date(slot).toISOString().slice(11, 16)} ${told(slot, zone)}`
		);

		expect(read).toEqual(lines);
		expect(new Set(slots.map((slot) => told(slot, zone))).size).toBe(slots.length);
	});

	test('promises each slot that it offers', () => {
		for (const slot of slots)
			expect(checkSlot(basis, slot)).toMatchObject({ ok: true, value: { promise: slot } });
	});
});

test('only times in the repeated hour name their season, to the minute', () => {
	const at = (text: string) => seasonOf(Date.parse(text), 'Europe/Paris');

	expect([
		at('2026-10-24T23:59:59Z'),
		at('2026-10-25T00:00:00Z'),
		at('2026-10-25T00:59:59Z'),
		at('2026-10-25T01:00:00Z'),
		at('2026-10-25T01:59:59Z'),
		at('2026-10-25T02:00:00Z')
	]).toEqual([undefined, 'summer', 'summer', 'winter', 'winter', undefined]);
});

test('a clock set back by half an hour, and a zone without clock changes', () => {
	const lordHowe = ['14:15', '14:30', '14:45', '15:00', '15:15', '15:30'].map((time) =>
		seasonOf(Date.parse(`2027-04-03T${time}:00Z`), 'Australia/Lord_Howe')
	);

	expect(lordHowe).toEqual([undefined, 'summer', 'summer', 'winter', 'winter', undefined]);
	expect(seasonOf(Date.parse('2026-10-25T00:15:00Z'), 'UTC')).toBeUndefined();
});

test('a refused time names the first slot with its season', () => {
	const basis = basisOf('2026-10-25T00:20:00Z', 'Europe/Paris');
	const told = checkSlot(basis, Date.parse('2026-10-25T00:30:00Z'));

	expect(told).toMatchObject({
		ok: false,
		fault: { detail: { fr: expect.stringContaining('(heure d’hiver)') } }
	});
});
