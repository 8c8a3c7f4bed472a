/**
 * How a pizza looks: as much of its recipe as a picture needs, and no more. The recipe itself
 * (grams, words, steps) stays in the house; a look says which sauce, and what lies on it in which
 * order, each in one of six rough amounts.
 */

import type { Menu, Product, RecipeStep } from './menu.ts';
import { own } from './own.ts';

/** What lies on a pizza; `folded` hides it all under dough. */
export interface PizzaLook {
	base: Base;
	folded?: true;
	/** `ingredient:amount` from the dough up, the amount from 1 (a pinch) to 6 (covered). */
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

/** What every pizza has, or what nobody would see. */
const UNSEEN: readonly string[] = ['dough', 'edge-cheese', 'garlic-butter'];

/** Upper bounds of the amounts 1 to 5, in grams on a medium pizza. */
const STEPS = [5, 20, 45, 75, 105] as const;

/** 1 for a pinch (or pieces: one egg), 6 for what covers the pizza. */
export function amountOf(quantity: number): number {
	const step = STEPS.findIndex((bound) => quantity <= bound);
	return step === -1 ? STEPS.length + 1 : step + 1;
}

/** The look of one recipe, best of a medium size: the steps are read in the order of laying. */
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

/** The look of every pizza on a menu that still has its recipes, by product id. */
export function looksOf(menu: Menu): Record<string, PizzaLook> {
	const pizzas = menu.products.filter((product) => product.kind === 'pizza');
	return Object.fromEntries(pizzas.map((product) => [product.id, lookOfProduct(product)]));
}

function lookOfProduct(product: Product): PizzaLook {
	const size = product.sizes[1] ?? product.sizes[0];
	const look = lookOf(size?.recipe ?? []);
	// Whatever cannot be one half of another pizza is closed or folded.
	return product.halfable ? look : { ...look, folded: true };
}

/** All that it takes to draw any line of a shop's menu. */
export interface Drawables {
	looks: Record<string, PizzaLook>;
	/** The layer that an extra puts on top, by option item id. */
	extras: Record<string, string>;
	/** Ids of uploaded photos, by product id. */
	photos?: Record<string, string>;
}

/** Read from the public menu; extras keep their ingredient there, recipes do not. */
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

/** A whole pizza, or one half of it: the id gives each pizza its own arrangement. */
export interface PizzaPart {
	id: string;
	look: PizzaLook;
	/** An uploaded photo of it. */
	photo?: string;
}

/** Where an uploaded photo is found. */
export const photoPath = (photo: string): string => `/api/photos/${photo}`;

/** A line of a basket, a ticket or an order, as far as a picture is concerned. */
export interface DrawableLine {
	product: string;
	halves: readonly { product: string }[];
	options: readonly { id: string; kind: 'added' | 'removed' | 'choice' }[];
}

/**
 * One part, two halves, or none for what is no pizza of this menu. A photo shows the pizza as it is
 * on the menu; what somebody has halved, left out or added is drawn.
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

/** Only what these lines need: a page about one order does not carry the whole menu. */
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
