/** Answers of the back office in the description of the API. */

import { z } from 'zod';
import {
	type CategoryRow,
	type OfficeImport,
	type OfficeLog,
	type OfficePage,
	type OfficeSaved,
	type ProductRow,
	type SettingRow
} from '#domain/wire/office.ts';
import { UNITS } from '#domain/office/settings.ts';
import type { HolidayRow } from '#domain/wire/holidays.ts';
import type { StockRow } from '#domain/wire/stock.ts';
import type { FaultCode } from '#domain/wire/faults.ts';
import { allergens, minor, text } from './openapi-menu.ts';
import { count, officeLog, pageOf, row, savedOf } from './openapi-office.ts';
import { PEOPLE_ANSWERS } from './openapi-people.ts';
import { RECIPE_ANSWERS } from './openapi-recipes.ts';
import type { ServedName } from './served.ts';

const product = z
	.object({
		...row,
		category: z.string(),
		kind: z.enum(['pizza', 'simple', 'bundle']),
		name: text,
		description: text,
		vat: z.union([z.literal(55), z.literal(100), z.literal(200)]),
		sizes: z.array(
			z.object({
				id: z.string(),
				name: text,
				priceMinor: minor,
				shopMinor: minor.nullable().describe('Null: the group’s price')
			})
		),
		isOff: z.boolean(),
		allergens: allergens.nullable().describe('Null: not known, so it is not sold'),
		hasOwnAllergens: z.boolean().describe('False: they come from its recipe'),
		isSold: z.boolean()
	})
	.meta({ id: 'OfficeProduct' });

const category = z
	.object({ ...row, name: text, position: z.int(), products: count })
	.meta({ id: 'OfficeCategory' });

const productPage = pageOf(product).meta({ id: 'OfficeProducts' });
const productSaved = savedOf(product).meta({ id: 'OfficeProductSaved' });
const categoryPage = pageOf(category).meta({ id: 'OfficeCategories' });
const categorySaved = savedOf(category).meta({ id: 'OfficeCategorySaved' });
const setting = z
	.object({ ...row, unit: z.enum(UNITS), value: z.union([z.int(), z.string()]) })
	.meta({ id: 'OfficeSetting' });
const settingPage = pageOf(setting).meta({ id: 'OfficeSettings' });
const settingSaved = savedOf(setting).meta({ id: 'OfficeSettingSaved' });
const inStock = z
	.object({
		...row,
		name: text,
		unit: z.enum(['g', 'ml', 'piece']),
		quantity: count,
		threshold: count.nullable().describe('Low at this quantity; null: no limit'),
		isLow: z.boolean(),
		runsOutAt: z.string().nullable().describe('If orders go on as in the last two hours')
	})
	.meta({ id: 'OfficeStock' });
const stockPage = pageOf(inStock).meta({ id: 'OfficeStocks' });
const stockSaved = savedOf(inStock).meta({ id: 'OfficeStockSaved' });
const holiday = z
	.object({
		...row,
		from: z.iso.date(),
		to: z.iso.date(),
		hours: z.string().describe('As 11:30-14:00 18:00-22:30; empty: closed'),
		reason: text
	})
	.meta({ id: 'OfficeHoliday' });
const holidayPage = pageOf(holiday).meta({ id: 'OfficeHolidays' });
const holidaySaved = savedOf(holiday).meta({ id: 'OfficeHolidaySaved' });
const imported = z
	.object({ added: count, changed: count, same: count, isDry: z.boolean() })
	.meta({ id: 'OfficeImport' });

/** By route. */
export const ADMIN_ANSWERS = {
	productsList: productPage,
	productsAdd: productSaved,
	productsCopy: productSaved,
	productsSet: productSaved,
	productsArchive: productSaved,
	productsLog: officeLog,
	productsImport: imported,
	categoriesList: categoryPage,
	categoriesAdd: categorySaved,
	categoriesSet: categorySaved,
	categoriesArchive: categorySaved,
	categoriesLog: officeLog,
	settingsList: settingPage,
	settingsSet: settingSaved,
	settingsLog: officeLog,
	holidaysList: holidayPage,
	holidaysAdd: holidaySaved,
	holidaysSet: holidaySaved,
	holidaysArchive: holidaySaved,
	holidaysLog: officeLog,
	stockList: stockPage,
	stockSet: stockSaved,
	stockLog: officeLog,
	...RECIPE_ANSWERS,
	...PEOPLE_ANSWERS,
	peopleLog: officeLog
};

const asked = (name: string, description: string, required = false) => ({
	name,
	in: 'query' as const,
	...(required && { required }),
	schema: { type: 'string' as const },
	description
});
const atShop = asked('shop', 'As which shop the list is seen, and whose own fields change.', true);
const dry = asked('dry', '1: only told, nothing is saved.');
const fence = asked('version', 'The version that the person saw.', true);
const list = [
	atShop,
	asked('q', 'Words that a row contains.'),
	asked('sort', 'A column; with - before it the other way round.'),
	asked('page', 'From 1, of 25 rows each.'),
	asked('show', 'current (the default), archived or all.')
];

