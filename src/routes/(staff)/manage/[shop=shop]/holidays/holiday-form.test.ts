import { expect, test } from 'vitest';
import type { HolidayRow } from '#domain/wire/holidays.ts';
import { HOLIDAY_FORM } from './holiday-form.ts';

const ROW: HolidayRow = {
	...{ id: 'a', version: 'v', isArchived: false, from: '2026-12-25', to: '2026-12-26' },
	...{ hours: '', reason: { fr: 'Noël', en: 'Christmas' } }
};

const bodyOf = (over: Record<string, string>) =>
	HOLIDAY_FORM.bodyOf({ ...HOLIDAY_FORM.typedOf(ROW), ...over }, ROW);

test('a new one of a single day ends on that day', () => {
	expect(
		HOLIDAY_FORM.bodyOf({ ...HOLIDAY_FORM.typedOf(undefined), from: '2027-01-01' }, undefined)
	).toEqual({
		...{ from: '2027-01-01', to: '2027-01-01', hours: '', reason: { fr: '', en: '' } }
	});
});

test('of one that is there only what differs is asked for', () => {
	expect(bodyOf({})).toEqual({});
	expect(bodyOf({ hours: ' 12:00-15:00 ' })).toEqual({ hours: '12:00-15:00' });
	expect(bodyOf({ 'reason.en': 'Xmas' })).toEqual({ reason: { fr: 'Noël', en: 'Xmas' } });
	expect(bodyOf({ to: '' })).toEqual({ to: '2026-12-25' });
});
