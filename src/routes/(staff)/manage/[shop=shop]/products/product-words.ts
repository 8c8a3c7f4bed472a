/** Fields of a product in words, for its effect and its change log. */

import { allergenWords } from '$lib/office/allergen-words.ts';
import { plainValue, type ChangeWords } from '$lib/office/office-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { money, word } from '$lib/ui/format.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { OfficeValue, ProductRow } from '#domain/wire/office.ts';

const FIELD_WORDS: Record<string, () => string> = {
	isArchived: m.office_field_archived,
	category: m.office_category,
	'name.fr': m.office_name_fr,
	'name.en': m.office_name_en,
	'description.fr': m.office_description_fr,
	'description.en': m.office_description_en,
	vat: m.office_vat,
	allergens: m.office_allergens,
	isOff: m.office_off
};

/** Words for the changes of a product. */
export function productWords(
	row: ProductRow | undefined,
	categories: readonly { id: string; name: Text }[],
	currency: string
): ChangeWords {
	return { fieldOf, valueOf };

	function fieldOf(field: string): string {
		const [list, id, ...rest] = field.split('.');
		if (list !== 'sizes') return FIELD_WORDS[field]?.() ?? field;
		const size = sizeName(row, id ?? '');
		const last = rest.join('.');
		if (last === 'priceMinor') return m.office_price_of({ size });
		if (last === 'shopMinor') return m.office_own_price_of({ size });
		return m.office_size_name_of({ size, language: rest.at(-1) ?? '' });
	}

	function valueOf(field: string, value: OfficeValue): string {
		if (field.endsWith('.shopMinor') && value === null) return m.office_of_group();
		if (field.endsWith('Minor') && typeof value === 'number') return money(value, currency);
		if (field === 'vat' && typeof value === 'number') return vatWord(value);
		if (field === 'allergens') return allergenWords(value);
		const category = field === 'category' && categories.find(({ id }) => id === value);
		return category ? word(category.name) : plainValue(value);
	}
}

export const sizeName = (row: ProductRow | undefined, id: string): string => {
	const size = row?.sizes.find((one) => one.id === id);
	return size ? word(size.name) : id;
};

export const vatWord = (vat: number): string => m.office_vat_percent({ percent: percentOf(vat) });
const percentOf = (vat: number): string =>
	m.office_decimal({ whole: Math.floor(vat / 10), rest: vat % 10 });
