/** Fields of a recipe as the change log and the fence have them. */

import type { OfficeFields, OfficeValue } from '../wire/office.ts';
import type { RecipeRow } from '../wire/recipes.ts';

/** `order` lists the ingredients from the dough up; a layer has `dough.quantities.m`, `dough.text.fr` and so on. */
export function recipeFields({ layers }: Pick<RecipeRow, 'layers'>): OfficeFields {
	const fields: Record<string, OfficeValue> = {
		order: layers.map(({ ingredient }) => ingredient).join(' ')
	};
	for (const { ingredient, quantities, text, isRemovable } of layers) {
		for (const size of Object.keys(quantities).sort())
			fields[`${ingredient}.quantities.${size}`] = quantities[size] ?? null;
		fields[`${ingredient}.text.fr`] = text.fr;
		fields[`${ingredient}.text.en`] = text.en;
		fields[`${ingredient}.isRemovable`] = isRemovable;
	}
	return fields;
}
