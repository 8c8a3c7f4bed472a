import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	businessDay,
	HOUR,
	instantOf,
	localTime,
	MINUTE,
	needsDay,
	openingState
} from './hours.ts';

const PARIS = 'Europe/Paris';
const utc = (text: string) => Date.parse(text);

describe('local time', () => {
	test('converts to the instant and back in every zone, except in gaps', () => {
		const zones = Intl.supportedValuesOf('timeZone');
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				fc.integer({ min: utc('2024-01-01'), max: utc('2030-12-31') }),
				(zone, instant) => {
					const minute = Math.floor(instant / MINUTE) * MINUTE;
					const back = instantOf(localTime(minute, zone), zone);
					// In the repeated hour both instants have the same local time.
					expect(localTime(back, zone)).toEqual(localTime(minute, zone));
				}
			),
			{ numRuns: 500 }
		);
	});

	test('moves a time in the skipped hour to after the gap', () => {
		const skipped = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };

		expect(localTime(instantOf(skipped, PARIS), PARIS)).toMatchObject({ hour: 3, minute: 30 });
	});
});

describe('the business day', () => {
	test.each([
		['2026-11-21T22:30:00Z', '2026-11-21'],
		['2026-11-22T02:59:00Z', '2026-11-21'],
		['2026-11-22T03:00:00Z', '2026-11-22'],
		// The night in which 02:30 occurs twice.
		['2026-10-25T00:30:00Z', '2026-10-24'],
		['2026-10-25T01:30:00Z', '2026-10-24'],
		['2026-10-25T03:30:00Z', '2026-10-25']
	])('of %s is %s', (at, day) => {
		expect(businessDay(utc(at), PARIS, '04:00')).toBe(day);
	});
});

