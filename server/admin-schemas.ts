/** Queries and bodies of the back office. */

import { z } from 'zod';
import { SHOWN } from '#domain/office/listing.ts';
import { ALLERGENS } from '#domain/menu/menu.ts';
import type {
	CategoryChange,
	NewCategory,
	NewProduct,
	ProductChange,
	SettingChange
} from '#domain/wire/office.ts';
import { ROLES } from '#domain/order/lifecycle.ts';
import { PASSWORD_LENGTH } from '#domain/people/password.ts';
import type { NewPerson, PersonChange } from '#domain/wire/people.ts';
import type { HolidayChange, NewHoliday } from '#domain/wire/holidays.ts';
import { STOCK_ENTRIES, type StockChange } from '#domain/wire/stock.ts';
import { email, id, phone, slug, text } from './schemas.ts';

/** A list as a query asks for it. */
export const listQuery = z.object({
	shop: slug,
	q: text(80, 0).optional(),
	sort: z
		.string()
		.regex(/^-?[a-z]{1,30}$/i)
		.optional(),
	page: z.coerce.number().int().min(1).max(10_000).optional(),
	show: z.enum(SHOWN).optional(),
	format: z.enum(['json', 'csv']).optional()
});

/** What every change says in its query. */
export const changeQuery = z.object({ shop: slug, dry: z.literal('1').optional() });
/** An archived thing has no body, so its fence is in the query. */
export const archiveQuery = changeQuery.extend({ version: z.string().max(64) });

export const fence = z.string().max(64).describe('The version that the person saw');
export const both = (max: number, min = 1) =>
	z.strictObject({ fr: text(max, min), en: text(max, min) });
const minor = z.int().min(1).max(1_000_000);
const vat = z.union([z.literal(55), z.literal(100), z.literal(200)]).describe('In thousandths');
export const allergens = z
	.array(z.enum(ALLERGENS))
	.max(ALLERGENS.length)
	.refine((list) => new Set(list).size === list.length)
	.nullable()
	.describe('Null: not known, so it is not sold');
const shopMinor = minor.nullable().optional().describe('Null: the group’s price');

export const productChange = z
	.strictObject({
		version: fence,
		category: id.optional(),
		name: both(80).optional(),
		description: both(400, 0).optional(),
		vat: vat.optional(),
		sizes: z
			.array(
				z.strictObject({
					id,
					name: both(40, 0).optional(),
					priceMinor: minor.optional(),
					shopMinor
				})
			)
			.max(12)
			.optional(),
		isOff: z.boolean().optional(),
		allergens: allergens.optional(),
		isArchived: z.boolean().optional()
	})
	.meta({ id: 'ProductChange' });

export const newProduct = z
	.strictObject({
		category: id,
		name: both(80),
		description: both(400, 0),
		vat,
		sizes: z
			.array(z.strictObject({ id: id.optional(), name: both(40, 0), priceMinor: minor, shopMinor }))
			.min(1)
			.max(12),
		allergens,
		isOff: z.boolean().optional(),
		isArchived: z.boolean().optional()
	})
	.meta({ id: 'NewProduct' });

/** The id of a product that a file adds. */
export const newId = slug;

export const categoryChange = z
	.strictObject({
		version: fence,
		name: both(60).optional(),
		position: z.int().min(1).max(1000).optional(),
		isArchived: z.boolean().optional()
	})
	.meta({ id: 'CategoryChange' });

export const settingChange = z
	.strictObject({
		version: fence,
		value: z.union([z.int(), z.string().max(100)]).describe('Hours are a text, all else a number')
	})
	.meta({ id: 'SettingChange' });

const inUnit = z.int().min(0).max(100_000_000).describe('In the unit of the ingredient');

export const stockChange = z
	.strictObject({
		version: fence,
		entry: z
			.strictObject({
				kind: z.enum(STOCK_ENTRIES),
				quantity: inUnit,
				to: slug.optional().describe('The shop that a transfer goes to')
			})
			.optional(),
		threshold: inUnit.nullable().optional().describe('Low at this quantity; null: no limit')
	})
	.meta({ id: 'StockChange' });

const holidayHours = z.string().max(100).describe('As 11:30-14:00 18:00-22:30; empty: closed');

export const holidayChange = z
	.strictObject({
		version: fence,
		from: z.iso.date().optional(),
		to: z.iso.date().optional(),
		hours: holidayHours.optional(),
		reason: both(120, 0).optional(),
		isArchived: z.boolean().optional()
	})
	.meta({ id: 'HolidayChange' });

export const newHoliday = z
	.strictObject({
		from: z.iso.date(),
		to: z.iso.date().optional().describe('Included; without it, a single day'),
		hours: holidayHours,
		reason: both(120, 0)
	})
	.meta({ id: 'NewHoliday' });

const rolesOf = (min: number) =>
	z
		.array(z.enum(ROLES))
		.min(min)
		.max(ROLES.length)
		.refine((list) => new Set(list).size === list.length);
const driverPhone = phone.optional().describe('Needed for a person who becomes a driver');

export const personChange = z
	.strictObject({
		version: fence,
		roles: rolesOf(0)
			.optional()
			.describe('All roles in this shop; none removes the person from it'),
		phone: driverPhone,
		isArchived: z.boolean().optional().describe('Disabled')
	})
	.meta({ id: 'PersonChange' });

export const newPerson = z
	.strictObject({
		email,
		language: z.enum(['fr', 'en']),
		roles: rolesOf(1),
		phone: driverPhone
	})
	.meta({ id: 'NewPerson' });

/** A password is never cleaned. */
const newPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);

export const useInvitation = z
	.strictObject({ name: text(60).optional(), password: newPassword })
	.meta({ id: 'UseInvitation' });

export const ownPassword = z
	.strictObject({ password: z.string().min(1).max(PASSWORD_LENGTH.max), newPassword })
	.meta({ id: 'OwnPassword' });

export const newCategory = z.strictObject({ name: both(60) }).meta({ id: 'NewCategory' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const officeHolds: [
	Assignable<Omit<z.output<typeof productChange>, 'version'>, ProductChange>,
	Assignable<z.output<typeof newProduct>, NewProduct>,
	Assignable<Omit<z.output<typeof categoryChange>, 'version'>, CategoryChange>,
	Assignable<z.output<typeof newCategory>, NewCategory>,
	Assignable<Omit<z.output<typeof settingChange>, 'version'>, SettingChange>,
	Assignable<Omit<z.output<typeof personChange>, 'version'>, PersonChange>,
	Assignable<Omit<z.output<typeof stockChange>, 'version'>, StockChange>,
	Assignable<Omit<z.output<typeof holidayChange>, 'version'>, HolidayChange>,
	Assignable<z.output<typeof newHoliday>, NewHoliday>,
	Assignable<z.output<typeof newPerson>, NewPerson>
] = [true, true, true, true, true, true, true, true, true, true];
