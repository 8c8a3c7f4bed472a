/**
 * The menu: what a shop sells, of what it is made, and what that contains.
 * Amounts are integer cents (VAT included); quantities are grams, millilitres or pieces.
 */

export type Language = 'fr' | 'en';

/** A text in both languages of the house. */
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

/** Something in the fridge; an empty allergen list is a declaration of none. */
export interface Ingredient {
	id: string;
	name: Text;
	unit: Unit;
	allergens: Allergen[];
}

/** One step of a recipe for one size; `layer` is the order of laying it, from the dough up. */
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
	/** Price by size id; a size without a price cannot have the option. */
	priceMinor: Record<string, number>;
	/** What it takes from the fridge, by size id; absent when it takes nothing (sliced or not). */
	uses?: { ingredient: string; quantity: Record<string, number> };
}

/** A choice asked of the customer: between `min` and `max` items. */
export interface OptionGroup {
	id: string;
	name: Text;
	min: number;
	max: number;
	items: OptionItem[];
}

/** One place in a bundle: any of these products in this size. */
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
	/** Ingredients that the customer may leave out. */
	removable: string[];
	/** May be one half of a half-and-half pizza. */
	halfable: boolean;
	/** Id of an uploaded photo that stands for the drawn picture. */
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