describe('opening hours', () => {
	const evening = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
		weekday,
		opens: '18:00',
		closes: '01:00'
	}));

	test('may extend past midnight', () => {
		expect(openingState(utc('2026-11-21T23:59:00Z'), { zone: PARIS, hours: evening })).toEqual({
			open: true,
			opensAt: null,
			closesAt: utc('2026-11-22T00:00:00Z')
		});
		expect(openingState(utc('2026-11-22T00:00:00Z'), { zone: PARIS, hours: evening })).toEqual({
			open: false,
			opensAt: utc('2026-11-22T17:00:00Z'),
			closesAt: null
		});
	});

	test('have no gap at midnight for a shop that never closes', () => {
		const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
			weekday,
			opens: '00:00',
			closes: '24:00'
		}));
		fc.assert(
			fc.property(fc.integer({ min: utc('2024-01-01'), max: utc('2030-12-31') }), (at) => {
				expect(openingState(at, { zone: PARIS, hours: always }).open).toBe(true);
			}),
			{ numRuns: 200 }
		);
	});

	test('never report closed with a closing time', () => {
		fc.assert(
			fc.property(fc.integer({ min: utc('2024-01-01'), max: utc('2030-12-31') }), (at) => {
				const state = openingState(at, { zone: PARIS, hours: evening });
				if (state.open) expect(state.closesAt).toBeGreaterThan(at);
				else expect(state.opensAt).toBeGreaterThan(at);
				expect((state.closesAt ?? state.opensAt ?? 0) - at).toBeLessThanOrEqual(18 * HOUR);
			}),
			{ numRuns: 300 }
		);
	});

	// Monday is 2 November 2026; local time is one hour ahead of UTC.
	const week = [
		{ weekday: 1, opens: '11:30', closes: '14:00' },
		{ weekday: 1, opens: '18:00', closes: '22:30' },
		{ weekday: 5, opens: '18:00', closes: '18:00' },
		{ weekday: 7, opens: '20:00', closes: '02:00' },
		{ weekday: 1, opens: '14:00', closes: '15:00' }
	];

	test.each([
		['2026-11-02T10:29:59Z', null, '2026-11-02T10:30:00Z'],
		['2026-11-02T10:30:00Z', '2026-11-02T14:00:00Z', null],
		// Two adjacent rules form one opening; the afternoon is closed.
		['2026-11-02T13:00:00Z', '2026-11-02T14:00:00Z', null],
		['2026-11-02T14:00:00Z', null, '2026-11-02T17:00:00Z'],
		['2026-11-02T21:29:59Z', '2026-11-02T21:30:00Z', null],
		// Closed from Tuesday to Friday, then open round the clock until Saturday at 18:00.
		['2026-11-03T12:00:00Z', null, '2026-11-06T17:00:00Z'],
		['2026-11-07T16:59:00Z', '2026-11-07T17:00:00Z', null],
		['2026-11-07T17:00:00Z', null, '2026-11-08T19:00:00Z'],
		// Sunday evening ends on Monday, before Monday's own opening at noon.
		['2026-11-09T00:59:00Z', '2026-11-09T01:00:00Z', null],
		['2026-11-09T01:00:00Z', null, '2026-11-09T10:30:00Z']
	])('differ by weekday: at %s open until %s, or closed until %s', (at, until, next) => {
		expect(openingState(utc(at), { zone: PARIS, hours: week })).toEqual({
			open: until !== null,
			opensAt: next === null ? null : utc(next),
			closesAt: until === null ? null : utc(until)
		});
	});

	test('of one day a week are found a week ahead', () => {
		const monday = [{ weekday: 1, opens: '18:00', closes: '22:00' }];

		expect(openingState(utc('2026-11-02T21:00:00Z'), { zone: PARIS, hours: monday }).opensAt).toBe(
			utc('2026-11-09T17:00:00Z')
		);
	});

	test.each([
		// The evening of the night in which the clock changes: one hour less, one hour more.
		['2026-03-28T17:00:00Z', '2026-03-29T02:00:00Z', 9],
		['2026-10-24T16:00:00Z', '2026-10-25T03:00:00Z', 11]
	])('from 18:00 to 04:00 begun at %s end at %s, after %i hours', (from, to, hours) => {
		const night = evening.map((rule) => ({ ...rule, closes: '04:00' }));

		expect(openingState(utc(from), { zone: PARIS, hours: night }).closesAt).toBe(utc(to));
		expect(openingState(utc(from) - 1, { zone: PARIS, hours: night }).opensAt).toBe(utc(from));
		expect((utc(to) - utc(from)) / HOUR).toBe(hours);
	});

	// Friday 25 December 2026.
	const christmas = {
		...{ from: '2026-12-24', to: '2026-12-26', hours: [], reason: { fr: '', en: '' } }
	};

	test('of a holiday stand for those of its weekdays, and no others', () => {
		const opening = { zone: PARIS, hours: evening, holidays: [christmas] };
		// The evening of the 23rd still ends after midnight, on the first holiday.
		expect(openingState(utc('2026-12-23T23:30:00Z'), opening).closesAt).toBe(
			utc('2026-12-24T00:00:00Z')
		);
		expect(openingState(utc('2026-12-24T00:00:00Z'), opening)).toEqual({
			...{ open: false, opensAt: utc('2026-12-27T17:00:00Z'), closesAt: null }
		});
		expect(openingState(utc('2026-12-27T17:00:00Z'), opening).open).toBe(true);
	});

	test('of a holiday may be other ones', () => {
		const noon = { ...christmas, to: '2026-12-24', hours: [{ opens: '11:00', closes: '15:00' }] };
		const opening = { zone: PARIS, hours: evening, holidays: [noon] };
		expect(openingState(utc('2026-12-24T11:00:00Z'), opening).closesAt).toBe(
			utc('2026-12-24T14:00:00Z')
		);
		expect(openingState(utc('2026-12-24T18:00:00Z'), opening).opensAt).toBe(
			utc('2026-12-25T17:00:00Z')
		);
	});

	test('after a long holiday are found, up to two months ahead', () => {
		const long = (to: string) => ({
			...{ zone: PARIS, hours: evening, holidays: [{ ...christmas, to }] }
		});
		expect(openingState(utc('2026-12-24T12:00:00Z'), long('2027-01-15')).opensAt).toBe(
			utc('2027-01-16T17:00:00Z')
		);
		expect(openingState(utc('2026-12-24T12:00:00Z'), long('2027-11-30')).opensAt).toBeNull();
	});

	test('of a shop without any are closed', () => {
		expect(openingState(0, { zone: PARIS, hours: [] })).toEqual({
			open: false,
			opensAt: null,
			closesAt: null
		});
	});
});

describe('a time is shown with its day', () => {
	const now = utc('2026-11-22T22:30:00Z');
	const told = (at: string, zone = PARIS, isAhead = false) =>
		needsDay(utc(at), { zone, now, isAhead });

	test('from the shop’s midnight on, whatever the day is in other zones', () => {
		expect(told('2026-11-22T22:59:00Z')).toBe(false);
		expect(told('2026-11-22T23:00:00Z')).toBe(true);
		expect(told('2026-11-22T23:00:00Z', 'Europe/London')).toBe(false);
		expect(told('2026-11-21T22:59:00Z')).toBe(true);
	});

	test('on the same date of another month or year', () => {
		expect(told('2026-12-22T12:00:00Z')).toBe(true);
		expect(told('2027-11-22T12:00:00Z')).toBe(true);
		expect(told('2026-11-22T12:00:00Z')).toBe(false);
	});

	test('like a time as soon as possible when `isAhead` is missing', () => {
		expect(needsDay(now, { zone: PARIS, now })).toBe(false);
	});

	test('always when it was ordered ahead', () => {
		expect(told('2026-11-22T22:45:00Z', PARIS, true)).toBe(true);
	});
});
