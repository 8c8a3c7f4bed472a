/** Products as the back office edits them: sizes, prices of the group and of a shop, availability, allergens. */

import type { NewProduct, ProductChange, ProductCopy, ProductRow } from '#domain/wire/office.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { isSoldAt, KNOWN_ALLERGENS } from './menu.ts';

/** The ingredient that only this product is made of: what is sold as it is bought, such as a can. */
export const OWN_INGREDIENT = `(
	select min(r.ingredient_id) from recipe_step r where r.product_id = p.id and p.kind = 'simple'
	having count(distinct r.ingredient_id) = 1
		and not exists (select from recipe_step o
			where o.ingredient_id = min(r.ingredient_id) and o.product_id <> p.id)
		and not exists (select from option_item o where o.ingredient_id = min(r.ingredient_id)))`;

/** A product as it is stored; its fence is added by the reader. */
export type StoredProduct = Omit<ProductRow, 'version'>;

/** All products as a shop sees them, archived ones too, in the order of the menu; with an id only that one. */
export async function ofShop(db: Db, shop: string, id?: string): Promise<StoredProduct[]> {
	const { rows } = await db.query<StoredProduct>({
		name: 'office-products',
		text: `select p.id, p.archived_at is not null as "isArchived", p.category_id as category, p.kind,
			p.name, p.description, p.vat,
			(select jsonb_agg(jsonb_build_object('id', z.id, 'name', z.name, 'priceMinor', z.price_minor,
					'shopMinor', s.price_minor) order by z.position)
				from product_size z left join shop_price s
					on s.shop_id = $1 and s.product_id = z.product_id and s.size_id = z.id
				where z.product_id = p.id) as sizes,
			exists (select from product_off f where f.shop_id = $1 and f.product_id = p.id) as "isOff",
			case when ${KNOWN_ALLERGENS} then (
				select coalesce(jsonb_agg(distinct a order by a), '[]') from recipe_step r
					join ingredient i on i.id = r.ingredient_id cross join unnest(i.allergens) a
				where r.product_id = p.id) end as allergens,
			${OWN_INGREDIENT} is not null as "hasOwnAllergens",
			${isSoldAt('$1')} as "isSold"
		from product p where $2::text is null or p.id = $2 order by p.position, p.id`,
		values: [shop, id ?? null]
	});
	return rows;
}

/** Waits for other changes of this product; false when there is none. */
export async function lock(tx: Tx, id: string): Promise<boolean> {
	const { rowCount } = await tx.query('select from product where id = $1 for no key update', [id]);
	return rowCount === 1;
}

/** Whether the category exists and is not archived. */
export async function hasCategory(db: Db, id: string): Promise<boolean> {
	const { rowCount } = await db.query(
		'select 1 from category where id = $1 and archived_at is null',
		[id]
	);
	return rowCount === 1;
}

/** Sets what the group decides; what is absent stays. */
export async function set(tx: Tx, id: string, change: ProductChange): Promise<void> {
	const { category, name, description, vat, isArchived } = change;
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	await tx.query(
		`update product set category_id = coalesce($2, category_id), name = coalesce($3, name),
			description = coalesce($4, description), vat = coalesce($5, vat),
			archived_at = case $6::boolean when true then coalesce(archived_at, clock_timestamp())
				when false then null else archived_at end
			where id = $1`,
		[id, category ?? null, json(name), json(description), vat ?? null, isArchived ?? null]
	);
	for (const size of change.sizes ?? [])
		await tx.query(
			`update product_size set name = coalesce($3, name), price_minor = coalesce($4, price_minor)
				where product_id = $1 and id = $2`,
			[id, size.id, json(size.name), size.priceMinor ?? null]
		);
}

/** Sets or ends a shop's own price of a size; null is the group's. */
export async function setShopPrice(
	tx: Tx,
	at: { shop: string; product: string; size: string },
	minor: number | null
): Promise<void> {
	const key = [at.shop, at.product, at.size];
	if (minor === null)
		await tx.query(
			'delete from shop_price where shop_id = $1 and product_id = $2 and size_id = $3',
			key
		);
	else
		await tx.query(
			`insert into shop_price (shop_id, product_id, size_id, price_minor) values ($1, $2, $3, $4)
				on conflict (shop_id, product_id, size_id) do update set price_minor = excluded.price_minor`,
			[...key, minor]
		);
}

/** Whether a shop sells the product at all. */
export async function setOff(tx: Tx, shop: string, id: string, isOff: boolean): Promise<void> {
	if (isOff)
		await tx.query(
			'insert into product_off (shop_id, product_id) values ($1, $2) on conflict do nothing',
			[shop, id]
		);
	else await tx.query('delete from product_off where shop_id = $1 and product_id = $2', [shop, id]);
}

