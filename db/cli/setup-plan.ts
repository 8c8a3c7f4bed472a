/** Checks the arguments of `npm run setup`: the shop, its hours, its owner. */

import { RESERVED_SHOP_IDS } from '#domain/wire/feeds.ts';
import { isZone } from '../../config/group-file.ts';
import type { OpeningHours } from '#domain/time/hours.ts';

/** The fields, in the order of the questions; one with a fallback is not asked. */
export const FIELDS = {
	'shop-name': { ask: 'Name of the shop' },
	'shop-id': { ask: 'Its identifier in addresses (lower case, digits, dashes)' },
	street: { ask: 'Street and number' },
	postcode: { ask: 'Postcode' },
	city: { ask: 'City' },
	lat: { ask: 'Latitude (43.6049)' },
	lng: { ask: 'Longitude (3.8814)' },
	phone: { ask: 'Phone of the shop' },
	zone: { ask: 'Time zone', fallback: 'Europe/Paris' },
	hours: { ask: 'Opening hours of every day', fallback: '11:00-14:30,18:00-23:00' },
	'owner-name': { ask: 'Name of the owner' },
	'owner-email': { ask: 'E-mail of the owner, to sign in' },
	language: { ask: 'Language of the owner (fr or en)', fallback: 'fr' }
} as const satisfies Record<string, { ask: string; fallback?: string }>;
export type FieldName = keyof typeof FIELDS;
export type Answers = Record<FieldName, string>;

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

const CHECKS: Partial<Record<FieldName, (value: string) => boolean>> = {
	'shop-id': (value) =>
		/^[a-z0-9][a-z0-9-]{0,39}$/.test(value) && !RESERVED_SHOP_IDS.includes(value),
	lat: (value) => isBetween(value, 90),
	lng: (value) => isBetween(value, 180),
	phone: (value) => /^\+?\d{8,15}$/.test(value.replace(/[\s().\-/]/g, '')),
	zone: isZone,
	hours: (value) => hoursOf(value) !== undefined,
	'owner-email': (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
	language: (value) => value === 'fr' || value === 'en'
};

/** Whether the answer can be used for this field. */
export function isGood(name: FieldName, value: string): boolean {
	const given = value.trim();
	return given.length > 0 && given.length <= 254 && (CHECKS[name]?.(given) ?? true);
}

function isBetween(value: string, bound: number): boolean {
	const number = Number(value);
	return Number.isFinite(number) && Math.abs(number) <= bound;
}

const SPAN = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** `11:00-14:30,18:00-23:00` for every day of the week; undefined when the form is wrong. */
export function hoursOf(value: string): OpeningHours[] | undefined {
	const spans = value.split(',').map((span) => span.trim());
	if (!spans.every((span) => SPAN.test(span))) return undefined;
	return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
		spans.map((span) => {
			const [opens = '', closes = ''] = span.split('-');
			return { weekday, opens, closes };
		})
	);
}
