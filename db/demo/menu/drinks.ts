import type { Product, Text, VatRate } from '#domain/menu/menu.ts';
import type { IngredientId } from './ingredients.ts';
import { simple } from './recipe.ts';
import { both } from './bilingual.ts';

/** No sizes or options. The law requires volume and strength, so the description has them. */
function bottled(category: string, vat: VatRate) {
	return (
		id: string,
		priceMinor: number,
		stocked: IngredientId,
		name: Text,
		description: Text
	): Product =>
		simple({ id, category, name, description, vat, priceMinor, layers: { [stocked]: 1 } });
}

const soft = bottled('drinks', 55);
const alcohol = bottled('beer-wine', 200);

export const softDrinks: Product[] = [
	soft(
		'still-water',
		200,
		'still-water-bottle',
		both('Eau plate', 'Still water'),
		both('Bouteille de 50 cl', '50 cl bottle')
	),
	soft(
		'sparkling-water',
		220,
		'sparkling-water-bottle',
		both('Eau gazeuse', 'Sparkling water'),
		both('Bouteille de 50 cl', '50 cl bottle')
	),
	soft('cola', 220, 'cola-can', both('Cola', 'Cola'), both('Canette de 33 cl', '33 cl can')),
	soft(
		'cola-zero',
		220,
		'cola-zero-can',
		both('Cola zéro', 'Cola zero'),
		both('Canette de 33 cl, sans sucres', '33 cl can, sugar free')
	),
	soft(
		'orange-soda',
		220,
		'orange-soda-can',
		both('Soda à l’orange', 'Orange soda'),
		both('Canette de 33 cl', '33 cl can')
	),
	soft(
		'iced-tea',
		220,
		'iced-tea-can',
		both('Thé glacé pêche', 'Peach iced tea'),
		both('Canette de 33 cl', '33 cl can')
	),
	soft(
		'apple-juice',
		290,
		'apple-juice-bottle',
		both('Jus de pomme', 'Apple juice'),
		both('Pur jus fermier, bouteille de 25 cl', 'Pure farm juice, 25 cl bottle')
	),
	soft(
		'cola-large',
		390,
		'cola-bottle',
		both('Cola 1,25 l', 'Cola 1.25 l'),
		both('Grande bouteille à partager', 'Large bottle to share')
	)
];

export const alcoholicDrinks: Product[] = [
	alcohol(
		'lager',
		350,
		'lager-bottle',
		both('Bière blonde', 'Lager'),
		both('Brassée en Occitanie, 33 cl, 5 % vol.', 'Brewed in Occitanie, 33 cl, 5% ABV')
	),
	alcohol(
		'wheat-beer',
		390,
		'wheat-beer-bottle',
		both('Bière blanche', 'Wheat beer'),
		both('Brassée en Occitanie, 33 cl, 4,8 % vol.', 'Brewed in Occitanie, 33 cl, 4.8% ABV')
	),
	alcohol(
		'red-wine',
		1390,
		'red-wine-bottle',
		both('Vin rouge du Languedoc', 'Red wine from Languedoc'),
		both('Bouteille de 75 cl, 13 % vol.', '75 cl bottle, 13% ABV')
	),
	alcohol(
		'rose-wine',
		1290,
		'rose-wine-bottle',
		both('Vin rosé du Languedoc', 'Rosé wine from Languedoc'),
		both('Bouteille de 75 cl, 12,5 % vol.', '75 cl bottle, 12.5% ABV')
	)
];
