/** The list of extras in the back office. All of it is the group's. */

import { idFrom, idsFrom } from '#domain/office/changes.ts';
import { done, type Result } from '#domain/wire/faults.ts';
import type { ExtraChange, ExtraRow, NewExtra } from '#domain/wire/extras.ts';
import type { OfficeFields, OfficeValue } from '#domain/wire/office.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as extras from '../tables/extras.ts';
import * as ingredients from '../tables/ingredients.ts';
import * as products from '../tables/products.ts';
import { badField, given, type OfficeKind } from './office.ts';

export const EXTRAS: OfficeKind<ExtraRow, NewExtra, ExtraChange> = {
	name: 'extra',
	read: (db, _shop, id) => extras.list(db, id),
	fieldsOf,
	isShopField: () => false,
	lock: (tx, { id }) => extras.lock(tx, id),
	async set(tx, { id }, change, row) {
		const extra = { ...row, ...given(change) } as ExtraRow;
		const sizes = row.sizes.map((size) => size.id);
		const checked = await check(tx, extra, sizes);
		return checked.ok ? done(await extras.set(tx, id, extra)) : checked;
	},
	async add(tx, _shop, body) {
		const sizes = await extras.sizesOf(tx, body.group);
		if (!sizes) return badField('group', 'Ce groupe n’existe pas.', 'This group does not exist.');
		const checked = await check(tx, body, sizes);
		if (!checked.ok) return checked;
		const base = `extra-${idFrom(body.name.fr) || 'supplement'}`.slice(0, 40);
		const id = await products.firstFree(tx, idsFrom(base));
		if (id === undefined)
			return badField('name.fr', 'Ce nom est déjà pris.', 'This name is already taken.');
		await extras.add(tx, id, body.group, body);
		return done(id);
	},
	factsOf: async () => []
};

function fieldsOf(row: Omit<ExtraRow, 'version'>): OfficeFields {
	const { isArchived, name, ingredient, prices, quantities } = row;
	const fields: Record<string, OfficeValue> = {
		...{ isArchived, 'name.fr': name.fr, 'name.en': name.en, ingredient }
	};
	for (const size of Object.keys(prices).sort()) fields[`prices.${size}`] = prices[size] ?? null;
	for (const size of Object.keys(quantities).sort())
		fields[`quantities.${size}`] = quantities[size] ?? null;
	return fields;
}

/** Whether it has a price, in sizes that the group has, and takes an amount of its ingredient in each of them. */
async function check(
	tx: Tx,
	{ prices, ingredient, quantities }: Pick<ExtraRow, 'prices' | 'ingredient' | 'quantities'>,
	sizes: readonly string[]
): Promise<Result<unknown>> {
	const priced = Object.keys(prices);
	if (priced.length === 0 || priced.some((size) => !sizes.includes(size)))
		return badField(
			'prices',
			'Indiquez un prix pour au moins une taille.',
			'Give a price for at least one size.'
		);
	if (ingredient === null) return done(undefined);
	if (!(await ingredients.inUse(tx, [ingredient])).has(ingredient))
		return badField(
			'ingredient',
			'Cet ingrédient n’existe pas, ou il est archivé.',
			'This ingredient does not exist, or it is archived.'
		);
	const without = sizes.find((size) => priced.includes(size) && quantities[size] === undefined);
	if (without === undefined) return done(undefined);
	return badField(
		`quantities.${without}`,
		'Indiquez ce qu’il en faut dans cette taille.',
		'Say how much of it this size takes.'
	);
}
