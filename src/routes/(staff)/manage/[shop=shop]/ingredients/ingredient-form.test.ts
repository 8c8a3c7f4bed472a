import { expect, test } from 'vitest';
import type { IngredientRow } from '#domain/wire/recipes.ts';
import { INGREDIENT_FORM } from './ingredient-form.ts';

const ROW: IngredientRow = {
	...{ id: 'pesto', version: 'v', isArchived: false, name: { fr: 'Pesto', en: 'Pesto' } },
	...{ unit: 'g', allergens: ['nuts', 'milk'], products: 2 }
};
const bodyOf = (over: Record<string, string | boolean>, row?: IngredientRow) =>
	INGREDIENT_FORM.bodyOf({ ...INGREDIENT_FORM.typedOf(row), ...over }, row);

test('an ingredient that is not touched asks for nothing', () => {
	expect(bodyOf({}, ROW)).toEqual({});
});

test('not known and none are two answers', () => {
	expect(bodyOf({ isKnown: false }, ROW)).toEqual({ allergens: null });
	expect(bodyOf({ allergens: '' }, ROW)).toEqual({ allergens: [] });
	expect(bodyOf({ 'name.fr': 'Miel', 'name.en': 'Honey' })).toEqual({
		...{ name: { fr: 'Miel', en: 'Honey' }, unit: 'g', allergens: null }
	});
});
