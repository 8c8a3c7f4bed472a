/** The recipes in the back office. All of them are the group's. */

import { recipeFields } from '#domain/office/recipe-fields.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { OfficeFact } from '#domain/wire/office.ts';
import type { RecipeChange, RecipeLayer, RecipeRow } from '#domain/wire/recipes.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as ingredients from '../tables/ingredients.ts';
import * as products from '../tables/products.ts';
import * as recipes from '../tables/recipes.ts';
import { badField, type OfficeKind } from './office.ts';

export const RECIPES: OfficeKind<RecipeRow, never, RecipeChange> = {
	name: 'recipe',
	read: recipes.ofShop,
	fieldsOf: recipeFields,
	isShopField: () => false,
	lock: async (tx, { id }) => void (await products.lock(tx, id)),
	async set(tx, { id }, { layers }, row) {
		if (layers === undefined) return done(undefined);
		const checked = await check(tx, layers, row);
		if (!checked.ok) return checked;
		const sizes = row.sizes.map((size) => size.id);
		return done(await recipes.replace(tx, id, sizes, layers));
	},
	add: async () => refuse('not_found'),
	factsOf: async (tx, shop, { before, after }): Promise<OfficeFact[]> => {
		const { hasStock } = await products.reachOf(tx, shop, after.id);
		const wasSold = before?.isSold ?? false;
		const facts: OfficeFact[] = [];
		if (!wasSold && after.isSold) facts.push({ kind: 'joins_menu', n: 1 });
		if (wasSold && !after.isSold) facts.push({ kind: 'leaves_menu', n: 1 });
		if (after.allergens === null) facts.push({ kind: 'allergens_unknown', n: 1 });
		if (after.isSold && !hasStock) facts.push({ kind: 'stock_empty', n: 1 });
		return facts;
	}
};

/** Whether the ingredients are in use, each named once, with a quantity in some size that the product has. */
async function check(
	tx: Tx,
	layers: readonly RecipeLayer[],
	row: RecipeRow
): Promise<Result<unknown>> {
	const ids = layers.map(({ ingredient }) => ingredient);
	const known = await ingredients.inUse(tx, ids);
	const sizes = new Set(row.sizes.map(({ id }) => id));
	for (const [i, { ingredient, quantities }] of layers.entries()) {
		const at = (field: string) => `layers.${i}.${field}`;
		if (ids.indexOf(ingredient) !== i)
			return badField(
				at('ingredient'),
				'Cet ingrédient est déjà dans la recette.',
				'This ingredient is in the recipe already.'
			);
		if (!known.has(ingredient))
			return badField(
				at('ingredient'),
				'Cet ingrédient n’existe pas, ou il est archivé.',
				'This ingredient does not exist, or it is archived.'
			);
		const named = Object.keys(quantities);
		if (named.length === 0 || named.some((size) => !sizes.has(size)))
			return badField(
				at('quantities'),
				'Indiquez une quantité pour au moins une taille.',
				'Give a quantity for at least one size.'
			);
	}
	return done(undefined);
}
