/** Fields of an extra in words, for its effect and its change log. */

import { plainValue, type ChangeWords } from '$lib/office/office-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { money, word } from '$lib/ui/format.ts';
import type { ExtraRow } from '#domain/wire/extras.ts';
import type { IngredientRow } from '#domain/wire/recipes.ts';

const FIELDS: Record<string, () => string> = {
	isArchived: m.office_field_archived,
	'name.fr': m.office_name_fr,
	'name.en': m.office_name_en,
	ingredient: m.extra_ingredient
};

export function extraWords(
	sizes: ExtraRow['sizes'],
	ingredients: readonly IngredientRow[],
	currency: string
): ChangeWords {
	const sizeOf = (id: string) => {
		const size = sizes.find((one) => one.id === id);
		return (size && word(size.name)) || '';
	};
	return {
		fieldOf(field) {
			const [kind, size = ''] = field.split('.');
			if (kind === 'prices') return m.office_price_of({ size: sizeOf(size) }).trim();
			if (kind === 'quantities') return m.extra_quantity_of({ size: sizeOf(size) }).trim();
			return FIELDS[field]?.() ?? field;
		},
		valueOf(field, value) {
			if (field.startsWith('prices.') && typeof value === 'number') return money(value, currency);
			const ingredient = field === 'ingredient' && ingredients.find(({ id }) => id === value);
			return ingredient ? word(ingredient.name) : plainValue(value);
		}
	};
}

/** The prices of an extra: one, or from the lowest to the highest. */
export function pricesWord({ prices }: Pick<ExtraRow, 'prices'>, currency: string): string {
	const all = Object.values(prices);
	const [low, high] = [Math.min(...all), Math.max(...all)];
	const of = (minor: number) => (minor === 0 ? m.extra_free() : money(minor, currency));
	return low === high ? of(low) : m.extra_from_to({ low: of(low), high: of(high) });
}
