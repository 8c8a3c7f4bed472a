/**
 * The look of a pizza: the part of its recipe that a picture needs. The recipe itself (grams,
 * words, steps) is not public; a look names the sauce and the toppings in order, each in one of six
 * rough amounts.
 */

import type { Menu, Product, RecipeStep } from './menu.ts';
import { own } from './own.ts';

/** Data to draw a pizza; `folded` hides its toppings under dough. */
export interface PizzaLook {
	base: Base;
	folded?: true;
	/** `ingredient:amount` from the dough up; amounts from 1 (a pinch) to 6 (covered). */
	layers: string[];
}

const SAUCES = {
	'tomato-sauce': 'tomato',
	cream: 'cream',
	bolognese: 'bolognese',
	'bbq-sauce': 'barbecue',
	'satay-sauce': 'satay',
	pesto: 'pesto'
} as const;

export type Base = (typeof SAUCES)[keyof typeof SAUCES] | 'oil';

export const BASES: readonly Base[] = [...Object.values(SAUCES), 'oil'];

/** Ingredients that every pizza has or that are invisible. */
const UNSEEN: readonly string[] = ['dough', 'edge-cheese', 'garlic-butter'];

/** Upper limits of the amounts 1 to 5, in grams on a medium pizza. */
const STEPS = [5, 20, 45, 75, 105] as const;

/** The amount: 1 for a pinch (or pieces, such as one egg), up to 6 for full cover. */
export function amountOf(quantity: number): number {
	const step = STEPS.findIndex((bound) => quantity <= bound);
	return step === -1 ? STEPS.length + 1 : step + 1;
}

/** The look of one recipe, preferably of a medium size; steps are read in the order of laying. */
export function lookOf(recipe: readonly RecipeStep[]): PizzaLook {
	const steps = [...recipe]
		.sort((a, b) => a.layer - b.layer)
		.filter((step) => !UNSEEN.includes(step.ingredient));
	const sauce = steps.find((step) => Object.hasOwn(SAUCES, step.ingredient))?.ingredient;
	return {
		base: sauce === undefined ? 'oil' : SAUCES[sauce as keyof typeof SAUCES],
		layers: steps
			.filter((step) => step.ingredient !== sauce)
			.map((step) => `${step.ingredient}:${amountOf(step.quantity)}`)
	};
}

/** The looks of all pizzas of a menu with recipes, by product id. */
export function looksOf(menu: Menu): Record<string, PizzaLook> {
	const pizzas = menu.products.filter((product) => product.kind === 'pizza');
	return Object.fromEntries(pizzas.map((product) => [product.id, lookOfProduct(product)]));
}

function lookOfProduct(product: Product): PizzaLook {
	const size = product.sizes[1] ?? product.sizes[0];
	const look = lookOf(size?.recipe ?? []);
	// Pizzas that cannot be halved are the closed or folded ones.
	return product.halfable ? look : { ...look, folded: true };
}

/** Data to draw any line of a shop's menu. */
export interface Drawables {
	looks: Record<string, PizzaLook>;
	/** The topping that an extra adds, by option item id. */
	extras: Record<string, string>;
	/** Ids of uploaded photos by product id. */
	photos?: Record<string, string>;
}

/** From the public menu, in which extras have their ingredient but products have no recipe. */
export function drawablesOf(menu: Menu, looks: Record<string, PizzaLook> = {}): Drawables {
	const extras: Record<string, string> = {};
	for (const { items } of menu.optionGroups)
		for (const { id, uses } of items) {
			const quantity = uses && (uses.quantity.m ?? Object.values(uses.quantity)[0]);
			if (uses && quantity && !UNSEEN.includes(uses.ingredient))
				extras[id] = `${uses.ingredient}:${amountOf(quantity)}`;
		}
	return { looks, extras, photos: photosOf(menu) };
}

function photosOf({ products }: Menu): Record<string, string> {
	return Object.fromEntries(products.flatMap(({ id, photo }) => (photo ? [[id, photo]] : [])));
}

/** A whole pizza or one half; its id seeds the arrangement of the toppings. */
export interface PizzaPart {
	id: string;
	look: PizzaLook;
	/** Id of an uploaded photo. */
	photo?: string;
}

/** URL path of an uploaded photo. */
export const photoPath = (photo: string): string => `/api/photos/${photo}`;

/** The fields of a basket, ticket or order line that a picture needs. */
export interface DrawableLine {
	product: string;
	halves: readonly { product: string }[];
	options: readonly { id: string; kind: 'added' | 'removed' | 'choice' }[];
}

/**
 * One part, two halves, or none if the product is no pizza of this menu. A photo is used only for
 * the pizza as it is on the menu; with halves, removals or extras it is drawn.
 */
export function partsOf(
	line: DrawableLine,
	{ looks, extras, photos = {} }: Drawables
): PizzaPart[] {
	const ids = line.halves.length === 2 ? line.halves.map((half) => half.product) : [line.product];
	const left = line.options.filter(({ kind }) => kind === 'removed').map(({ id }) => id);
	const added = line.options.flatMap(({ id, kind }) =>
		kind === 'added' ? (own(extras, id) ?? []) : []
	);
	const parts = ids.flatMap((id) => {
		const look = own(looks, id);
		const isPlain = ids.length === 1 && left.length === 0 && added.length === 0;
		const photo = isPlain ? own(photos, id) : undefined;
		return look ? [{ id, look: changed(look, left, added), ...(photo && { photo }) }] : [];
	});
	return parts.length === ids.length ? parts : [];
}

/** The subset that these lines need, so that an order's page does not contain the whole menu. */
export function drawablesWithin(
	{ looks, extras, photos = {} }: Drawables,
	lines: readonly DrawableLine[]
): Drawables {
	const products = lines.flatMap((line) => [
		line.product,
		...line.halves.map((half) => half.product)
	]);
	const options = lines.flatMap((line) => line.options.map(({ id }) => id));
	return {
		looks: picked(looks, products),
		extras: picked(extras, options),
		photos: picked(photos, products)
	};
}

function picked<T>(from: Record<string, T>, ids: readonly string[]): Record<string, T> {
	return Object.fromEntries(Object.entries(from).filter(([id]) => ids.includes(id)));
}

const ingredientOf = (layer: string) => layer.slice(0, layer.lastIndexOf(':'));

function changed(look: PizzaLook, without: readonly string[], added: readonly string[]): PizzaLook {
	const kept = look.layers.filter((layer) => !without.includes(ingredientOf(layer)));
	const more = new Map(added.map((layer) => [ingredientOf(layer), layer]));
	const layers = kept.map((layer) => {
		const extra = more.get(ingredientOf(layer));
		if (extra === undefined) return layer;
		more.delete(ingredientOf(layer));
		return `${ingredientOf(layer)}:${Math.min(6, Number(layer.at(-1)) + 1)}`;
	});
	return { ...look, layers: [...layers, ...more.values()] };
}
