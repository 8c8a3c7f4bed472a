/** The ingredients of the group as the back office edits them. */

import type { IngredientChange, IngredientRow, NewIngredient } from '#domain/wire/recipes.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** All ingredients by name, archived ones too; with an id only that one. */
export async function list(db: Db, id?: string): Promise<Omit<IngredientRow, 'version'>[]> {
	const { rows } = await db.query<Omit<IngredientRow, 'version'>>({
		name: 'office-ingredients',
		text: `select i.id, i.archived_at is not null as "isArchived", i.name, i.unit,
				to_jsonb(i.allergens) as allergens,
				(select count(distinct p.id)::int from recipe_step r join product p on p.id = r.product_id
					where r.ingredient_id = i.id and p.archived_at is null) as products
			from ingredient i where $1::text is null or i.id = $1
			order by i.name->>'fr', i.id`,
		values: [id ?? null]
	});
	return rows;
}

/** Waits for other changes of this ingredient, and for recipes that take it. */
export async function lock(tx: Tx, id: string): Promise<void> {
	await tx.query('select from ingredient where id = $1 for no key update', [id]);
}

/** Sets what is given; what is absent stays. */
export async function set(tx: Tx, id: string, change: IngredientChange): Promise<void> {
	const { name, allergens, isArchived } = change;
	await tx.query(
		`update ingredient set name = coalesce($2, name),
			allergens = case when $3 then $4::text[] else allergens end,
			archived_at = case $5::boolean when true then coalesce(archived_at, clock_timestamp())
				when false then null else archived_at end
			where id = $1`,
		[
			id,
			name === undefined ? null : JSON.stringify(name),
			allergens !== undefined,
			allergens?.toSorted() ?? null,
			isArchived ?? null
		]
	);
}

export async function add(tx: Tx, id: string, ingredient: NewIngredient): Promise<void> {
	const { name, unit, allergens } = ingredient;
	await tx.query('insert into ingredient (id, name, unit, allergens) values ($1, $2, $3, $4)', [
		...[id, JSON.stringify(name), unit],
		allergens?.toSorted() ?? null
	]);
}

/** How many products in use and extras are made with it. */
export async function usesOf(db: Db, id: string): Promise<number> {
	const { rows } = await db.query<{ n: number }>(
		`select (select count(distinct p.id) from recipe_step r join product p on p.id = r.product_id
				where r.ingredient_id = $1 and p.archived_at is null)::int
			+ (select count(*) from option_item o where o.ingredient_id = $1 and o.archived_at is null)::int as n`,
		[id]
	);
	return rows[0]?.n ?? 0;
}

/** Which of these exist and are not archived; they stay so until the transaction ends. */
export async function inUse(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
	const { rows } = await tx.query<{ id: string }>(
		`select id from ingredient where id = any ($1) and archived_at is null
			order by id for share`,
		[ids]
	);
	return new Set(rows.map(({ id }) => id));
}
