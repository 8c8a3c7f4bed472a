/** Bodies about ingredients and recipes. */

import { z } from 'zod';
import type { ProductCopy } from '#domain/wire/office.ts';
import type {
	IngredientChange,
	NewIngredient,
	RecipeChange,
	RecipeLayer
} from '#domain/wire/recipes.ts';
import { allergens, both, fence } from './admin-schemas.ts';
import { id } from './schemas.ts';

export const ingredientChange = z
	.strictObject({
		version: fence,
		name: both(80).optional(),
		allergens: allergens.optional(),
		isArchived: z.boolean().optional()
	})
	.meta({ id: 'IngredientChange' });

export const newIngredient = z
	.strictObject({ name: both(80), unit: z.enum(['g', 'ml', 'piece']), allergens })
	.meta({ id: 'NewIngredient' });

/** In grams, millilitres or pieces: no product takes more of one ingredient. */
const MOST = 5_000;

const layer = z.strictObject({
	ingredient: id,
	quantities: z.record(id, z.int().min(1).max(MOST)).describe('By size, in its unit'),
	text: both(160, 0).describe('How it is laid'),
	isRemovable: z.boolean().describe('Customers may leave it out')
});

export const recipeChange = z
	.strictObject({
		version: fence,
		layers: z.array(layer).max(40).optional().describe('All of them, from the dough up')
	})
	.meta({ id: 'RecipeChange' });

export const productCopy = z
	.strictObject({ name: both(80), description: both(400, 0) })
	.meta({ id: 'ProductCopy' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const recipesHold: [
	Assignable<Omit<z.output<typeof ingredientChange>, 'version'>, IngredientChange>,
	Assignable<z.output<typeof newIngredient>, NewIngredient>,
	Assignable<z.output<typeof layer>, RecipeLayer>,
	Assignable<Omit<z.output<typeof recipeChange>, 'version'>, RecipeChange>,
	Assignable<z.output<typeof productCopy>, ProductCopy>
] = [true, true, true, true, true];