const asFile = asked('format', 'csv: the whole list as a file.');

/** What the routes read of their query. */
export const ADMIN_QUERIES = {
	productsList: [...list, asFile],
	productsAdd: [atShop, dry],
	productsCopy: [atShop, dry],
	productsSet: [atShop, dry],
	productsArchive: [atShop, fence, dry],
	productsLog: [atShop],
	productsImport: [atShop, dry],
	categoriesList: list,
	categoriesAdd: [atShop, dry],
	categoriesSet: [atShop, dry],
	categoriesArchive: [atShop, fence, dry],
	categoriesLog: [atShop],
	settingsList: list,
	settingsSet: [atShop, dry],
	settingsLog: [atShop],
	holidaysList: list,
	holidaysAdd: [atShop, dry],
	holidaysSet: [atShop, dry],
	holidaysArchive: [atShop, fence, dry],
	holidaysLog: [atShop],
	stockList: [...list, asFile],
	stockSet: [atShop, dry],
	stockLog: [atShop],
	ingredientsList: list,
	ingredientsAdd: [atShop, dry],
	ingredientsSet: [atShop, dry],
	ingredientsArchive: [atShop, fence, dry],
	ingredientsLog: [atShop],
	extrasList: list,
	extrasAdd: [atShop, dry],
	extrasSet: [atShop, dry],
	extrasArchive: [atShop, fence, dry],
	extrasLog: [atShop],
	recipesList: list,
	recipesSet: [atShop, dry],
	recipesLog: [atShop],
	peopleList: list,
	peopleAdd: [atShop, dry],
	peopleSet: [atShop, dry],
	peopleArchive: [atShop, fence, dry],
	peopleLog: [atShop],
	peopleSignOut: [atShop],
	peopleLink: [atShop]
};

const CHANGE_FAULTS: readonly FaultCode[] = ['not_found', 'changed_meanwhile', 'group_only'];

const PERSON_FAULTS: readonly FaultCode[] = ['not_found', 'changed_meanwhile', 'last_owner'];
const LINK_FAULTS: readonly FaultCode[] = ['not_found', 'link_used', 'link_over'];

/** Faults of the routes, beside those of their kind. */
export const ADMIN_FAULTS: Partial<Record<ServedName, readonly FaultCode[]>> = {
	productsList: ['invalid'],
	productsLog: ['invalid'],
	productsSet: CHANGE_FAULTS,
	productsArchive: CHANGE_FAULTS,
	productsImport: ['bad_rows'],
	categoriesList: ['invalid'],
	categoriesLog: ['invalid'],
	categoriesSet: CHANGE_FAULTS,
	categoriesArchive: CHANGE_FAULTS,
	settingsList: ['invalid'],
	settingsLog: ['invalid'],
	settingsSet: CHANGE_FAULTS,
	holidaysList: ['invalid'],
	holidaysLog: ['invalid'],
	holidaysSet: CHANGE_FAULTS,
	holidaysArchive: CHANGE_FAULTS,
	stockList: ['invalid'],
	stockLog: ['invalid'],
	stockSet: CHANGE_FAULTS,
	ingredientsList: ['invalid'],
	ingredientsLog: ['invalid'],
	ingredientsSet: CHANGE_FAULTS,
	ingredientsArchive: CHANGE_FAULTS,
	extrasList: ['invalid'],
	extrasLog: ['invalid'],
	extrasSet: CHANGE_FAULTS,
	extrasArchive: CHANGE_FAULTS,
	recipesList: ['invalid'],
	recipesLog: ['invalid'],
	recipesSet: CHANGE_FAULTS,
	peopleList: ['invalid'],
	peopleLog: ['invalid'],
	peopleSet: PERSON_FAULTS,
	peopleArchive: PERSON_FAULTS,
	peopleSignOut: ['not_found'],
	peopleLink: ['not_found'],
	invitation: LINK_FAULTS,
	useInvitation: LINK_FAULTS,
	ownPassword: ['wrong_password']
};

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const adminHolds: [
	Assignable<OfficePage<ProductRow>, z.output<typeof productPage>>,
	Assignable<OfficeSaved<ProductRow>, z.output<typeof productSaved>>,
	Assignable<OfficePage<CategoryRow>, z.output<typeof categoryPage>>,
	Assignable<OfficeSaved<CategoryRow>, z.output<typeof categorySaved>>,
	Assignable<OfficePage<SettingRow>, z.output<typeof settingPage>>,
	Assignable<OfficeSaved<SettingRow>, z.output<typeof settingSaved>>,
	Assignable<OfficePage<HolidayRow>, z.output<typeof holidayPage>>,
	Assignable<OfficeSaved<HolidayRow>, z.output<typeof holidaySaved>>,
	Assignable<OfficePage<StockRow>, z.output<typeof stockPage>>,
	Assignable<OfficeSaved<StockRow>, z.output<typeof stockSaved>>,
	Assignable<OfficeLog, z.output<typeof officeLog>>,
	Assignable<OfficeImport, z.output<typeof imported>>
] = [true, true, true, true, true, true, true, true, true, true, true, true];
