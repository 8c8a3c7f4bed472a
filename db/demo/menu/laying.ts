import type { Text } from '#domain/menu/menu.ts';
import type { IngredientId } from './ingredients.ts';
import { both } from './bilingual.ts';

const TAKE_OUT = both('Prendre au frais au départ', 'Take from the fridge when the order leaves');

const LAYING: Partial<Record<IngredientId, Text>> = {
	dough: both(
		'Étaler du centre vers le bord, sans écraser',
		'Stretch from the centre, keep the rim'
	),
	'tomato-sauce': both('Étaler en spirale, laisser 1 cm de bord', 'Spread in a spiral, leave 1 cm'),
	cream: both(
		'Étaler fin au dos de la louche, 1 cm de bord',
		'Spread thin with the ladle, leave 1 cm'
	),
	bolognese: both('Étaler chaude, égoutter l’huile', 'Spread warm, drain the oil first'),
	'bbq-sauce': both('Étaler fin, laisser 1 cm de bord', 'Spread thin, leave 1 cm of rim'),
	'satay-sauce': both('Étaler fin, laisser 1 cm de bord', 'Spread thin, leave 1 cm of rim'),
	pesto: both('Étaler fin à la cuillère', 'Spread thin with a spoon'),
	'white-sauce': both('En filet à la sortie du four', 'Drizzle after the oven'),
	mozzarella: both('Répartir du bord vers le centre', 'Scatter from the rim inwards'),
	emmental: both('Répartir en pluie', 'Sprinkle evenly'),
	'goat-cheese': both('Rondelles de 5 mm, une par part', '5 mm rounds, one for each slice'),
	'blue-cheese': both('Émietter, éviter le centre', 'Crumble, keep off the centre'),
	reblochon: both('Tranches croûte vers le haut', 'Slices, rind side up'),
	parmesan: both('Copeaux à la sortie du four', 'Shavings after the oven'),
	burrata: both('Ouvrir au centre à la sortie du four', 'Open in the centre after the oven'),
	ham: both('Lanières, toucher chaque part', 'Strips, some on every slice'),
	'cured-ham': both('Tranches froissées à la sortie du four', 'Folded slices after the oven'),
	lardons: both('Égoutter, répartir', 'Drain, then scatter'),
	chorizo: both('Tranches fines sans se chevaucher', 'Thin slices, not overlapping'),
	merguez: both('Précuites, en tronçons de 2 cm', 'Precooked, in 2 cm pieces'),
	'minced-beef': both('Précuit et égoutté, répartir', 'Precooked and drained, scatter'),
	'kebab-meat': both('Lanières bien réparties', 'Strips, spread evenly'),
	chicken: both('Émincés bien répartis', 'Sliced, spread evenly'),
	'chicken-wings': both('Réchauffer 8 min au four', 'Reheat 8 minutes in the oven'),
	egg: both('Casser au centre à mi-cuisson', 'Break into the centre half-way through baking'),
	'smoked-salmon': both('En lanières à la sortie du four', 'Strips after the oven'),
	tuna: both('Bien égoutter, émietter', 'Drain well, then flake'),
	anchovies: both('En étoile depuis le centre', 'In a star from the centre'),
	prawns: both('Décongelées et essuyées, une couronne', 'Thawed and dried, in a ring'),
	mussels: both('Égoutter, entre les crevettes', 'Drain, between the prawns'),
	squid: both('Essuyer, répartir les anneaux', 'Pat dry, spread the rings'),
	mushrooms: both('Lamelles crues bien réparties', 'Raw slices, spread evenly'),
	onions: both('Émincés fins, en pluie', 'Thin slices, scattered'),
	'red-onions': both('Anneaux fins, peu serrés', 'Thin rings, loosely'),
	peppers: both('Lanières en étoile', 'Strips in a star'),
	aubergine: both('Tranches à plat', 'Slices laid flat'),
	courgette: both('Rondelles à plat', 'Rounds laid flat'),
	artichokes: both('Quartiers égouttés', 'Drained quarters'),
	'cherry-tomatoes': both('Demi-tomates, face coupée vers le haut', 'Halves, cut side up'),
	potatoes: both('Rondelles précuites, une couche', 'Precooked rounds, one layer'),
	spinach: both('Essorer, répartir en petits tas', 'Squeeze dry, in small heaps'),
	rocket: both('Une poignée à la sortie du four', 'A handful after the oven'),
	lettuce: both('Essorer, remplir le fond de la barquette', 'Spin dry, line the box'),
	pineapple: both('Morceaux égouttés et essuyés', 'Drained and dried chunks'),
	'black-olives': both('Une par part et une au centre', 'One on each slice, one in the centre'),
	capers: both('Rincer, répartir', 'Rinse, then scatter'),
	basil: both('Feuilles entières à la sortie du four', 'Whole leaves after the oven'),
	oregano: both('Une pincée de haut', 'A pinch from high up'),
	dill: both('Pluches à la sortie du four', 'Sprigs after the oven'),
	persillade: both('Parsemer avant le four', 'Sprinkle before the oven'),
	honey: both('En filet à la sortie du four', 'Drizzle after the oven'),
	walnuts: both('Concasser à la main, répartir', 'Break by hand, scatter'),
	'sesame-seeds': both('Une pincée à la sortie du four', 'A pinch after the oven'),
	croutons: both('Au dernier moment, pour le croquant', 'Last of all, to stay crisp'),
	'garlic-butter': both('Badigeonner au pinceau', 'Brush on'),
	falafel: both('Réchauffer 5 min au four', 'Reheat 5 minutes in the oven'),
	'olive-oil': both('Un filet à la sortie du four', 'A dash after the oven'),
	'chilli-oil': both('Un filet à la sortie du four', 'A dash after the oven'),
	'caesar-dressing': both('En pot à part', 'In a pot on the side'),
	'balsamic-cream': both('Un trait à la sortie du four', 'A line after the oven'),
	'chocolate-fondant': both('Réchauffer 40 s au micro-ondes', 'Microwave for 40 seconds')
};

/** The usual step for an ingredient, when a recipe has no note for it. */
export function layingText(id: IngredientId): Text {
	return LAYING[id] ?? TAKE_OUT;
}
