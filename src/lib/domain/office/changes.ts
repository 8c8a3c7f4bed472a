/** What differs between two states of a thing. */

import type { OfficeChange, OfficeFields } from '../wire/office.ts';

/** The fields that differ, in the order of the fields; a field that is missing on one side is null there. */
export function changesBetween(before: OfficeFields, after: OfficeFields): OfficeChange[] {
	const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return fields.flatMap((field) => {
		const change = { field, before: before[field] ?? null, after: after[field] ?? null };
		return change.before === change.after ? [] : [change];
	});
}

/** Ids to try for a new thing, at most 40 characters each: the first one, then the same with a number. */
export const idsFrom = (base: string): string[] => [
	base,
	...Array.from({ length: 98 }, (_, i) => `${base.slice(0, 37)}-${i + 2}`)
];

/** An id from a name: `Café gourmand` is `cafe-gourmand`; empty when the name has no letter or digit. */
export function idFrom(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('œ', 'oe')
		.replaceAll('æ', 'ae')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 40)
		.replace(/-+$/, '');
}
