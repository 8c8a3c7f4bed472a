import type { Product } from '#domain/menu/menu.ts';
import { simple } from './recipe.ts';
import { both } from './bilingual.ts';

export const starters: Product[] = [
	simple({
		id: 'garlic-bread',
		category: 'starters',
		name: both('Pain à l’ail', 'Garlic bread'),
		description: both(
			'Pâte du jour, beurre d’ail, mozzarella',
			'Dough of the day, garlic butter, mozzarella'
		),
		vat: 100,
		priceMinor: 490,
		layers: { dough: 120, 'garlic-butter': 20, mozzarella: 40, oregano: 1 },
		removable: ['mozzarella', 'oregano']
	}),
	simple({
		id: 'wings',
		category: 'starters',
		name: both('Ailes de poulet', 'Chicken wings'),
		description: both('Six pièces, sauce barbecue', 'Six pieces, barbecue sauce'),
		vat: 100,
		priceMinor: 650,
		layers: { 'chicken-wings': 6, 'bbq-sauce': 30 },
		notes: { 'bbq-sauce': both('En pot à part', 'In a pot on the side') },
		removable: ['bbq-sauce']
	}),
	simple({
		id: 'falafels',
		category: 'starters',
		name: both('Falafels', 'Falafel'),
		description: both('Six pièces, sauce blanche', 'Six pieces, white sauce'),
		vat: 100,
		priceMinor: 590,
		layers: { falafel: 6, 'white-sauce': 30 },
		notes: { 'white-sauce': both('En pot à part', 'In a pot on the side') },
		removable: ['white-sauce']
	})
];

export const salads: Product[] = [
	simple({
		id: 'salad-caesar',
		category: 'salads',
		name: both('Salade César', 'Caesar salad'),
		description: both(
			'Salade, poulet, parmesan, croûtons, sauce César',
			'Lettuce, chicken, parmesan, croutons, Caesar dressing'
		),
		vat: 100,
		priceMinor: 1090,
		layers: { lettuce: 120, chicken: 90, parmesan: 15, croutons: 20, 'caesar-dressing': 40 },
		notes: { parmesan: both('Copeaux sur le dessus', 'Shavings on top') },
		removable: ['chicken', 'parmesan', 'croutons']
	}),
	simple({
		id: 'salad-goat-cheese',
		category: 'salads',
		name: both('Salade de chèvre', 'Goat cheese salad'),
		description: both(
			'Salade, tomates cerises, chèvre, noix, miel',
			'Lettuce, cherry tomatoes, goat cheese, walnuts, honey'
		),
		vat: 100,
		priceMinor: 990,
		layers: { lettuce: 120, 'cherry-tomatoes': 50, 'goat-cheese': 70, walnuts: 15, honey: 8 },
		notes: {
			'goat-cheese': both('Trois rondelles gratinées 2 min', 'Three rounds, 2 minutes under heat'),
			honey: both('Un filet sur le fromage', 'A thread over the cheese')
		},
		optionGroups: ['dressing'],
		removable: ['cherry-tomatoes', 'walnuts', 'honey']
	}),
	simple({
		id: 'salad-italian',
		category: 'salads',
		name: both('Salade italienne', 'Italian salad'),
		description: both(
			'Roquette, tomates cerises, mozzarella, jambon cru, olives',
			'Rocket, cherry tomatoes, mozzarella, cured ham, olives'
		),
		vat: 100,
		priceMinor: 1090,
		layers: {
			...{ rocket: 70, 'cherry-tomatoes': 60, mozzarella: 80, 'cured-ham': 50 },
			...{ 'black-olives': 15 }
		},
		notes: {
			rocket: both('Essorer, remplir le fond de la barquette', 'Spin dry, line the box'),
			mozzarella: both('En dés sur la roquette', 'Diced over the rocket'),
			'cured-ham': both('Tranches froissées sur le dessus', 'Folded slices on top'),
			'black-olives': both('Répartir sur le dessus', 'Scatter on top')
		},
		optionGroups: ['dressing'],
		removable: ['cherry-tomatoes', 'cured-ham', 'black-olives']
	})
];
