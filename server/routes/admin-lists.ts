/** The lists of the back office: their bodies, and how they are searched and sorted. */

import type { z } from 'zod';
import type { Listing } from '#domain/office/listing.ts';
import { productsCsv } from '#domain/office/product-csv.ts';
import type {
	CategoryChange,
	CategoryRow,
	NewCategory,
	NewProduct,
	OfficeRow,
	ProductChange,
	ProductRow,
	SettingChange,
	SettingRow
} from '#domain/wire/office.ts';
import type { ExtraChange, ExtraRow, NewExtra } from '#domain/wire/extras.ts';
import type { HolidayChange, HolidayRow, NewHoliday } from '#domain/wire/holidays.ts';
import type {
	IngredientChange,
	IngredientRow,
	NewIngredient,
	RecipeChange,
	RecipeRow
} from '#domain/wire/recipes.ts';
import { stockCsv } from '#domain/stock/stock-csv.ts';
import type { StockChange, StockRow } from '#domain/wire/stock.ts';
import type { NewPerson, PersonChange, PersonRow } from '#domain/wire/people.ts';
import { OFFICES, type Office } from '../../db/commands/edit-office.ts';
import {
	categoryChange,
	holidayChange,
	newCategory,
	newHoliday,
	newPerson,
	newProduct,
	personChange,
	productChange,
	settingChange,
	stockChange
} from '../admin-schemas.ts';
import { extraChange, newExtra } from '../extra-schemas.ts';
import { ingredientChange, newIngredient, recipeChange } from '../recipe-schemas.ts';

/** A list of the back office, as its routes need it. */
export interface List<Row extends OfficeRow, New, Change> {
	name: keyof typeof OFFICES;
	office: Office<Row, New, Change>;
	listing: Listing<Row>;
	change: z.ZodType<Change & { version: string }>;
	/** The whole list as a file. */
	csvOf?: (rows: readonly Row[]) => string;
}

/** A list that things are added to. */
export interface GrowingList<Row extends OfficeRow, New, Change> extends List<Row, New, Change> {
	name: 'products' | 'categories' | 'extras' | 'holidays' | 'ingredients' | 'people';
	add: z.ZodType<New>;
	/** The change that archives one. */
	archived: Change;
}

/** What the shop takes for the smallest size. */
const priceOf = ({ sizes: [size] }: ProductRow): number => size?.shopMinor ?? size?.priceMinor ?? 0;

export const PRODUCT_LIST: GrowingList<ProductRow, NewProduct, ProductChange> = {
	name: 'products',
	office: OFFICES.products,
	listing: {
		wordsOf: ({ id, name, category }) => [id, name.fr, name.en, category],
		sorts: {
			name: ({ name }) => name.fr,
			category: ({ category }) => category,
			price: priceOf,
			state: ({ isSold }) => Number(isSold)
		}
	},
	change: productChange,
	add: newProduct,
	archived: { isArchived: true },
	csvOf: productsCsv
};

export const CATEGORY_LIST: GrowingList<CategoryRow, NewCategory, CategoryChange> = {
	name: 'categories',
	office: OFFICES.categories,
	listing: {
		wordsOf: ({ id, name }) => [id, name.fr, name.en],
		sorts: {
			name: ({ name }) => name.fr,
			position: ({ position }) => position,
			products: ({ products }) => products
		}
	},
	change: categoryChange,
	add: newCategory,
	archived: { isArchived: true }
};

export const INGREDIENT_LIST: GrowingList<IngredientRow, NewIngredient, IngredientChange> = {
	name: 'ingredients',
	office: OFFICES.ingredients,
	listing: {
		wordsOf: ({ id, name }) => [id, name.fr, name.en],
		sorts: { name: ({ name }) => name.fr, products: ({ products }) => products }
	},
	change: ingredientChange,
	add: newIngredient,
	archived: { isArchived: true }
};

export const RECIPE_LIST: List<RecipeRow, never, RecipeChange> = {
	name: 'recipes',
	office: OFFICES.recipes,
	listing: {
		// A recipe is found by what is in it, too.
		wordsOf: ({ id, name, layers }) => [
			...[id, name.fr, name.en],
			...layers.map(({ ingredient }) => ingredient)
		],
		sorts: { name: ({ name }) => name.fr, layers: ({ layers }) => layers.length }
	},
	change: recipeChange
};

export const EXTRA_LIST: GrowingList<ExtraRow, NewExtra, ExtraChange> = {
	name: 'extras',
	office: OFFICES.extras,
	listing: {
		wordsOf: ({ id, name, groupName }) => [id, name.fr, name.en, groupName.fr, groupName.en],
		sorts: { name: ({ name }) => name.fr, group: ({ groupName }) => groupName.fr }
	},
	change: extraChange,
	add: newExtra,
	archived: { isArchived: true }
};

export const SETTING_LIST: List<SettingRow, never, SettingChange> = {
	name: 'settings',
	office: OFFICES.settings,
	listing: { wordsOf: ({ id }) => [id], sorts: { name: ({ id }) => id } },
	change: settingChange
};

export const STOCK_LIST: List<StockRow, never, StockChange> = {
	name: 'stock',
	office: OFFICES.stock,
	listing: {
		wordsOf: ({ id, name }) => [id, name.fr, name.en],
		sorts: {
			name: ({ name }) => name.fr,
			quantity: ({ quantity }) => quantity,
			// What runs out first, then what is low.
			state: ({ isLow, runsOutAt }) => runsOutAt ?? (isLow ? '8' : '9')
		}
	},
	change: stockChange,
	csvOf: stockCsv
};

export const HOLIDAY_LIST: GrowingList<HolidayRow, NewHoliday, HolidayChange> = {
	name: 'holidays',
	office: OFFICES.holidays,
	listing: {
		wordsOf: ({ from, to, reason }) => [from, to, reason.fr, reason.en],
		sorts: { name: ({ from }) => from, reason: ({ reason }) => reason.fr }
	},
	change: holidayChange,
	add: newHoliday,
	archived: { isArchived: true }
};

export const PEOPLE_LIST: GrowingList<PersonRow, NewPerson, PersonChange> = {
	name: 'people',
	office: OFFICES.people,
	listing: {
		wordsOf: ({ name, email }) => [name, email],
		sorts: {
			name: ({ name }) => name,
			email: ({ email }) => email,
			roles: ({ roles }) => roles.join(' '),
			devices: ({ devices }) => devices
		}
	},
	change: personChange,
	add: newPerson,
	archived: { isArchived: true }
};
