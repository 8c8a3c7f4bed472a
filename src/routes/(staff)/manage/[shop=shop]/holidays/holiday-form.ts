/** The form of closed days, or of days with other hours. */

import type { FormRules, Typed } from '$lib/office/typed.ts';
import type { HolidayRow } from '#domain/wire/holidays.ts';

const FIELDS = ['from', 'to', 'hours', 'reason.fr', 'reason.en'] as const;

export const HOLIDAY_FORM: FormRules<HolidayRow> = {
	list: 'holidays',
	typedOf: (row): Typed => ({
		from: row?.from ?? '',
		to: row?.to ?? '',
		hours: row?.hours ?? '',
		'reason.fr': row?.reason.fr ?? '',
		'reason.en': row?.reason.en ?? ''
	}),
	bodyOf: (typed, row) => {
		const [from, to, hours, fr, en] = FIELDS.map((field) => String(typed[field] ?? '').trim());
		// A single day has no last day of its own.
		const days = { from, to: to || from, hours, reason: { fr, en } };
		if (!row) return days;
		const isSaid = fr !== row.reason.fr || en !== row.reason.en;
		return {
			...(from !== row.from && { from }),
			...(days.to !== row.to && { to: days.to }),
			...(hours !== row.hours && { hours }),
			...(isSaid && { reason: days.reason })
		};
	}
};
