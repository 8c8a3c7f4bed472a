import type { BundleSlot, Product, Text } from '#domain/menu/menu.ts';
import { desserts } from './desserts.ts';
import { alcoholicDrinks, softDrinks } from './drinks.ts';
import { pizzas } from './pizzas.ts';
import { oneSize } from './recipe.ts';
import { both } from './bilingual.ts';

const ids = (products: Product[]): string[] => products.map(({ id }) => id);
const allPizzas = ids(pizzas);
const singleSofts = ids(softDrinks).filter((id) => id !== 'cola-large');
const beers = ids(alcoholicDrinks).filter((id) => id === 'lager' || id === 'wheat-beer');

const slot = (name: Text, size: string, products: string[]): BundleSlot => ({
	name,
	size,
	products
});

/** VAT is that of the components: a bundle's own rate is only its default. */
function bundle(
	id: string,
	priceMinor: number,
	name: Text,
	description: Text,
	slots: BundleSlot[]
): Product {
	return {
		id,
		category: 'bundles',
		kind: 'bundle',
		name,
		description,
		vat: 100,
		sizes: [oneSize(priceMinor, [])],
		optionGroups: [],
		removable: [],
		halfable: false,
		slots
	};
}

export const bundles: Product[] = [
	bundle(
		'menu-duo',
		2690,
		both('Menu Duo', 'Duo meal'),
		both(
			'Deux pizzas moyennes et deux boissons au choix',
			'Two medium pizzas and two drinks of your choice'
		),
		[
			slot(both('Première pizza', 'First pizza'), 'm', allPizzas),
			slot(both('Deuxième pizza', 'Second pizza'), 'm', allPizzas),
			slot(both('Première boisson', 'First drink'), 'one', [...singleSofts, ...beers]),
			slot(both('Deuxième boisson', 'Second drink'), 'one', [...singleSofts, ...beers])
		]
	),
	bundle(
		'menu-solo',
		1390,
		both('Menu Solo', 'Solo meal'),
		both(
			'Une petite pizza, une boisson et un dessert au choix',
			'One small pizza, one drink and one dessert of your choice'
		),
		[
			slot(both('Pizza', 'Your pizza'), 's', allPizzas),
			slot(both('Boisson', 'Drink'), 'one', singleSofts),
			slot(both('Dessert', 'Your dessert'), 'one', ids(desserts))
		]
	)
];
