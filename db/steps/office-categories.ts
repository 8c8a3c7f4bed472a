/** The list of categories in the back office. All of it is the group's. */

import { idFrom, idsFrom } from '#domain/office/changes.ts';
import { done } from '#domain/wire/faults.ts';
import type { CategoryChange, CategoryRow, NewCategory, OfficeFact } from '#domain/wire/office.ts';
import * as categories from '../tables/categories.ts';
import { badField, type OfficeKind } from './office.ts';

export const CATEGORIES: OfficeKind<CategoryRow, NewCategory, CategoryChange> = {
	name: 'category',
	read: (db, _shop, id) => categories.list(db, id),
	fieldsOf: ({ isArchived, name, position }) => ({
		isArchived,
		'name.fr': name.fr,
		'name.en': name.en,
		position
	}),
	isShopField: () => false,
	lock: (tx) => categories.lock(tx),
	set: async (tx, { id }, change) => done(await categories.set(tx, id, change)),
	async add(tx, _shop, { name }) {
		const base = idFrom(name.fr) || 'category';
		const id = await categories.add(tx, idsFrom(base), name);
		if (id === undefined)
			return badField('name.fr', 'Ce nom est déjà pris.', 'This name is already taken.');
		return done(id);
	},
	factsOf: async (_tx, _shop, { before, after }): Promise<OfficeFact[]> => {
		if (!before || before.isArchived === after.isArchived || after.products === 0) return [];
		return [{ kind: after.isArchived ? 'products_leave' : 'products_join', n: after.products }];
	}
};
