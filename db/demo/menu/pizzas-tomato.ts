import type { Product } from '#domain/menu/menu.ts';
import { BAND } from './prices.ts';
import { pizza } from './recipe.ts';
import { both } from './bilingual.ts';

export const tomatoPizzas: Product[] = [
	pizza({
		id: 'margherita',
		name: both('Margherita', 'Margherita'),
		description: both('Tomate, mozzarella, basilic frais', 'Tomato, mozzarella, fresh basil'),
		prices: BAND.classic,
		layers: { dough: 250, 'tomato-sauce': 90, mozzarella: 130, basil: 3, 'olive-oil': 5 },
		removable: ['mozzarella', 'basil', 'olive-oil']
	}),
	pizza({
		id: 'reine',
		name: both('Reine', 'Reine'),
		description: both(
			'Tomate, mozzarella, jambon blanc, champignons, olives',
			'Tomato, mozzarella, cooked ham, mushrooms, olives'
		),
		prices: BAND.favourite,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 120, ham: 70, mushrooms: 60 },
			...{ 'black-olives': 15, oregano: 1 }
		},
		removable: ['ham', 'mushrooms', 'black-olives', 'oregano']
	}),
	pizza({
		id: 'napolitaine',
		name: both('Napolitaine', 'Neapolitan'),
		description: both(
			'Tomate, mozzarella, anchois, câpres, olives, origan',
			'Tomato, mozzarella, anchovies, capers, olives, oregano'
		),
		prices: BAND.favourite,
		layers: {
			...{ dough: 250, 'tomato-sauce': 100, mozzarella: 100, anchovies: 25, capers: 8 },
			...{ 'black-olives': 20, oregano: 1 }
		},
		removable: ['anchovies', 'capers', 'black-olives', 'oregano']
	}),
	pizza({
		id: 'quatre-fromages',
		name: both('Quatre fromages', 'Four cheeses'),
		description: both(
			'Tomate, mozzarella, chèvre, bleu d’Auvergne, emmental',
			'Tomato, mozzarella, goat cheese, Auvergne blue, emmental'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, 'tomato-sauce': 80, mozzarella: 80, emmental: 40 },
			...{ 'blue-cheese': 40, 'goat-cheese': 45 }
		},
		removable: ['emmental', 'blue-cheese', 'goat-cheese']
	}),
	pizza({
		id: 'calzone',
		name: both('Calzone', 'Calzone'),
		description: both(
			'Chausson : tomate, mozzarella, jambon blanc, champignons, œuf',
			'Folded: tomato, mozzarella, cooked ham, mushrooms, egg'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 280, 'tomato-sauce': 70, mozzarella: 110, ham: 70, mushrooms: 40 },
			...{ egg: 1, 'olive-oil': 5 }
		},
		notes: {
			'tomato-sauce': both(
				'Sur une moitié, laisser 2 cm de bord',
				'On one half, leave 2 cm of rim'
			),
			egg: both('Casser au centre, replier et souder le bord', 'Break in, fold and seal the edge'),
			'olive-oil': both('Badigeonner le dessus avant le four', 'Brush the top before the oven')
		},
		removable: ['ham', 'mushrooms', 'egg'],
		halfable: false
	}),
	pizza({
		id: 'quatre-saisons',
		name: both('Quatre saisons', 'Four seasons'),
		description: both(
			'Tomate, mozzarella, jambon blanc, champignons, artichauts, olives',
			'Tomato, mozzarella, cooked ham, mushrooms, artichokes, olives'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 110, ham: 50, mushrooms: 40 },
			...{ artichokes: 40, 'black-olives': 15 }
		},
		notes: {
			ham: both('Sur le premier quart', 'On the first quarter'),
			mushrooms: both('Sur le deuxième quart', 'On the second quarter'),
			artichokes: both('Sur le troisième quart', 'On the third quarter'),
			'black-olives': both('Sur le dernier quart', 'On the last quarter')
		},
		removable: ['ham', 'mushrooms', 'artichokes', 'black-olives']
	}),
	pizza({
		id: 'vegetarienne',
		name: both('Végétarienne', 'Vegetarian'),
		description: both(
			'Tomate, mozzarella, courgettes, aubergines, poivrons, champignons, tomates cerises',
			'Tomato, mozzarella, courgette, aubergine, peppers, mushrooms, cherry tomatoes'
		),
		prices: BAND.favourite,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 100, courgette: 40, aubergine: 40 },
			...{ peppers: 40, mushrooms: 40, 'cherry-tomatoes': 40, oregano: 1 }
		},
		removable: [
			...(['mozzarella', 'courgette', 'aubergine', 'peppers'] as const),
			...(['mushrooms', 'cherry-tomatoes', 'oregano'] as const)
		]
	}),
	pizza({
		id: 'orientale',
		name: both('Orientale', 'Orientale (merguez)'),
		description: both(
			'Tomate, mozzarella, merguez, poivrons, oignons, œuf',
			'Tomato, mozzarella, merguez sausage, peppers, onions, egg'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 110, peppers: 50, onions: 30 },
			...{ merguez: 90, egg: 1 }
		},
		removable: ['peppers', 'onions', 'egg']
	}),
	pizza({
		id: 'iberique',
		name: both('Ibérique', 'Iberian (chorizo)'),
		description: both(
			'Tomate, mozzarella, chorizo, poivrons, huile pimentée',
			'Tomato, mozzarella, chorizo, peppers, chilli oil'
		),
		prices: BAND.favourite,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 120, peppers: 40, chorizo: 60 },
			...{ 'chilli-oil': 5 }
		},
		removable: ['peppers', 'chilli-oil']
	}),
	pizza({
		id: 'hawaienne',
		name: both('Hawaïenne', 'Hawaiian'),
		description: both(
			'Tomate, mozzarella, jambon blanc, ananas',
			'Tomato, mozzarella, cooked ham, pineapple'
		),
		prices: BAND.favourite,
		layers: { dough: 250, 'tomato-sauce': 90, mozzarella: 120, ham: 70, pineapple: 70 },
		removable: ['ham', 'pineapple']
	}),
	pizza({
		id: 'thon',
		name: both('Thon', 'Tuna'),
		description: both(
			'Tomate, mozzarella, thon, oignons rouges, câpres, olives',
			'Tomato, mozzarella, tuna, red onions, capers, olives'
		),
		prices: BAND.favourite,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 100, tuna: 80, 'red-onions': 25 },
			...{ capers: 6, 'black-olives': 15 }
		},
		removable: ['red-onions', 'capers', 'black-olives']
	}),
	pizza({
		id: 'bolognaise',
		name: both('Bolognaise', 'Bolognese'),
		description: both(
			'Sauce bolognaise, mozzarella, bœuf haché, oignons, parmesan',
			'Bolognese sauce, mozzarella, minced beef, onions, parmesan'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, bolognese: 110, mozzarella: 110, 'minced-beef': 60, onions: 25 },
			...{ parmesan: 12 }
		},
		removable: ['minced-beef', 'onions', 'parmesan']
	}),
	pizza({
		id: 'kebab',
		name: both('Kebab', 'Kebab'),
		description: both(
			'Tomate, mozzarella, viande kebab, oignons, sauce blanche',
			'Tomato, mozzarella, kebab meat, onions, white sauce'
		),
		prices: BAND.special,
		layers: {
			...{ dough: 250, 'tomato-sauce': 80, mozzarella: 110, 'kebab-meat': 100, onions: 30 },
			...{ 'white-sauce': 30 }
		},
		removable: ['onions', 'white-sauce']
	}),
	pizza({
		id: 'parme',
		name: both('Parme', 'Parma'),
		description: both(
			'Tomate, mozzarella, tomates cerises, jambon cru, roquette, parmesan',
			'Tomato, mozzarella, cherry tomatoes, cured ham, rocket, parmesan'
		),
		prices: BAND.signature,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 110, 'cherry-tomatoes': 30 },
			...{ 'cured-ham': 60, rocket: 20, parmesan: 15, 'balsamic-cream': 6 }
		},
		removable: ['cherry-tomatoes', 'rocket', 'parmesan', 'balsamic-cream']
	}),
	pizza({
		id: 'fruits-de-mer',
		name: both('Fruits de mer', 'Seafood'),
		description: both(
			'Tomate, mozzarella, crevettes, moules, encornets, persillade',
			'Tomato, mozzarella, prawns, mussels, squid, parsley and garlic'
		),
		prices: BAND.signature,
		layers: {
			...{ dough: 250, 'tomato-sauce': 90, mozzarella: 90, prawns: 50, mussels: 45 },
			...{ squid: 45, persillade: 6 }
		},
		removable: ['prawns', 'mussels', 'squid', 'persillade']
	})
];
