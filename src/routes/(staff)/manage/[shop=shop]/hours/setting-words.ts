/** The settings of a shop in words. */

import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { money } from '$lib/ui/format.ts';
import type { NumberSettingId, SettingUnit } from '#domain/office/settings.ts';
import { isNumberSetting, weekdayOf } from '#domain/office/settings.ts';
import type { OfficeValue } from '#domain/wire/office.ts';

const NAMES: Record<NumberSettingId, () => string> = {
	fee: m.setting_fee,
	minimum: m.setting_minimum,
	radius: m.setting_radius,
	display: m.setting_display,
	paylapse: m.setting_paylapse
};

const HINTS: Record<SettingUnit, () => string> = {
	minor: m.setting_hint_minor,
	metres: m.setting_hint_metres,
	minutes: m.setting_hint_minutes,
	seconds: m.setting_hint_seconds,
	hours: m.setting_hint_hours
};

/** The name of a setting; of hours, the weekday. */
export function settingName(id: string): string {
	const weekday = weekdayOf(id);
	if (weekday !== undefined) return m.setting_hours({ day: dayName(weekday) });
	return isNumberSetting(id) ? NAMES[id]() : id;
}

/** 1 January 2024 was a Monday. */
function dayName(weekday: number): string {
	const format = new Intl.DateTimeFormat(getLocale(), { weekday: 'long', timeZone: 'UTC' });
	return format.format(Date.UTC(2024, 0, weekday));
}

export const settingHint = (unit: SettingUnit): string => HINTS[unit]();

/** A value with its unit; hours with a dash between, or that the shop is closed. */
export function settingValue(unit: SettingUnit, value: OfficeValue, currency: string): string {
	if (unit === 'hours')
		return String(value).replaceAll('-', '–').replaceAll(' ', ', ') || m.setting_closed();
	if (unit === 'minor') return money(Number(value), currency);
	const n = Number(value).toLocaleString(getLocale());
	if (unit === 'metres') return m.setting_metres({ n });
	return unit === 'minutes' ? m.setting_minutes({ n }) : m.setting_seconds({ n });
}
