/** A limit as it is typed and shown: with a comma in French, and a share in per cent. */

import { getLocale } from '$lib/paraglide/runtime.js';
import { m } from '$lib/paraglide/messages.js';
import { kindOf, type LimitName, type LimitUnit } from '#domain/plan/limits.ts';

const scaleOf = (name: LimitName): number => (kindOf(name).unit === 'share' ? 100 : 1);

/** As a field has it; empty for an unset one. */
export function shownValue(name: LimitName, value: number | null): string {
	if (value === null) return '';
	// Without the error of multiplying: 0.29 is 29 per cent.
	const number = String(Math.round(value * scaleOf(name) * 1e6) / 1e6);
	return getLocale() === 'fr' ? number.replace('.', ',') : number;
}

/** What was typed: null for an empty optional field; a text that is no number stays one. */
export function typedValue(name: LimitName, text: string): number | string | null {
	const typed = text.trim();
	if (typed === '') return kindOf(name).isOptional ? null : '';
	const number = Number(typed.replace(',', '.'));
	return Number.isFinite(number) ? Math.round((number / scaleOf(name)) * 1e6) / 1e6 : typed;
}

/** Whether a field says something else than this value. */
export const isTyped = (name: LimitName, text: string, value: number | null): boolean =>
	typedValue(name, text) !== typedValue(name, shownValue(name, value));

/** Counts have none: their names say what is counted. */
const UNITS: Partial<Record<LimitUnit, (input: { n: string }) => string>> = {
	minutes: m.limits_unit_minutes,
	seconds: m.limits_unit_seconds,
	times: m.limits_unit_times,
	share: m.limits_unit_share
};

/** A value with its unit: "6 min". */
export function withUnit(name: LimitName, value: number): string {
	const n = shownValue(name, value);
	return UNITS[kindOf(name).unit]?.({ n }) ?? n;
}

/** The unit alone, as it stands beside the name of a field; empty for a count. */
export const unitWord = (name: LimitName): string =>
	UNITS[kindOf(name).unit]?.({ n: '' }).trim() ?? '';
