import type { Menu } from '#domain/menu/menu.ts';

const PIZZAS_AN_EVENING = 250;
/** A reserve, because the demand for each pizza is unknown. */
const RESERVE = 1.5;
/** Enough for at least this many items, however rarely they are ordered. */
const LEAST_SERVINGS = 48;

const SHOP_SIZE: Record<string, number> = { gare: 1.2, halles: 1, port: 1, lac: 0.8, arenes: 1 };

/**
 * The stock of a shop at the start of an evening of some 250 pizzas: ingredient id → quantity in its own
 * unit. Deterministic for a menu and a shop; `size` times as much for a larger group.
 */
export function demoStock(menu: Menu, shopId: string, size = 1): Record<string, number> {
	const factor = (SHOP_SIZE[shopId] ?? 1) * size;
	const used = usePerPizza(menu);
	const largest = largestServing(menu);
	return Object.fromEntries(
		menu.ingredients.map(({ id, unit }) => {
			const evening = (used.get(id) ?? 0) * PIZZAS_AN_EVENING * RESERVE;
			const least = (largest.get(id) ?? 1) * LEAST_SERVINGS;
			return [id, roundUp(Math.max(evening, least) * factor, unit === 'piece' ? 12 : 250)];
		})
	);
}

// Assumes that all pizzas are ordered equally often, in medium size.
function usePerPizza(menu: Menu): Map<string, number> {
	const used = new Map<string, number>();
	const pizzas = menu.products.filter(({ kind }) => kind === 'pizza');
	for (const { sizes } of pizzas)
		for (const { ingredient, quantity } of sizes[Math.floor(sizes.length / 2)]?.recipe ?? [])
			used.set(ingredient, (used.get(ingredient) ?? 0) + quantity / pizzas.length);
	return used;
}

function largestServing(menu: Menu): Map<string, number> {
	const largest = new Map<string, number>();
	const see = (id: string, quantity: number) =>
		largest.set(id, Math.max(quantity, largest.get(id) ?? 0));
	for (const { sizes } of menu.products)
		for (const { recipe } of sizes)
			for (const { ingredient, quantity } of recipe) see(ingredient, quantity);
	for (const { uses } of menu.optionGroups.flatMap(({ items }) => items))
		for (const quantity of Object.values(uses?.quantity ?? {}))
			if (uses) see(uses.ingredient, quantity);
	return largest;
}

// Large quantities are rounded up to crates: 12,340 g becomes 13,000.
function roundUp(quantity: number, step: number): number {
	const coarse = quantity > 10_000 ? step * 4 : step;
	return Math.ceil(quantity / coarse) * coarse;
}
