/** The list of ingredients in the back office. All of it is the group's. */

import { idFrom, idsFrom } from '#domain/office/changes.ts';
import { done } from '#domain/wire/faults.ts';
import type { OfficeFact } from '#domain/wire/office.ts';
import type { IngredientChange, IngredientRow, NewIngredient } from '#domain/wire/recipes.ts';
import * as ingredients from '../tables/ingredients.ts';
import * as products from '../tables/products.ts';
import { badField, type OfficeKind } from './office.ts';

export const INGREDIENTS: OfficeKind<IngredientRow, NewIngredient, IngredientChange> = {
	name: 'ingredient',
	read: (db, _shop, id) => ingredients.list(db, id),
	fieldsOf: ({ isArchived, name, unit, allergens }) => ({
		isArchived,
		'name.fr': name.fr,
		'name.en': name.en,
		unit,
		allergens: allergens && allergens.toSorted().join(' ')
	}),
	isShopField: () => false,
	lock: (tx, { id }) => ingredients.lock(tx, id),
	async set(tx, { id }, change) {
		if (change.isArchived && (await ingredients.usesOf(tx, id)) > 0) return STILL_USED;
		return done(await ingredients.set(tx, id, change));
	},
	async add(tx, _shop, body) {
		const base = idFrom(body.name.fr) || 'ingredient';
		const id = await products.firstFree(tx, idsFrom(base));
		if (id === undefined)
			return badField('name.fr', 'Ce nom est déjà pris.', 'This name is already taken.');
		await ingredients.add(tx, id, body);
		return done(id);
	},
	factsOf: async (_tx, _shop, { before, after }): Promise<OfficeFact[]> => {
		const wasKnown = before === undefined || before.allergens !== null;
		if (after.products === 0 || wasKnown === (after.allergens !== null)) return [];
		return [{ kind: wasKnown ? 'products_unsold' : 'products_sold', n: after.products }];
	}
};

const STILL_USED = badField(
	'isArchived',
	'Des produits ou des suppléments en service en contiennent encore.',
	'Products or extras in use still contain it.'
);
