import type { Menu } from '#domain/menu/menu.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** SQL: whether the allergens of product `p` are known: each size has a recipe of declared ingredients. */
export const KNOWN_ALLERGENS = `(p.kind = 'bundle' or not exists (
	select from product_size k where k.product_id = p.id and (
		not exists (select from recipe_step r where r.product_id = k.product_id and r.size_id = k.id)
		or exists (select from recipe_step r join ingredient i on i.id = r.ingredient_id
			where r.product_id = k.product_id and r.size_id = k.id and i.allergens is null))))`;

/** SQL: whether a shop (a parameter such as `$1`) sells product `p`, whatever its stock. */
export const isSoldAt = (shop: string) => `(p.archived_at is null and ${KNOWN_ALLERGENS}
	and not exists (select from category a where a.id = p.category_id and a.archived_at is not null)
	and not exists (select from product_off f where f.shop_id = ${shop} and f.product_id = p.id))`;

const MENU = `
	select jsonb_build_object(
		'categories', (select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.position)
			from category c where c.archived_at is null),
		'ingredients', (select jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'unit', i.unit,
			'allergens', coalesce(i.allergens, '{}')) order by i.id) from ingredient i),
		'optionGroups', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name,
			'min', g.min_items, 'max', g.max_items, 'items', (
				select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', o.id, 'name', o.name,
					'priceMinor', o.price_minor, 'uses', case when o.ingredient_id is not null then
						jsonb_build_object('ingredient', o.ingredient_id, 'quantity', o.quantity) end))
					order by o.position), '[]') from option_item o
					where o.group_id = g.id and o.archived_at is null and not exists (
						select from ingredient i where i.id = o.ingredient_id and i.allergens is null)))
			order by g.position), '[]') from option_group g),
		'products', (select jsonb_agg(jsonb_build_object('id', p.id, 'category', p.category_id, 'kind', p.kind,
			'name', p.name, 'description', p.description, 'vat', p.vat, 'halfable', p.halfable,
			'removable', p.removable,
			'optionGroups', (select coalesce(jsonb_agg(pg.group_id order by pg.position), '[]')
				from product_option_group pg where pg.product_id = p.id),
			'sizes', (select jsonb_agg(jsonb_build_object('id', z.id, 'name', z.name,
				'priceMinor', coalesce((select s.price_minor from shop_price s
					where s.shop_id = $1 and s.product_id = p.id and s.size_id = z.id), z.price_minor),
				'recipe', (
					select coalesce(jsonb_agg(jsonb_build_object('ingredient', r.ingredient_id,
						'quantity', r.quantity, 'layer', r.layer, 'text', r.text) order by r.layer), '[]')
					from recipe_step r where r.product_id = p.id and r.size_id = z.id))
				order by z.position) from product_size z where z.product_id = p.id))
			|| case when p.photo is null then '{}' else jsonb_build_object('photo', p.photo) end
			|| case when p.slots is null then '{}' else jsonb_build_object('slots', p.slots) end
			order by p.position) from product p
			where ${isSoldAt('$1')})
	) as menu`;

interface Edition {
	edition: string;
	menu: Menu;
}

/** Cache: a menu takes longer to read than all the rest of an order, and changes once a week. */
const kept = new Map<string, Edition>();

/** The current menu of a shop. The object is shared: do not change it. */
export async function ofShop(db: Db, shopId: string): Promise<Menu> {
	// The edition first: the cached menu is then at least as new as its edition.
	const { rows } = await db.query<{ edition: string }>({
		name: 'menu-edition',
		text: 'select edition from menu_edition'
	});
	const edition = rows[0]?.edition ?? '';
	const known = kept.get(shopId);
	if (known?.edition === edition) return known.menu;
	const menu = await read(db, shopId);
	kept.set(shopId, { edition, menu });
	return menu;
}

async function read(db: Db, shopId: string): Promise<Menu> {
	const { rows } = await db.query<{ menu: Menu }>({
		name: 'menu-of-shop',
		text: MENU,
		values: [shopId]
	});
	const menu = rows[0]?.menu;
	if (!menu) throw new Error('the menu query returned nothing');
	return {
		categories: menu.categories ?? [],
		ingredients: menu.ingredients ?? [],
		optionGroups: menu.optionGroups ?? [],
		products: menu.products ?? []
	};
}

