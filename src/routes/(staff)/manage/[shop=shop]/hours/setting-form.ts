/** The form of a setting: one value, as it is typed. */

import { minorFrom, typedFrom, type FormRules } from '$lib/office/typed.ts';
import type { SettingRow } from '#domain/wire/office.ts';

/** The rules of the form, with the decimal mark of the reader's language. */
export function settingForm(mark: ',' | '.'): FormRules<SettingRow> {
	const typedOf = (row: SettingRow | undefined) => ({
		value: row?.unit === 'minor' ? typedFrom(Number(row.value), mark) : String(row?.value ?? '')
	});
	return {
		list: 'settings',
		typedOf,
		bodyOf: (typed, row) => ({ value: valueFrom(String(typed.value ?? ''), row) })
	};
}

/** A text that is no number stays one, so that the server names what is wrong. */
function valueFrom(text: string, row: SettingRow | undefined): number | string {
	if (row?.unit === 'hours') return text.trim();
	if (row?.unit === 'minor') return minorFrom(text);
	return /^\d+$/.test(text.trim()) ? Number(text) : text;
}
