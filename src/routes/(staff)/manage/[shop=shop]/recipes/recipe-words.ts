/** Fields of a recipe in words, for its effect and its change log. */

import { plainValue, type ChangeWords } from '$lib/office/office-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/ui/format.ts';
import type { IngredientRow, RecipeRow } from '#domain/wire/recipes.ts';

/** Words for the changes of a recipe. */
export function recipeWords(
	row: RecipeRow | undefined,
	ingredients: readonly IngredientRow[]
): ChangeWords {
	const names = new Map(ingredients.map(({ id, name }) => [id, word(name)]));
	const sizes = new Map(row?.sizes.map(({ id, name }) => [id, word(name)]));
	const nameOf = (id: string) => names.get(id) ?? id;
	return {
		fieldOf(field) {
			if (field === 'order') return m.recipe_order();
			const [id = '', kind, last = ''] = field.split('.');
			if (kind === 'quantities')
				return m.recipe_quantity_of({ name: nameOf(id), size: sizes.get(last) || '' }).trim();
			if (kind === 'text') return m.recipe_how_of({ name: nameOf(id), language: last });
			return m.recipe_removable_of({ name: nameOf(id) });
		},
		valueOf: (field, value) =>
			field === 'order'
				? String(value ?? '')
						.split(' ')
						.map(nameOf)
						.join(', ') || '—'
				: plainValue(value)
	};
}