/** Declares the allergens of what the product is made of; only for a product with an ingredient of its own. */
export async function setOwnAllergens(
	tx: Tx,
	id: string,
	allergens: readonly string[] | null
): Promise<void> {
	await tx.query(
		`update ingredient set allergens = $2
			where id = (select ${OWN_INGREDIENT} from product p where p.id = $1)`,
		[id, allergens]
	);
}

/** The first of these ids that no product, ingredient or extra has. Others who add one of them wait. */
export async function firstFree(tx: Tx, ids: readonly string[]): Promise<string | undefined> {
	await tx.query('select pg_advisory_xact_lock(4245)');
	const { rows } = await tx.query<{ id: string }>(
		`select id from unnest($1::text[]) with ordinality w (id, n)
			where not exists (select from product p where p.id = w.id)
				and not exists (select from ingredient i where i.id = w.id)
				and not exists (select from option_item o where o.id = w.id)
			order by n limit 1`,
		[ids]
	);
	return rows[0]?.id;
}

/** The id of a size, by its index; a product without sizes has one, called `one`. */
export const sizeIdOf = ({ id }: { id?: string | undefined }, index: number): string =>
	id ?? (index === 0 ? 'one' : `size-${index + 1}`);

/** Adds a product that is sold as it is bought: it is made of one piece of an ingredient of its own. */
export async function add(tx: Tx, id: string, product: NewProduct): Promise<void> {
	const { category, name, description, vat, sizes, allergens } = product;
	const words = JSON.stringify(name);
	await tx.query(
		`insert into ingredient (id, name, unit, allergens) values ($1, $2, 'piece', $3)`,
		[id, words, allergens]
	);
	await tx.query(
		`insert into product (id, category_id, kind, name, description, vat, position)
			select $1, $2, 'simple', $3, $4, $5, coalesce(max(position), 0) + 1 from product`,
		[id, category, words, JSON.stringify(description), vat]
	);
	for (const [i, size] of sizes.entries()) {
		const sizeId = sizeIdOf(size, i);
		await tx.query(
			`insert into product_size (product_id, id, name, price_minor, position)
				values ($1, $2, $3, $4, $5)`,
			[id, sizeId, JSON.stringify(size.name), size.priceMinor, i + 1]
		);
		await tx.query(
			`insert into recipe_step (product_id, size_id, layer, ingredient_id, quantity, text)
				values ($1, $2, 1, $1, 1, $3)`,
			[id, sizeId, words]
		);
	}
}

/**
 * Adds a product like one that is made of ingredients: its sizes, prices, recipe, extras and category. It is archived,
 * so that it is sold only once it differs. False when there is no such product.
 */
export async function addCopy(
	tx: Tx,
	id: string,
	{ copyOf, name, description }: ProductCopy & { copyOf: string }
): Promise<boolean> {
	const made = await tx.query(
		`insert into product (id, category_id, kind, name, description, vat, halfable, removable, position, archived_at)
			select $1, p.category_id, p.kind, $3, $4, p.vat, p.halfable, p.removable,
				(select max(position) + 1 from product), clock_timestamp()
			from product p where p.id = $2 and p.kind <> 'bundle' and ${OWN_INGREDIENT} is null`,
		[id, copyOf, JSON.stringify(name), JSON.stringify(description)]
	);
	if (made.rowCount !== 1) return false;
	for (const [table, columns] of COPIED)
		await tx.query(
			`insert into ${table} (product_id, ${columns}) select $1, ${columns} from ${table} where product_id = $2`,
			[id, copyOf]
		);
	return true;
}

/** What a copy takes, in this order. */
const COPIED = [
	['product_size', 'id, name, price_minor, position'],
	['recipe_step', 'size_id, layer, ingredient_id, quantity, text'],
	['product_option_group', 'group_id, position']
] as const;

/** What a change of the product touches besides its row. */
export async function reachOf(
	db: Db,
	shop: string,
	id: string
): Promise<{ openOrders: number; followers: number; keepers: number; hasStock: boolean }> {
	const { rows } = await db.query<{
		openOrders: number;
		followers: number;
		keepers: number;
		hasStock: boolean;
	}>(
		`select (select count(distinct o.id)::int from order_line l join orders o on o.id = l.order_id
				where o.is_open and l.product_id = $2 and l.voided_at is null) as "openOrders",
			(select count(*)::int from shop s where not exists (
				select from shop_price c where c.shop_id = s.id and c.product_id = $2)) as followers,
			(select count(distinct c.shop_id)::int from shop_price c where c.product_id = $2) as keepers,
			not exists (select from recipe_step r left join stock t
				on t.shop_id = $1 and t.ingredient_id = r.ingredient_id
				where r.product_id = $2 and coalesce(t.quantity, 0) < r.quantity) as "hasStock"`,
		[shop, id]
	);
	const [reach] = rows;
	if (!reach) throw new Error('the reach of a product is one row');
	return reach;
}
