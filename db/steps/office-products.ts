/** The list of products in the back office. */

import { idFrom, idsFrom } from '#domain/office/changes.ts';
import { isShopField, productFields } from '#domain/office/product-fields.ts';
import { done, type Result } from '#domain/wire/faults.ts';
import type {
	NewProduct,
	OfficeFact,
	ProductChange,
	ProductCopy,
	ProductRow
} from '#domain/wire/office.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as products from '../tables/products.ts';
import { badField, type OfficeKind, type Place } from './office.ts';

/** A product like another one. */
type Copied = ProductCopy & { copyOf: string };

export const PRODUCTS: OfficeKind<ProductRow, NewProduct | Copied, ProductChange> = {
	name: 'product',
	read: products.ofShop,
	fieldsOf: productFields,
	isShopField,
	lock: async (tx, { id }) => void (await products.lock(tx, id)),
	set,
	add,
	factsOf
};

async function set(
	tx: Tx,
	{ shop, id }: Place,
	change: ProductChange,
	row: ProductRow
): Promise<Result<unknown>> {
	const known = await checked(tx, change, row);
	if (!known.ok) return known;
	await products.set(tx, id, change);
	for (const { id: size, shopMinor } of change.sizes ?? [])
		if (shopMinor !== undefined)
			await products.setShopPrice(tx, { shop, product: id, size }, shopMinor);
	if (change.isOff !== undefined) await products.setOff(tx, shop, id, change.isOff);
	const { allergens } = change;
	if (allergens !== undefined && listOf(allergens) !== listOf(row.allergens))
		await products.setOwnAllergens(tx, id, allergens && allergens.toSorted());
	return done(undefined);
}

/** Whether the change names a category in use, sizes that exist, and no allergens that the recipe decides. */
async function checked(tx: Tx, change: ProductChange, row: ProductRow): Promise<Result<unknown>> {
	const { category, sizes = [], allergens } = change;
	if (category !== undefined && category !== row.category) {
		const isThere = await products.hasCategory(tx, category);
		if (!isThere) return noCategory;
	}
	const unknown = sizes.findIndex(({ id }) => !row.sizes.some((size) => size.id === id));
	if (unknown !== -1)
		return badField(
			`sizes.${unknown}.id`,
			'Cet article n’a pas cette taille.',
			'The product does not have this size.'
		);
	const isSame = allergens === undefined || listOf(allergens) === listOf(row.allergens);
	if (!isSame && !row.hasOwnAllergens)
		return badField(
			'allergens',
			'Les allergènes de cet article viennent de sa recette.',
			'The allergens of this product come from its recipe.'
		);
	return done(undefined);
}

/** Unknown is null, none is an empty text. The order does not matter. */
const listOf = (allergens: readonly string[] | null) => allergens && allergens.toSorted().join();

const noCategory = badField(
	'category',
	'Cette catégorie n’existe pas, ou elle est archivée.',
	'This category does not exist, or it is archived.'
);

const noModel = badField(
	'copyOf',
	'Choisissez un produit qui a une recette.',
	'Choose a product that has a recipe.'
);

async function add(
	tx: Tx,
	shop: string,
	body: NewProduct | Copied,
	asked?: string
): Promise<Result<string>> {
	const base = asked ?? (idFrom(body.name.fr) || 'article');
	const id = await products.firstFree(tx, asked === undefined ? idsFrom(base) : [base]);
	if (id === undefined)
		return badField('id', 'Cet identifiant est déjà pris.', 'This identifier is already taken.');
	if ('copyOf' in body) return (await products.addCopy(tx, id, body)) ? done(id) : noModel;
	if (!(await products.hasCategory(tx, body.category))) return noCategory;
	await products.add(tx, id, body);
	for (const [i, size] of body.sizes.entries()) {
		const at = { shop, product: id, size: products.sizeIdOf(size, i) };
		if (size.shopMinor) await products.setShopPrice(tx, at, size.shopMinor);
	}
	if (body.isOff) await products.setOff(tx, shop, id, true);
	if (body.isArchived) await products.set(tx, id, { isArchived: true });
	return done(id);
}

async function factsOf(
	tx: Tx,
	shop: string,
	{ before, after, changes }: Parameters<typeof PRODUCTS.factsOf>[2]
): Promise<OfficeFact[]> {
	const reach = await products.reachOf(tx, shop, after.id);
	const wasSold = before?.isSold ?? false;
	const isPrice = (ending: string) => changes.some(({ field }) => field.endsWith(ending));
	const isPriced = before && (isPrice('.priceMinor') || isPrice('.shopMinor'));
	const all: [OfficeFact['kind'], number | boolean | undefined][] = [
		['shops_follow', before && isPrice('.priceMinor') && reach.followers],
		['shops_keep', before && isPrice('.priceMinor') && reach.keepers],
		['open_orders_keep', (isPriced || (wasSold && !after.isSold)) && reach.openOrders],
		['joins_menu', !wasSold && after.isSold],
		['leaves_menu', wasSold && !after.isSold],
		['allergens_unknown', after.allergens === null],
		['stock_empty', after.isSold && !wasSold && after.kind !== 'bundle' && !reach.hasStock]
	];
	return all.flatMap(([kind, n]) => (n ? [{ kind, n: Number(n) }] : []));
}
