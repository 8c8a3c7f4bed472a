import type { Product, Text, VatRate } from '#domain/menu/menu.ts';
import type { IngredientId } from './ingredients.ts';
import { simple } from './recipe.ts';
import { both } from './bilingual.ts';

const FRESH: VatRate = 100;
const SEALED: VatRate = 55;

function dessert(
	[id, vat, priceMinor]: [string, VatRate, number],
	stocked: IngredientId,
	name: Text,
	description: Text
): Product {
	const layers = { [stocked]: 1 };
	return simple({ id, category: 'desserts', name, description, vat, priceMinor, layers });
}

export const desserts: Product[] = [
	dessert(
		['tiramisu', FRESH, 490],
		'tiramisu-pot',
		both('Tiramisu', 'Tiramisu'),
		both('Au café, fait maison', 'With coffee, home made')
	),
	dessert(
		['panna-cotta', FRESH, 450],
		'panna-cotta-pot',
		both('Panna cotta', 'Panna cotta'),
		both('Vanille et coulis de fruits rouges', 'Vanilla with red berry coulis')
	),
	dessert(
		['fondant', FRESH, 490],
		'chocolate-fondant',
		both('Fondant au chocolat', 'Chocolate fondant'),
		both('Servi tiède, cœur coulant', 'Served warm, soft in the middle')
	),
	dessert(
		['cookie-lupin', FRESH, 350],
		'vegan-cookie',
		both('Cookie vegan', 'Vegan cookie'),
		both('Sans blé, à la farine de lupin et au chocolat', 'Wheat free, lupin flour and chocolate')
	),
	dessert(
		['ice-cream-vanilla', SEALED, 420],
		'vanilla-tub',
		both('Glace vanille', 'Vanilla ice cream'),
		both('Pot fermé de 100 ml', 'Sealed 100 ml tub')
	),
	dessert(
		['ice-cream-pistachio', SEALED, 450],
		'pistachio-tub',
		both('Glace pistache', 'Pistachio ice cream'),
		both('Pot fermé de 100 ml', 'Sealed 100 ml tub')
	)
];
