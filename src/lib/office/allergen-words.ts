import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/ui/format.ts';
import type { Allergen } from '#domain/menu/menu.ts';
import { ALLERGEN_WORDS } from '#domain/order/order-words.ts';
import type { OfficeValue } from '#domain/wire/office.ts';

/** Allergens in words, from a field of the change log: not known, none, or their names. */
export function allergenWords(value: OfficeValue): string {
	if (value === null) return m.office_allergens_unknown();
	const names = String(value).split(' ').filter(Boolean) as Allergen[];
	if (names.length === 0) return m.office_allergens_none();
	return names.map((name) => word(ALLERGEN_WORDS[name])).join(', ');
}
