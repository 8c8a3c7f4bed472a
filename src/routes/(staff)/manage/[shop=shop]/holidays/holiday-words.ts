/** Closed days in words. */

import { plainValue, type ChangeWords } from '$lib/office/office-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { dayWord } from '$lib/ui/day-span.ts';
import { settingValue } from '../hours/setting-words.ts';

const FIELDS: Record<string, () => string> = {
	isArchived: m.office_field_archived,
	from: m.holiday_from,
	to: m.holiday_to,
	hours: m.holiday_hours,
	'reason.fr': m.holiday_reason_fr,
	'reason.en': m.holiday_reason_en
};

/** Hours with a dash between, or that it is closed. */
export const hoursWord = (hours: string): string => settingValue('hours', hours, 'EUR');

export const HOLIDAY_WORDS: ChangeWords = {
	fieldOf: (field) => FIELDS[field]?.() ?? field,
	valueOf: (field, value) => {
		if (value === null) return '—';
		if (field === 'hours') return hoursWord(String(value));
		return field === 'from' || field === 'to' ? dayWord(String(value)) : plainValue(value);
	},
	archive: m.holiday_take_back
};
