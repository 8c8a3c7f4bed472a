/** All-day counts: how many of each product all open tickets need, and the ingredients for them. */

import type { Menu, Text, Unit } from '../menu/menu.ts';
import { BEFORE_OVEN, isIn, type LineOption, type Status } from '../order/order.ts';

/** An amount of an ingredient in grams, millilitres or pieces. */
export interface Portion {
	ingredient: string;
	quantity: number;
}

/** The part of the menu that is needed to weigh tickets. */
export interface RecipeBook {
	ingredients: Record<string, { name: Text; unit: Unit }>;
	/** Recipe by product id, then size id. */
	recipes: Record<string, Record<string, Portion[]>>;
	/** Extras by option item id; quantity by size id. */
	extras: Record<string, { ingredient: string; quantity: Record<string, number> }>;
}

export function recipeBookOf(menu: Menu): RecipeBook {
	const items = menu.optionGroups.flatMap((group) => group.items);
	return {
		ingredients: Object.fromEntries(
			menu.ingredients.map(({ id, name, unit }) => [id, { name, unit }])
		),
		recipes: Object.fromEntries(
			menu.products
				.filter((product) => product.kind !== 'bundle')
				.map((product) => [
					product.id,
					Object.fromEntries(
						product.sizes.map((size) => [
							size.id,
							size.recipe.map(({ ingredient, quantity }) => ({ ingredient, quantity }))
						])
					)
				])
		),
		extras: Object.fromEntries(items.flatMap(({ id, uses }) => (uses ? [[id, uses]] : [])))
	};
}

export interface CountedLine {
	product: string;
	size: string;
	name: Text;
	sizeName: Text;
	quantity: number;
	halves: readonly { product: string; name: Text }[];
	options: readonly Pick<LineOption, 'id' | 'kind'>[];
	struckAt: string | null;
	voidedAt: string | null;
}

export interface CountedTicket {
	status: Status;
	lines: readonly CountedLine[];
}

/** All lines still to be made. */
export function openLines(tickets: readonly CountedTicket[]): CountedLine[] {
	return tickets
		.filter((ticket) => isIn(BEFORE_OVEN, ticket.status))
		.flatMap((ticket) => ticket.lines)
		.filter((line) => line.struckAt === null && line.voidedAt === null);
}

export interface Count {
	id: string;
	name: Text;
	/** By size, in order of appearance; a half counts as 0.5. */
	sizes: { id: string; name: Text; count: number }[];
	count: number;
}

/** Counts by product, largest first; half of a half-and-half pizza counts as 0.5. */
export function countProducts(lines: readonly CountedLine[]): Count[] {
	const counts = new Map<string, Count>();
	for (const line of lines) {
		const isHalved = line.halves.length === 2;
		const parts = isHalved ? line.halves : [{ product: line.product, name: line.name }];
		for (const part of parts) add(counts, part, line, line.quantity / parts.length);
	}
	return [...counts.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

function add(
	counts: Map<string, Count>,
	part: { product: string; name: Text },
	line: CountedLine,
	by: number
): void {
	const known = counts.get(part.product);
	const count = known ?? { id: part.product, name: part.name, sizes: [], count: 0 };
	const size = count.sizes.find(({ id }) => id === line.size);
	if (size) size.count += by;
	else count.sizes.push({ id: line.size, name: line.sizeName, count: by });
	count.count += by;
	counts.set(part.product, count);
}

const DOUGH = 'dough';

interface DoughCount {
	id: string;
	name: Text;
	count: number;
	/** Weight of one ball. */
	grams: number;
}

/**
 * Balls of dough to stretch, by size, lightest first. What comes in one size only,
 * such as garlic bread, is named after itself.
 */
export function countDoughs(lines: readonly CountedLine[], book: RecipeBook): DoughCount[] {
	const counts = new Map<string, DoughCount>();
	for (const line of lines) {
		const grams = book.recipes[line.product]?.[line.size]?.find(
			({ ingredient }) => ingredient === DOUGH
		)?.quantity;
		if (grams === undefined) continue;
		// Two products may use different weights of dough in the same size.
		const isOneSize = line.size === 'one';
		const id = `${isOneSize ? line.product : line.size}:${grams}`;
		const name = isOneSize ? line.name : line.sizeName;
		const known = counts.get(id) ?? { id, name, count: 0, grams };
		counts.set(id, { ...known, count: known.count + line.quantity });
	}
	return [...counts.values()].sort((a, b) => a.grams - b.grams);
}

/** Ingredients of one item of a line: half of each half, without removals, with extras. */
export function portionsOf(line: CountedLine, book: RecipeBook): Portion[] {
	const products =
		line.halves.length === 2 ? line.halves.map((half) => half.product) : [line.product];
	const without = line.options.filter(({ kind }) => kind === 'removed').map(({ id }) => id);
	const steps = products
		.flatMap((product) => book.recipes[product]?.[line.size] ?? [])
		.filter(({ ingredient }) => !without.includes(ingredient))
		.map(({ ingredient, quantity }) => ({ ingredient, quantity: quantity / products.length }));
	const extras = line.options.flatMap(({ id, kind }) => {
		const extra = kind === 'removed' ? undefined : book.extras[id];
		const quantity = extra?.quantity[line.size];
		return extra && quantity ? [{ ingredient: extra.ingredient, quantity }] : [];
	});
	return [...steps, ...extras];
}

/** Ingredients of all these lines, in whole units, by ingredient id. */
export function weigh(lines: readonly CountedLine[], book: RecipeBook): Portion[] {
	const sums = new Map<string, number>();
	for (const line of lines)
		for (const { ingredient, quantity } of portionsOf(line, book))
			sums.set(ingredient, (sums.get(ingredient) ?? 0) + quantity * line.quantity);
	return [...sums]
		.map(([ingredient, quantity]) => ({ ingredient, quantity: Math.ceil(quantity) }))
		.sort((a, b) => b.quantity - a.quantity || (a.ingredient < b.ingredient ? -1 : 1));
}
