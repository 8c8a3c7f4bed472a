/**
 * The menu: products, recipes, ingredients and allergens. Amounts are integer cents (VAT included);
 * quantities are grams, millilitres or pieces.
 */

export type Language = 'fr' | 'en';

/** A text in all supported languages. */
export type Text = Record<Language, string>;

/** VAT in thousandths: prepared food 10 %, keepable food 5.5 %, alcohol 20 %. */
export type VatRate = 100 | 55 | 200;

/** The fourteen allergens of Annex II of EU 1169/2011. */
export const ALLERGENS = [
	'gluten',
	'crustaceans',
	'eggs',
	'fish',
	'peanuts',
	'soybeans',
	'milk',
	'nuts',
	'celery',
	'mustard',
	'sesame',
	'sulphites',
	'lupin',
	'molluscs'
] as const;
export type Allergen = (typeof ALLERGENS)[number];

export type Unit = 'g' | 'ml' | 'piece';

/** A stocked ingredient; an empty allergen list declares that it has none. */
export interface Ingredient {
	id: string;
	name: Text;
	unit: Unit;
	allergens: Allergen[];
}

/**
 * One step of a recipe for one size; `layer` is its place in the order of laying, from the dough
 * up.
 */
export interface RecipeStep {
	ingredient: string;
	quantity: number;
	layer: number;
	text: Text;
}

/** One size of a product; a product without sizes has one, called `one`. */
export interface Size {
	id: string;
	name: Text;
	priceMinor: number;
	recipe: RecipeStep[];
}

export interface OptionItem {
	id: string;
	name: Text;
	/** Price by size id; a size without a price does not offer the option. */
	priceMinor: Record<string, number>;
	/** Stock that the option uses, by size id; absent when it uses none (sliced or not). */
	uses?: { ingredient: string; quantity: Record<string, number> };
}

/** A group of options; the customer picks between `min` and `max` items. */
export interface OptionGroup {
	id: string;
	name: Text;
	min: number;
	max: number;
	items: OptionItem[];
}

/** One slot of a bundle: one of these products in this size. */
export interface BundleSlot {
	name: Text;
	size: string;
	products: string[];
}

export interface Product {
	id: string;
	category: string;
	kind: 'pizza' | 'simple' | 'bundle';
	name: Text;
	description: Text;
	vat: VatRate;
	sizes: Size[];
	/** Ids of option groups offered with it. */
	optionGroups: string[];
	/** Ids of ingredients that the customer may remove. */
	removable: string[];
	/** Whether it may be one half of a half-and-half pizza. */
	halfable: boolean;
	/** Id of an uploaded photo, used instead of the drawn picture. */
	photo?: string;
	slots?: BundleSlot[];
}

export interface Category {
	id: string;
	name: Text;
}

/** A whole menu, as one value. */
export interface Menu {
	categories: Category[];
	products: Product[];
	optionGroups: OptionGroup[];
	ingredients: Ingredient[];
}
