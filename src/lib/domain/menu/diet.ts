/** Finds products without meat and fish. */

import type { Menu, Product } from './menu.ts';

/**
 * Ingredients known to be free of meat, fish and gelatine. Any other ingredient counts as meat, so
 * a new one never makes a product vegetarian by mistake.
 */
const MEATLESS: ReadonlySet<string> = new Set([
	...['dough', 'tomato-sauce', 'cream', 'bbq-sauce', 'satay-sauce', 'pesto', 'white-sauce'],
	...['mozzarella', 'emmental', 'goat-cheese', 'blue-cheese', 'reblochon', 'parmesan', 'burrata'],
	...['edge-cheese', 'egg', 'mushrooms', 'onions', 'red-onions', 'peppers', 'aubergine'],
	...['courgette', 'artichokes', 'cherry-tomatoes', 'potatoes', 'spinach', 'rocket', 'lettuce'],
	...['pineapple', 'black-olives', 'capers', 'basil', 'oregano', 'dill', 'persillade', 'honey'],
	...['walnuts', 'sesame-seeds', 'croutons', 'garlic-butter', 'falafel', 'olive-oil'],
	...['chilli-oil', 'mustard-vinaigrette', 'balsamic-cream', 'tiramisu-pot'],
	...['chocolate-fondant', 'vegan-cookie', 'vanilla-tub', 'pistachio-tub', 'still-water-bottle'],
	...['sparkling-water-bottle', 'cola-can', 'cola-zero-can', 'orange-soda-can', 'iced-tea-can'],
	...['cola-bottle', 'apple-juice-bottle', 'lager-bottle', 'wheat-beer-bottle'],
	...['red-wine-bottle', 'rose-wine-bottle']
]);

/** Ids of the products whose recipes are all vegetarian; bundles are never included. */
export function vegetarianOn(menu: Menu): string[] {
	return menu.products.filter(isVegetarian).map((product) => product.id);
}

function isVegetarian({ sizes }: Product): boolean {
	const recipes = sizes.map((size) => size.recipe);
	return (
		recipes.every((recipe) => recipe.length > 0) &&
		recipes.flat().every((step) => MEATLESS.has(step.ingredient))
	);
}
