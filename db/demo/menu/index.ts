import type { Menu } from '#domain/menu/menu.ts';
import { bundles } from './bundles.ts';
import { desserts } from './desserts.ts';
import { alcoholicDrinks, softDrinks } from './drinks.ts';
import { ingredients } from './ingredients.ts';
import { optionGroups } from './options.ts';
import { pizzas } from './pizzas.ts';
import { salads, starters } from './starters.ts';
import { both } from './bilingual.ts';

/** The menu of the demo group, the same in its five shops. */
export const demoMenu: Menu = {
	categories: [
		{ id: 'pizzas', name: both('Pizzas', 'Pizzas') },
		{ id: 'bundles', name: both('Menus', 'Meal deals') },
		{ id: 'starters', name: both('Entrées', 'Starters') },
		{ id: 'salads', name: both('Salades', 'Salads') },
		{ id: 'desserts', name: both('Desserts', 'Desserts') },
		{ id: 'drinks', name: both('Boissons', 'Soft drinks') },
		{ id: 'beer-wine', name: both('Bières et vins', 'Beer and wine') }
	],
	products: [
		...pizzas,
		...bundles,
		...starters,
		...salads,
		...desserts,
		...softDrinks,
		...alcoholicDrinks
	],
	optionGroups,
	ingredients
};
