import type { Allergen, RecipeStep, Text, Unit } from '#domain/menu/menu.ts';
import { halved } from '#domain/kitchen/halves.ts';
import type { Db } from '../plumbing/pool.ts';

type CardStep = RecipeStep & { ingredientName: Text; unit: Unit };

/** A recipe card; quantities are for one item. */
export interface RecipeCard {
	name: Text;
	sizeName: Text;
	/** What both halves have in common; empty for a whole pizza. */
	whole: CardStep[];
	/** One part, or two halves with what is particular to each. */
	parts: { name: Text; steps: CardStep[] }[];
	added: Text[];
	/** Quantities of the extras for one item; the same on a whole pizza and on two halves. */
	extras: { name: Text; ingredientName: Text; quantity: number; unit: Unit }[];
	removed: Text[];
	allergens: Allergen[];
}

interface LineRow {
	product: string;
	size: string;
	frozen: {
		name: Text;
		sizeName: Text;
		halves: { product: string }[];
		options: { id: string; kind: string; name: Text }[];
		allergens: Allergen[];
	};
}

/** The recipe card of a ticket line: its size and halves, without removed ingredients (B-12). */
export async function ofLine(
	db: Db,
	orderId: string,
	lineId: string
): Promise<RecipeCard | undefined> {
	const { rows } = await db.query<LineRow>(
		`select product_id as product, size_id as size, frozen from order_line
			where id = $2 and order_id = $1`,
		[orderId, lineId]
	);
	const line = rows[0];
	if (!line) return undefined;
	const { frozen } = line;
	const removed = frozen.options.filter((option) => option.kind === 'removed');
	const kept = frozen.options.filter((option) => option.kind !== 'removed');
	const extras = await extrasOf(
		db,
		kept.map((option) => option.id),
		line.size
	);
	const halves = frozen.halves.map((half) => half.product);
	const products = halves.length > 0 ? halves : [line.product];
	const parts = await Promise.all(
		products.map((product) =>
			partOf(db, { product, size: line.size, without: removed.map((option) => option.id) })
		)
	);
	return {
		name: frozen.name,
		sizeName: frozen.sizeName,
		...laid(parts),
		added: kept.map((option) => option.name),
		extras,
		removed: removed.map((option) => option.name),
		allergens: frozen.allergens
	};
}

/** The parts of a card; what two halves have in common is listed once. */
function laid(parts: RecipeCard['parts']): Pick<RecipeCard, 'whole' | 'parts'> {
	const [left, right] = parts;
	if (!left || !right) return { whole: [], parts };
	const { whole, halves } = halved([left.steps, right.steps]);
	return {
		whole,
		parts: [
			{ ...left, steps: halves[0] },
			{ ...right, steps: halves[1] }
		]
	};
}

async function extrasOf(
	db: Db,
	options: readonly string[],
	size: string
): Promise<RecipeCard['extras']> {
	if (options.length === 0) return [];
	const { rows } = await db.query<RecipeCard['extras'][number]>(
		`select o.name, i.name as "ingredientName", i.unit, (o.quantity ->> $2)::float8 as quantity
		from option_item o join ingredient i on i.id = o.ingredient_id
		where o.id = any ($1) and o.quantity ? $2 order by array_position($1, o.id)`,
		[options, size]
	);
	return rows;
}

async function partOf(
	db: Db,
	part: { product: string; size: string; without: string[] }
): Promise<RecipeCard['parts'][number]> {
	const { rows } = await db.query<CardStep & { productName: Text }>(
		`select r.ingredient_id as ingredient, r.quantity, r.layer, r.text, i.name as "ingredientName",
			i.unit, p.name as "productName"
		from recipe_step r join ingredient i on i.id = r.ingredient_id join product p on p.id = r.product_id
		where r.product_id = $1 and r.size_id = $2 and r.ingredient_id <> all ($3) order by r.layer`,
		[part.product, part.size, part.without]
	);
	const name = rows[0]?.productName ?? { fr: part.product, en: part.product };
	return {
		name,
		steps: rows.map(({ productName: _, ...step }) => step)
	};
}
