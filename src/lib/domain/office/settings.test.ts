import { expect, test } from 'vitest';
import { hoursFrom, hoursText, isNumberSetting, weekdayOf } from './settings.ts';

test.each([
	['', ''],
	['18:00-23:30 11:30-14:00', '11:30-14:00 18:00-23:30'],
	['11:30-14:00, 18:00-01:00', '11:30-14:00 18:00-01:00'],
	['00:00-24:00', '00:00-24:00'],
	['11:00-14:00;14:00-15:00', '11:00-14:00 14:00-15:00']
])('the hours %j are read as %j', (typed, text) => {
	expect(hoursText(hoursFrom(typed) ?? [{ opens: 'no', closes: 'hours' }])).toBe(text);
});

test.each([
	['a word', 'fermé'],
	['an hour that does not exist', '25:00-26:00'],
	['hours that overlap', '11:00-15:00 14:00-16:00'],
	['a night before an evening', '02:00-01:00 18:00-23:00'],
	['more spans than a day has', '01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00']
])('%s is no text of hours', (_what, typed) => {
	expect(hoursFrom(typed)).toBeUndefined();
});

test('knows its settings by id', () => {
	expect([weekdayOf('day7'), weekdayOf('day8'), weekdayOf('fee')]).toEqual([
		7,
		undefined,
		undefined
	]);
	expect([isNumberSetting('fee'), isNumberSetting('toString')]).toEqual([true, false]);
});
