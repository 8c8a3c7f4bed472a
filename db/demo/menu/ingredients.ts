import type { Allergen, Ingredient, Unit } from '#domain/menu/menu.ts';
import { both } from './bilingual.ts';

type Shelf = Omit<Ingredient, 'id'>;

const stocked =
	(unit: Unit) =>
	(fr: string, en: string, ...allergens: Allergen[]): Shelf => ({
		name: both(fr, en),
		unit,
		allergens
	});
const grams = stocked('g');
const millilitres = stocked('ml');
const pieces = stocked('piece');

// Keyed by id, so that a recipe with an unknown ingredient does not compile.
const SHELVES = {
	dough: grams('Pâte à pizza', 'Pizza dough', 'gluten'),
	'tomato-sauce': grams('Sauce tomate', 'Tomato sauce'),
	cream: grams('Crème fraîche', 'Crème fraîche', 'milk'),
	bolognese: grams('Sauce bolognaise', 'Bolognese sauce', 'celery'),
	'bbq-sauce': grams('Sauce barbecue', 'Barbecue sauce', 'mustard'),
	'satay-sauce': grams('Sauce satay', 'Satay sauce', 'peanuts', 'soybeans', 'gluten'),
	pesto: grams('Pesto au basilic', 'Basil pesto', 'milk', 'nuts'),
	'white-sauce': grams('Sauce blanche', 'White kebab sauce', 'milk', 'eggs', 'mustard'),

	mozzarella: grams('Mozzarella', 'Mozzarella', 'milk'),
	emmental: grams('Emmental râpé', 'Grated emmental', 'milk'),
	'goat-cheese': grams('Bûche de chèvre', 'Goat cheese', 'milk'),
	'blue-cheese': grams('Bleu d’Auvergne', 'Auvergne blue cheese', 'milk'),
	reblochon: grams('Reblochon', 'Reblochon', 'milk'),
	parmesan: grams('Copeaux de parmesan', 'Parmesan shavings', 'milk'),
	burrata: grams('Burrata', 'Burrata', 'milk'),
	'edge-cheese': grams('Bâtonnets de mozzarella', 'Mozzarella sticks for the edge', 'milk'),

	ham: grams('Jambon blanc', 'Cooked ham'),
	'cured-ham': grams('Jambon cru', 'Cured ham'),
	lardons: grams('Lardons fumés', 'Smoked bacon'),
	chorizo: grams('Chorizo', 'Chorizo', 'milk'),
	merguez: grams('Merguez', 'Merguez sausage', 'sulphites'),
	'minced-beef': grams('Bœuf haché', 'Minced beef'),
	'kebab-meat': grams('Viande kebab', 'Kebab meat', 'gluten', 'soybeans'),
	chicken: grams('Poulet rôti', 'Roast chicken'),
	'chicken-wings': pieces('Ailes de poulet', 'Chicken wings'),
	egg: pieces('Œuf', 'Egg', 'eggs'),

	'smoked-salmon': grams('Saumon fumé', 'Smoked salmon', 'fish'),
	tuna: grams('Thon', 'Tuna', 'fish'),
	anchovies: grams('Anchois', 'Anchovies', 'fish'),
	prawns: grams('Crevettes', 'Prawns', 'crustaceans', 'sulphites'),
	mussels: grams('Moules', 'Mussels', 'molluscs'),
	squid: grams('Encornets', 'Squid', 'molluscs'),

	mushrooms: grams('Champignons', 'Mushrooms'),
	onions: grams('Oignons', 'Onions'),
	'red-onions': grams('Oignons rouges', 'Red onions'),
	peppers: grams('Poivrons', 'Sweet peppers'),
	aubergine: grams('Aubergines grillées', 'Grilled aubergine'),
	courgette: grams('Courgettes grillées', 'Grilled courgette'),
	artichokes: grams('Cœurs d’artichaut', 'Artichoke hearts'),
	'cherry-tomatoes': grams('Tomates cerises', 'Cherry tomatoes'),
	potatoes: grams('Pommes de terre', 'Potatoes'),
	spinach: grams('Épinards', 'Spinach'),
	rocket: grams('Roquette', 'Rocket'),
	lettuce: grams('Salade verte', 'Lettuce'),
	pineapple: grams('Ananas', 'Pineapple'),
	'black-olives': grams('Olives noires', 'Black olives'),
	capers: grams('Câpres', 'Capers', 'sulphites'),

	basil: grams('Basilic frais', 'Fresh basil'),
	oregano: grams('Origan', 'Oregano'),
	dill: grams('Aneth', 'Dill'),
	persillade: grams('Persillade', 'Parsley and garlic'),
	honey: grams('Miel', 'Honey'),
	walnuts: grams('Cerneaux de noix', 'Walnuts', 'nuts'),
	'sesame-seeds': grams('Graines de sésame', 'Sesame seeds', 'sesame'),
	croutons: grams('Croûtons', 'Croutons', 'gluten'),
	'garlic-butter': grams('Beurre d’ail', 'Garlic butter', 'milk'),
	falafel: pieces('Falafels', 'Falafel', 'sesame'),
	'olive-oil': millilitres('Huile d’olive', 'Olive oil'),
	'chilli-oil': millilitres('Huile pimentée', 'Chilli oil'),
	'caesar-dressing': millilitres(
		'Sauce César',
		'Caesar dressing',
		'eggs',
		'fish',
		'milk',
		'mustard'
	),
	'mustard-vinaigrette': millilitres(
		'Vinaigrette moutardée',
		'Mustard vinaigrette',
		'mustard',
		'sulphites'
	),
	'balsamic-cream': millilitres('Crème de balsamique', 'Balsamic glaze', 'sulphites'),

	'tiramisu-pot': pieces('Tiramisu en pot', 'Tiramisu pot', 'gluten', 'eggs', 'milk'),
	'panna-cotta-pot': pieces('Panna cotta en pot', 'Panna cotta pot', 'milk'),
	'chocolate-fondant': pieces(
		'Fondant au chocolat prêt',
		'Ready chocolate fondant',
		'gluten',
		'eggs',
		'milk',
		'soybeans'
	),
	'vegan-cookie': pieces('Cookie à la farine de lupin', 'Lupin flour cookie', 'lupin', 'soybeans'),
	'vanilla-tub': pieces('Pot de glace vanille', 'Tub of vanilla ice cream', 'milk', 'eggs'),
	'pistachio-tub': pieces('Pot de glace pistache', 'Tub of pistachio ice cream', 'milk', 'nuts'),

	'still-water-bottle': pieces('Bouteille d’eau plate', 'Bottle of still water'),
	'sparkling-water-bottle': pieces('Bouteille d’eau gazeuse', 'Bottle of sparkling water'),
	'cola-can': pieces('Canette de cola', 'Can of cola'),
	'cola-zero-can': pieces('Canette de cola zéro', 'Can of cola zero'),
	'orange-soda-can': pieces('Canette de soda à l’orange', 'Can of orange soda'),
	'iced-tea-can': pieces('Canette de thé glacé', 'Can of iced tea'),
	'cola-bottle': pieces('Grande bouteille de cola', 'Large bottle of cola'),
	'apple-juice-bottle': pieces('Bouteille de jus de pomme', 'Bottle of apple juice'),
	'lager-bottle': pieces('Bouteille de bière blonde', 'Bottle of lager', 'gluten'),
	'wheat-beer-bottle': pieces('Bouteille de bière blanche', 'Bottle of wheat beer', 'gluten'),
	'red-wine-bottle': pieces('Bouteille de vin rouge', 'Bottle of red wine', 'sulphites'),
	'rose-wine-bottle': pieces('Bouteille de vin rosé', 'Bottle of rosé wine', 'sulphites')
} satisfies Record<string, Shelf>;

/** The id of an ingredient of the demo group. */
export type IngredientId = keyof typeof SHELVES;

/** Everything the demo shops keep in stock, bottled drinks included. */
export const ingredients: Ingredient[] = Object.entries(SHELVES).map(([id, shelf]) => ({
	id,
	...shelf
}));
