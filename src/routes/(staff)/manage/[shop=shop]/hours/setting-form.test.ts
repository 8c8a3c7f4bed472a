import { expect, test } from 'vitest';
import type { SettingRow } from '#domain/wire/office.ts';
import { settingForm } from './setting-form.ts';

const { typedOf, bodyOf } = settingForm(',');
const row = (unit: SettingRow['unit'], value: number | string): SettingRow => ({
	...{ id: 'x', version: 'v', isArchived: false, unit, value }
});

test.each([
	[row('minor', 250), '2,50', 250],
	[row('minutes', 15), '15', 15],
	[row('hours', '18:00-22:00'), '18:00-22:00', '18:00-22:00'],
	[row('hours', ''), '', '']
])('%j is typed as %j and sent as it was', (setting, typed, value) => {
	expect(typedOf(setting)).toEqual({ value: typed });
	expect(bodyOf(typedOf(setting), setting)).toEqual({ value });
});

test('what is no number is sent as it is, and an empty fee is not zero', () => {
	expect(bodyOf({ value: '' }, row('minor', 250))).toEqual({ value: '' });
	expect(bodyOf({ value: '0' }, row('minor', 250))).toEqual({ value: 0 });
	expect(bodyOf({ value: '1,5' }, row('minutes', 15))).toEqual({ value: '1,5' });
});
