import type { OptionGroup, OptionItem, Text } from '#domain/menu/menu.ts';
import { type IngredientId, ingredients } from './ingredients.ts';
import { PIZZA_SIZES, scaleQuantity } from './recipe.ts';
import { both } from './bilingual.ts';

const GARDEN = { s: 100, m: 130, l: 190 };
const LARDER = { s: 150, m: 190, l: 270 };
const FINE = { s: 250, m: 300, l: 420 };
const FREE = { s: 0, m: 0, l: 0 };

function bySize(medium: number): Record<string, number> {
	return Object.fromEntries(
		PIZZA_SIZES.map(({ id, factor }) => [id, scaleQuantity(medium, factor)])
	);
}

/** An extra serving; `medium` is what a medium pizza takes of it. */
function extra(
	ingredient: IngredientId,
	medium: number,
	priceMinor: Record<string, number>
): OptionItem {
	const found = ingredients.find(({ id }) => id === ingredient);
	if (!found) throw new Error(`No ingredient ${ingredient}`);
	const uses = { ingredient, quantity: bySize(medium) };
	return { id: `extra-${ingredient}`, name: found.name, priceMinor, uses };
}

function dressing(ingredient: IngredientId, name: Text): OptionItem {
	const uses = { ingredient, quantity: { one: 40 } };
	return { id: `dressing-${ingredient}`, name, priceMinor: { one: 0 }, uses };
}

const extras: OptionGroup = {
	id: 'extras',
	name: both('Suppléments', 'Extras'),
	min: 0,
	max: 6,
	items: [
		extra('mozzarella', 50, LARDER),
		extra('emmental', 40, LARDER),
		extra('goat-cheese', 40, LARDER),
		extra('blue-cheese', 35, LARDER),
		extra('parmesan', 15, LARDER),
		extra('ham', 50, LARDER),
		extra('lardons', 45, LARDER),
		extra('chorizo', 40, LARDER),
		extra('merguez', 50, LARDER),
		extra('chicken', 50, LARDER),
		extra('minced-beef', 50, LARDER),
		extra('egg', 1, GARDEN),
		extra('mushrooms', 40, GARDEN),
		extra('onions', 25, GARDEN),
		extra('peppers', 35, GARDEN),
		extra('black-olives', 15, GARDEN),
		extra('cherry-tomatoes', 30, GARDEN),
		extra('artichokes', 35, GARDEN),
		extra('rocket', 15, GARDEN),
		extra('anchovies', 15, LARDER),
		extra('burrata', 100, FINE),
		extra('smoked-salmon', 50, FINE),
		extra('cured-ham', 45, FINE)
	]
};

const crust: OptionGroup = {
	id: 'crust',
	name: both('Pâte', 'Crust'),
	min: 0,
	max: 1,
	items: [
		{ id: 'crust-classic', name: both('Pâte classique', 'Classic crust'), priceMinor: FREE },
		{ id: 'crust-thin', name: both('Pâte fine', 'Thin crust'), priceMinor: FREE },
		{
			// A small base is too small for a filled edge: no price, no option.
			id: 'crust-filled',
			name: both('Bord fourré mozzarella', 'Mozzarella filled edge'),
			priceMinor: { m: 200, l: 300 },
			uses: { ingredient: 'edge-cheese', quantity: { m: 90, l: 120 } }
		}
	]
};

const cut: OptionGroup = {
	id: 'cut',
	name: both('Découpe', 'Cut'),
	min: 0,
	max: 1,
	items: [
		{ id: 'cut-none', name: both('Non coupée', 'Not cut'), priceMinor: FREE },
		{ id: 'cut-8', name: both('En 8 parts', 'In 8 slices'), priceMinor: FREE },
		{ id: 'cut-12', name: both('En 12 parts', 'In 12 slices'), priceMinor: FREE }
	]
};

const dressings: OptionGroup = {
	id: 'dressing',
	name: both('Assaisonnement', 'Dressing'),
	min: 1,
	max: 1,
	items: [
		dressing('mustard-vinaigrette', both('Vinaigrette moutardée', 'Mustard vinaigrette')),
		dressing('balsamic-cream', both('Crème de balsamique', 'Balsamic glaze')),
		dressing('olive-oil', both('Huile d’olive', 'Olive oil'))
	]
};

export const optionGroups: OptionGroup[] = [crust, extras, cut, dressings];
