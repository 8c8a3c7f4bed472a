/** Answers about ingredients, recipes and extras in the description of the API. */

import { z } from 'zod';
import type { ExtraRow } from '#domain/wire/extras.ts';
import type { OfficePage, OfficeSaved } from '#domain/wire/office.ts';
import type { IngredientRow, RecipeRow } from '#domain/wire/recipes.ts';
import { allergens, text } from './openapi-menu.ts';
import { count, officeLog, pageOf, row, savedOf } from './openapi-office.ts';

const ingredient = z
	.object({
		...row,
		name: text,
		unit: z.enum(['g', 'ml', 'piece']),
		allergens: allergens.nullable().describe('Null: not known, so nothing with it is sold'),
		products: count.describe('In use, with it in their recipe')
	})
	.meta({ id: 'OfficeIngredient' });

const recipe = z
	.object({
		...row,
		name: text,
		sizes: z.array(z.object({ id: z.string(), name: text })),
		layers: z
			.array(
				z.object({
					ingredient: z.string(),
					quantities: z.record(z.string(), z.int()).describe('By size'),
					text,
					isRemovable: z.boolean()
				})
			)
			.describe('From the dough up'),
		allergens: allergens.nullable(),
		isSold: z.boolean()
	})
	.meta({ id: 'OfficeRecipe' });

const sizes = z.array(z.object({ id: z.string(), name: text }));
const extra = z
	.object({
		...row,
		group: z.string(),
		groupName: text,
		name: text,
		sizes,
		prices: z.record(z.string(), z.int()).describe('By size'),
		ingredient: z.string().nullable().describe('Null: it takes nothing from the stock'),
		quantities: z.record(z.string(), z.int()).describe('By size')
	})
	.meta({ id: 'OfficeExtra' });
const extraPage = pageOf(extra).meta({ id: 'OfficeExtras' });
const extraSaved = savedOf(extra).meta({ id: 'OfficeExtraSaved' });

const ingredientPage = pageOf(ingredient).meta({ id: 'OfficeIngredients' });
const ingredientSaved = savedOf(ingredient).meta({ id: 'OfficeIngredientSaved' });
const recipePage = pageOf(recipe).meta({ id: 'OfficeRecipes' });
const recipeSaved = savedOf(recipe).meta({ id: 'OfficeRecipeSaved' });

export const RECIPE_ANSWERS = {
	ingredientsList: ingredientPage,
	ingredientsAdd: ingredientSaved,
	ingredientsSet: ingredientSaved,
	ingredientsArchive: ingredientSaved,
	ingredientsLog: officeLog,
	recipesList: recipePage,
	recipesSet: recipeSaved,
	recipesLog: officeLog,
	extrasList: extraPage,
	extrasAdd: extraSaved,
	extrasSet: extraSaved,
	extrasArchive: extraSaved,
	extrasLog: officeLog
};

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const recipeAnswersHold: [
	Assignable<OfficePage<ExtraRow>, z.output<typeof extraPage>>,
	Assignable<OfficeSaved<ExtraRow>, z.output<typeof extraSaved>>,
	Assignable<OfficePage<IngredientRow>, z.output<typeof ingredientPage>>,
	Assignable<OfficeSaved<IngredientRow>, z.output<typeof ingredientSaved>>,
	Assignable<OfficePage<RecipeRow>, z.output<typeof recipePage>>,
	Assignable<OfficeSaved<RecipeRow>, z.output<typeof recipeSaved>>
] = [true, true, true, true, true, true];
