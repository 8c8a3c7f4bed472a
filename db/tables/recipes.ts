/** Recipes as the back office edits them: the layers of a product, with their quantities in each size. */

import type { RecipeLayer, RecipeRow } from '#domain/wire/recipes.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { isSoldAt, KNOWN_ALLERGENS } from './menu.ts';
import { OWN_INGREDIENT } from './products.ts';

/**
 * The recipes of all products that are made of ingredients, as a shop sees them, in the order of the menu; with an id
 * only that one. What is sold as it is bought has none.
 */
export async function ofShop(
	db: Db,
	shop: string,
	id?: string
): Promise<Omit<RecipeRow, 'version'>[]> {
	const { rows } = await db.query<Omit<RecipeRow, 'version'>>({
		name: 'office-recipes',
		text: `select p.id, p.archived_at is not null as "isArchived", p.name,
			(select jsonb_agg(jsonb_build_object('id', z.id, 'name', z.name) order by z.position)
				from product_size z where z.product_id = p.id) as sizes,
			(select coalesce(jsonb_agg(jsonb_build_object('ingredient', l.ingredient_id, 'quantities', l.quantities,
					'text', l.text, 'isRemovable', l.ingredient_id = any (p.removable)) order by l.layer,
					l.ingredient_id), '[]')
				from (
					select r.ingredient_id, min(r.layer) as layer, (array_agg(r.text order by r.size_id))[1] as text,
						jsonb_object_agg(r.size_id, r.quantity) as quantities
					from recipe_step r where r.product_id = p.id group by r.ingredient_id
				) l) as layers,
			case when ${KNOWN_ALLERGENS} then (
				select coalesce(jsonb_agg(distinct a order by a), '[]') from recipe_step r
					join ingredient i on i.id = r.ingredient_id cross join unnest(i.allergens) a
				where r.product_id = p.id) end as allergens,
			${isSoldAt('$1')} as "isSold"
		from product p
		where p.kind <> 'bundle' and ${OWN_INGREDIENT} is null and ($2::text is null or p.id = $2)
		order by p.position, p.id`,
		values: [shop, id ?? null]
	});
	return rows;
}

/** Replaces the recipe of a product; its layers are numbered from 1 in each size. */
export async function replace(
	tx: Tx,
	product: string,
	sizes: readonly string[],
	layers: readonly RecipeLayer[]
): Promise<void> {
	await tx.query('delete from recipe_step where product_id = $1', [product]);
	const steps = sizes.flatMap((size) =>
		layers
			.filter(({ quantities }) => (quantities[size] ?? 0) > 0)
			.map(({ ingredient, quantities, text }, i) => ({
				...{ size, ingredient, text },
				...{ layer: i + 1, quantity: quantities[size] }
			}))
	);
	await tx.query(
		`insert into recipe_step (product_id, size_id, layer, ingredient_id, quantity, text)
			select $1, s.size, s.layer, s.ingredient, s.quantity, s.text
			from jsonb_to_recordset($2) as s (size text, layer int, ingredient text, quantity int, text jsonb)`,
		[product, JSON.stringify(steps)]
	);
	const removable = layers.filter((layer) => layer.isRemovable).map(({ ingredient }) => ingredient);
	await tx.query('update product set removable = $2 where id = $1', [product, removable]);
}
