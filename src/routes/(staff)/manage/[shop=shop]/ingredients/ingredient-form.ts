/** The form of an ingredient: what is typed, and the request that it makes. */

import type { FormRules } from '$lib/office/typed.ts';
import type { IngredientRow } from '#domain/wire/recipes.ts';

export const INGREDIENT_FORM: FormRules<IngredientRow> = {
	list: 'ingredients',
	typedOf: (row) => ({
		'name.fr': row?.name.fr ?? '',
		'name.en': row?.name.en ?? '',
		unit: row?.unit ?? 'g',
		isKnown: row ? row.allergens !== null : false,
		allergens: row?.allergens?.toSorted().join(' ') ?? ''
	}),
	bodyOf: (typed, row) => {
		const name = { fr: String(typed['name.fr']), en: String(typed['name.en']) };
		const list = String(typed.allergens);
		const allergens = typed.isKnown ? list.split(' ').filter(Boolean) : null;
		if (!row) return { name, unit: typed.unit, allergens };
		const isNamed = name.fr !== row.name.fr || name.en !== row.name.en;
		const before = row.allergens && row.allergens.toSorted().join(' ');
		return {
			...(isNamed && { name }),
			...((allergens && allergens.join(' ')) !== before && { allergens })
		};
	}
};
