import type { Product } from '#domain/menu/menu.ts';
import { BAND } from './prices.ts';
import { pizza } from './recipe.ts';
import { both } from './bilingual.ts';

/** The pizzas on cream, pesto or another sauce than tomato. */
export const creamPizzas: Product[] = [
	pizza({
		id: 'chevre-miel',
		name: both('Chèvre-miel', 'Goat cheese and honey'),
		description: both(
			'Crème, mozzarella, chèvre, noix, miel',
			'Cream, mozzarella, goat cheese, walnuts, honey'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, cream: 80, mozzarella: 90, 'goat-cheese': 80, walnuts: 15 },
			...{ honey: 12 }
		},
		removable: ['walnuts', 'honey']
	}),
	pizza({
		id: 'savoyarde',
		name: both('Savoyarde', 'Savoyarde (tartiflette)'),
		description: both(
			'Crème, pommes de terre, lardons, oignons, reblochon',
			'Cream, potatoes, smoked bacon, onions, reblochon'
		),
		prices: BAND.signature,
		layers: { dough: 250, cream: 80, potatoes: 90, onions: 30, lardons: 60, reblochon: 90 },
		removable: ['onions', 'lardons']
	}),
	pizza({
		id: 'paysanne',
		name: both('Paysanne', 'Country style'),
		description: both(
			'Crème, emmental, lardons, champignons, oignons, œuf',
			'Cream, emmental, smoked bacon, mushrooms, onions, egg'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, cream: 80, emmental: 90, mushrooms: 50, onions: 30, lardons: 60 },
			...{ egg: 1 }
		},
		removable: ['mushrooms', 'onions', 'lardons', 'egg']
	}),
	pizza({
		id: 'norvegienne',
		name: both('Norvégienne', 'Norwegian'),
		description: both(
			'Crème, mozzarella, épinards, saumon fumé, aneth',
			'Cream, mozzarella, spinach, smoked salmon, dill'
		),
		prices: BAND.signature,
		layers: {
			...{ dough: 250, cream: 80, mozzarella: 90, spinach: 40, 'smoked-salmon': 70 },
			...{ dill: 2 }
		},
		removable: ['spinach', 'dill']
	}),
	pizza({
		id: 'texane',
		name: both('Texane', 'Texan'),
		description: both(
			'Sauce barbecue, mozzarella, poulet, bœuf haché, oignons rouges',
			'Barbecue sauce, mozzarella, chicken, minced beef, red onions'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, 'bbq-sauce': 60, mozzarella: 110, chicken: 60, 'minced-beef': 50 },
			...{ 'red-onions': 25 }
		},
		removable: ['chicken', 'minced-beef', 'red-onions']
	}),
	pizza({
		id: 'satay',
		name: both('Poulet satay', 'Chicken satay'),
		description: both(
			'Sauce satay aux cacahuètes, mozzarella, poulet, poivrons, oignons rouges, sésame',
			'Peanut satay sauce, mozzarella, chicken, peppers, red onions, sesame'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, 'satay-sauce': 60, mozzarella: 100, peppers: 40, 'red-onions': 25 },
			...{ chicken: 90, 'sesame-seeds': 3 }
		},
		removable: ['peppers', 'red-onions', 'sesame-seeds']
	}),
	pizza({
		id: 'burrata-pesto',
		name: both('Burrata et pesto', 'Burrata and pesto'),
		description: both(
			'Pesto au basilic, mozzarella, tomates cerises, burrata, roquette',
			'Basil pesto, mozzarella, cherry tomatoes, burrata, rocket'
		),
		prices: BAND.signature,
		layers: {
			...{ dough: 250, pesto: 50, mozzarella: 80, 'cherry-tomatoes': 50 },
			...{ burrata: 100, rocket: 20 }
		},
		removable: ['cherry-tomatoes', 'rocket']
	})
];