/** Whether the product exists, in any shop. */
export async function hasProduct(db: Db, productId: string): Promise<boolean> {
	const { rowCount } = await db.query('select 1 from product where id = $1', [productId]);
	return rowCount === 1;
}

/**
 * Locks photos until the transaction ends: otherwise the change of a row and the deletion of a file could
 * cross.
 */
export async function lockPhotos(tx: Tx): Promise<void> {
	await tx.query('select pg_advisory_xact_lock(4244)');
}

/** Sets a product's photo, or removes it with null; returns the one before. */
export async function setPhoto(
	tx: Tx,
	productId: string,
	photo: string | null
): Promise<string | null> {
	const { rows } = await tx.query<{ photo: string | null }>(
		'select photo from product where id = $1',
		[productId]
	);
	await tx.query('update product set photo = $2 where id = $1', [productId, photo]);
	return rows[0]?.photo ?? null;
}

/** Whether any product has this photo. */
export async function isPhotoUsed(db: Db, photo: string): Promise<boolean> {
	const { rowCount } = await db.query('select 1 from product where photo = $1 limit 1', [photo]);
	return rowCount !== 0;
}

/** Inserts a whole menu into an empty catalogue. */
export async function install(tx: Tx, menu: Menu): Promise<void> {
	const value = JSON.stringify(menu);
	await tx.query(
		`insert into category (id, name, position)
			select c->>'id', c->'name', n from jsonb_array_elements($1::jsonb->'categories') with ordinality x (c, n)`,
		[value]
	);
	await tx.query(
		`insert into ingredient (id, name, unit, allergens)
			select i->>'id', i->'name', i->>'unit', array(select jsonb_array_elements_text(i->'allergens'))
			from jsonb_array_elements($1::jsonb->'ingredients') x (i)`,
		[value]
	);
	await tx.query(
		`insert into option_group (id, name, min_items, max_items, position)
			select g->>'id', g->'name', (g->>'min')::int, (g->>'max')::int, n
			from jsonb_array_elements($1::jsonb->'optionGroups') with ordinality x (g, n)`,
		[value]
	);
	await tx.query(
		`insert into option_item (id, group_id, name, price_minor, ingredient_id, quantity, position)
			select o->>'id', g->>'id', o->'name', o->'priceMinor', o->'uses'->>'ingredient', o->'uses'->'quantity', n
			from jsonb_array_elements($1::jsonb->'optionGroups') x (g)
				cross join lateral jsonb_array_elements(g->'items') with ordinality y (o, n)`,
		[value]
	);
	await tx.query(
		`insert into product (id, category_id, kind, name, description, vat, halfable, removable, slots, position)
			select p->>'id', p->>'category', p->>'kind', p->'name', p->'description', (p->>'vat')::int,
				(p->>'halfable')::boolean, array(select jsonb_array_elements_text(p->'removable')), p->'slots', n
			from jsonb_array_elements($1::jsonb->'products') with ordinality x (p, n)`,
		[value]
	);
	await tx.query(
		`insert into product_size (product_id, id, name, price_minor, position)
			select p->>'id', z->>'id', z->'name', (z->>'priceMinor')::int, n
			from jsonb_array_elements($1::jsonb->'products') x (p)
				cross join lateral jsonb_array_elements(p->'sizes') with ordinality y (z, n)`,
		[value]
	);
	await tx.query(
		`insert into recipe_step (product_id, size_id, layer, ingredient_id, quantity, text)
			select p->>'id', z->>'id', (r->>'layer')::int, r->>'ingredient', (r->>'quantity')::int, r->'text'
			from jsonb_array_elements($1::jsonb->'products') x (p)
				cross join lateral jsonb_array_elements(p->'sizes') y (z)
				cross join lateral jsonb_array_elements(z->'recipe') w (r)`,
		[value]
	);
	await tx.query(
		`insert into product_option_group (product_id, group_id, position)
			select p->>'id', g #>> '{}', n from jsonb_array_elements($1::jsonb->'products') x (p)
				cross join lateral jsonb_array_elements(p->'optionGroups') with ordinality y (g, n)`,
		[value]
	);
}
