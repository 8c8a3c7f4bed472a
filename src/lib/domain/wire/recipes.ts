/** Ingredients and recipes in the back office. All of it is the group's. */

import type { Allergen, Text, Unit } from '../menu/menu.ts';
import type { OfficeRow } from './office.ts';

export interface IngredientRow extends OfficeRow {
	name: Text;
	/** Of its stock and of recipes; it cannot be changed. */
	unit: Unit;
	/** Null: not known, so that nothing with it is sold. */
	allergens: Allergen[] | null;
	/** Products in use whose recipe has it. */
	products: number;
}

/** PATCH /api/admin/ingredients/:item: what is absent stays. */
export interface IngredientChange {
	name?: Text | undefined;
	allergens?: Allergen[] | null | undefined;
	isArchived?: boolean | undefined;
}

/** POST /api/admin/ingredients. */
export interface NewIngredient {
	name: Text;
	unit: Unit;
	allergens: Allergen[] | null;
}

/** One ingredient of a recipe, in the order in which it is laid. */
export interface RecipeLayer {
	ingredient: string;
	/** By size id, in the unit of the ingredient; a size that does not have it is absent. */
	quantities: Record<string, number>;
	/** How it is laid. */
	text: Text;
	/** Customers may leave it out. */
	isRemovable: boolean;
}

/** The recipe of a product; its id is the product's. */
export interface RecipeRow extends OfficeRow {
	name: Text;
	sizes: { id: string; name: Text }[];
	layers: RecipeLayer[];
	/** Null: those of an ingredient are not known, or a size has no recipe. */
	allergens: Allergen[] | null;
	/** Whether it is on the menu of the shop that asks. */
	isSold: boolean;
}

/** PATCH /api/admin/recipes/:item: all layers, in their order. */
export interface RecipeChange {
	layers?: RecipeLayer[] | undefined;
}
