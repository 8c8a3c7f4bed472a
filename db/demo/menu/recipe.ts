import type { Product, RecipeStep, Size, Text, VatRate } from '#domain/menu/menu.ts';
import type { IngredientId } from './ingredients.ts';
import { layingText } from './laying.ts';
import { both } from './bilingual.ts';

/** Quantities by ingredient, written in the order of laying. */
export type Layers = Partial<Record<IngredientId, number>>;
export type Notes = Partial<Record<IngredientId, Text>>;

// The surface of 26 and 40 cm against 31 cm.
export const PIZZA_SIZES = [
	{ id: 's', name: both('Petite (26 cm)', 'Small (26 cm)'), factor: 0.7 },
	{ id: 'm', name: both('Moyenne (31 cm)', 'Medium (31 cm)'), factor: 1 },
	{ id: 'l', name: both('Grande (40 cm)', 'Large (40 cm)'), factor: 1.66 }
] as const;

/** A medium quantity converted to another size, in steps that a cook can weigh: 1 below 20, else 5. */
export function scaleQuantity(medium: number, factor: number): number {
	const exact = medium * factor;
	const step = exact < 20 ? 1 : 5;
	return Math.max(step, Math.round(exact / step) * step);
}

/** The steps of a recipe; `notes` replaces the usual text of an ingredient. */
export function recipeOf(layers: Layers, factor = 1, notes: Notes = {}): RecipeStep[] {
	return Object.entries(layers).map(([ingredient, quantity], index) => ({
		ingredient,
		quantity: scaleQuantity(quantity, factor),
		layer: index + 1,
		text: notes[ingredient as IngredientId] ?? layingText(ingredient as IngredientId)
	}));
}

/** Cents for small, medium and large. */
export type PizzaPrices = readonly [number, number, number];

export interface PizzaSpec {
	id: string;
	name: Text;
	description: Text;
	prices: PizzaPrices;
	/** For the medium size. */
	layers: Layers;
	removable: IngredientId[];
	notes?: Notes;
	/** False for closed or folded pizzas. */
	halfable?: boolean;
}

export function pizza(spec: PizzaSpec): Product {
	const halfable = spec.halfable ?? true;
	return {
		id: spec.id,
		category: 'pizzas',
		kind: 'pizza',
		name: spec.name,
		description: spec.description,
		vat: 100,
		sizes: PIZZA_SIZES.map(({ id, name, factor }, index) => ({
			id,
			name,
			priceMinor: spec.prices[index] ?? 0,
			recipe: recipeOf(spec.layers, factor, spec.notes)
		})),
		optionGroups: halfable ? ['crust', 'extras', 'cut'] : ['extras'],
		removable: spec.removable,
		halfable
	};
}

/** The only size of products without sizes. */
export function oneSize(priceMinor: number, recipe: RecipeStep[]): Size {
	return { id: 'one', name: both('Taille unique', 'One size'), priceMinor, recipe };
}

export interface SimpleSpec {
	id: string;
	category: string;
	name: Text;
	description: Text;
	vat: VatRate;
	priceMinor: number;
	layers: Layers;
	notes?: Notes;
	optionGroups?: string[];
	removable?: IngredientId[];
}

export function simple(spec: SimpleSpec): Product {
	return {
		id: spec.id,
		category: spec.category,
		kind: 'simple',
		name: spec.name,
		description: spec.description,
		vat: spec.vat,
		sizes: [oneSize(spec.priceMinor, recipeOf(spec.layers, 1, spec.notes))],
		optionGroups: spec.optionGroups ?? [],
		removable: spec.removable ?? [],
		halfable: false
	};
}
