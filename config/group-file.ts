/** The file of a first run: `npm run setup -- --file group.json`, and what the page `/setup` sends. */

import { z } from 'zod';
import { ALLERGENS, type Menu } from '#domain/menu/menu.ts';
import { menuFaults } from '#domain/menu/menu-faults.ts';
import { hoursFrom } from '#domain/office/settings.ts';
import { ROLES } from '#domain/order/lifecycle.ts';
import { isSiret, isVatNumber } from '#domain/pay/company.ts';
import { plainText } from '#domain/text/plain-text.ts';
import { RESERVED_SHOP_IDS } from '#domain/wire/feeds.ts';

/** A text for people, without invisible characters. */
const text = (max: number, min = 1) =>
	z
		.string()
		.max(max * 4)
		.refine((value) => value.isWellFormed())
		.transform((value) => plainText(value))
		.pipe(z.string().min(min).max(max));
const both = (max: number, min = 1) => z.strictObject({ fr: text(max, min), en: text(max, min) });
const id = z
	.string()
	.max(64)
	.regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
const email = text(254)
	.pipe(z.email())
	.transform((value) => value.toLowerCase());
const language = z.enum(['fr', 'en']);
const minor = z.int().min(0).max(1_000_000).describe('In cents');
const amount = z.int().min(1).max(1_000_000).describe('In g, ml or pieces');
const bySize = z.record(id, z.int().min(0).max(1_000_000));
const phone = text(30).refine((value) => /^\+?\d{8,15}$/.test(value.replace(/[\s().\-/]/g, '')));
const shopId = z
	.string()
	.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
	.refine((value) => !RESERVED_SHOP_IDS.includes(value))
	.describe('Its address: lower case, digits, dashes');

const recipeStep = z.strictObject({
	ingredient: id,
	quantity: amount,
	layer: z.int().min(1).max(60).describe('Its place from the dough up'),
	text: both(200)
});
const size = z.strictObject({
	id,
	name: both(40),
	priceMinor: minor.min(1),
	recipe: z.array(recipeStep).max(60)
});
const product = z.strictObject({
	id,
	category: id,
	kind: z.enum(['pizza', 'simple', 'bundle']),
	name: both(80),
	description: both(300, 0),
	vat: z.union([z.literal(100), z.literal(55), z.literal(200)]).describe('In thousandths'),
	sizes: z.array(size).min(1).max(12),
	optionGroups: z.array(id).max(20).default([]),
	removable: z.array(id).max(60).default([]),
	halfable: z.boolean().default(false),
	slots: z
		.array(z.strictObject({ name: both(60), size: id, products: z.array(id).min(1).max(200) }))
		.max(6)
		.optional()
});
const optionItem = z.strictObject({
	id,
	name: both(60),
	priceMinor: bySize.describe('In cents, by size'),
	uses: z.strictObject({ ingredient: id, quantity: bySize }).optional()
});
const ownMenu = z
	.strictObject({
		categories: z
			.array(z.strictObject({ id, name: both(60) }))
			.min(1)
			.max(60),
		ingredients: z
			.array(
				z.strictObject({
					id,
					name: both(60),
					unit: z.enum(['g', 'ml', 'piece']),
					allergens: z.array(z.enum(ALLERGENS)).max(14)
				})
			)
			.max(500),
		optionGroups: z
			.array(
				z.strictObject({
					id,
					name: both(60),
					min: z.int().min(0).max(50),
					max: z.int().min(0).max(50),
					items: z.array(optionItem).min(1).max(100)
				})
			)
			.max(60)
			.default([]),
		products: z.array(product).min(1).max(500)
	})
	.superRefine((menu, issues) => {
		for (const { path, message } of menuFaults(menu as Menu))
			issues.addIssue({
				code: 'custom',
				path: path.split('.'),
				message: message.en,
				params: { words: message }
			});
	});

const hoursEntry = z.strictObject({
	days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 is Monday, 7 is Sunday'),
	open: z
		.string()
		.max(80)
		.refine((value) => hoursFrom(value) !== undefined)
		.describe('11:30-14:00 18:00-22:30; a close before its opening is on the next day')
});
const hours = z
	.array(hoursEntry)
	.min(1)
	.max(7)
	.refine((entries) => {
		const days = entries.flatMap((entry) => entry.days);
		return new Set(days).size === days.length;
	}, 'a day is there twice')
	.describe('A day that is left out is closed');

const shop = z.strictObject({
	id: shopId,
	name: text(60),
	street: text(120),
	postcode: text(12),
	city: text(80),
	point: z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
	phone,
	zone: z.string().max(60).refine(isZone).default('Europe/Paris').describe('IANA name'),
	hours,
	deliveryRadiusM: z.int().min(100).max(100_000).optional(),
	deliveryFeeMinor: minor.optional(),
	minimumMinor: minor.optional(),
	prepMinutes: z.int().min(1).max(180).optional(),
	company: z
		.strictObject({
			legalName: text(120),
			street: text(120),
			postcode: text(12),
			city: text(80),
			siret: z.string().refine(isSiret).describe('14 digits'),
			vatNumber: z.string().refine(isVatNumber)
		})
		.optional(),
	stock: z
		.record(id, z.int().min(0).max(1_000_000_000))
		.optional()
		.describe('Opening stock by ingredient; without it an estimate for one evening')
});

const person = z
	.strictObject({
		email,
		language: language.default('fr'),
		phone: phone.optional().describe('A driver has one'),
		roles: z
			.array(z.strictObject({ shop: shopId, role: z.enum(ROLES) }))
			.min(1)
			.max(60)
	})
	.refine(({ roles, phone: number }) => number || !roles.some(({ role }) => role === 'driver'), {
		path: ['phone'],
		message: 'a driver needs a phone number'
	})
	.refine(({ roles }) => roles.filter(({ role }) => role === 'driver').length < 2, {
		path: ['roles'],
		message: 'a driver has one shop'
	});

export const groupFile = z
	.strictObject({
		$schema: z.string().max(300).optional(),
		group: z.strictObject({ name: text(60) }),
		owner: z.strictObject({ name: text(60), email, language: language.default('fr') }),
		shops: z.array(shop).min(1).max(1000),
		people: z.array(person).max(2000).default([]).describe('Each gets an invitation by mail'),
		menu: ownMenu.optional().describe('Without it the starter menu of 22 pizzas')
	})
	.superRefine(agreesWithItself)
	.meta({ id: 'GroupFile', title: 'A first run of Passe-plat' });

export type GroupFile = z.output<typeof groupFile>;

/** What no part of the file can say alone: ids that are there twice, and names of shops and ingredients. */
function agreesWithItself(file: Agreeing, issues: z.RefinementCtx): void {
	const add = (message: string, ...path: PropertyKey[]) =>
		issues.addIssue({ code: 'custom', path, message });
	const shops = new Set<string>();
	const ingredients = file.menu && new Set(file.menu.ingredients.map((one) => one.id));
	for (const [index, one] of file.shops.entries()) {
		if (shops.has(one.id)) add(`the shop ${one.id} is there twice`, 'shops', index, 'id');
		shops.add(one.id);
		for (const name of Object.keys(one.stock ?? {}))
			if (ingredients && !ingredients.has(name))
				add(`${name} is no ingredient of the menu`, 'shops', index, 'stock', name);
	}
	const mails = new Set([file.owner.email]);
	for (const [index, { email: mail, roles }] of file.people.entries()) {
		if (mails.has(mail)) add(`${mail} is there twice`, 'people', index, 'email');
		mails.add(mail);
		for (const [at, held] of roles.entries())
			if (!shops.has(held.shop))
				add(`there is no shop ${held.shop}`, 'people', index, 'roles', at, 'shop');
	}
}

interface Agreeing {
	owner: { email: string };
	shops: { id: string; stock?: Record<string, number> | undefined }[];
	people: { email: string; roles: { shop: string }[] }[];
	menu?: { ingredients: { id: string }[] } | undefined;
}

/** Whether this is the IANA name of a time zone. */
export function isZone(value: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: value }).format(0).length > 0;
	} catch {
		return false;
	}
}

/** What a first run makes of the file. */
export function planOfFile({ group, owner, shops, people, menu }: GroupFile) {
	return {
		group,
		owner,
		people,
		menu: menu as Menu | undefined,
		shops: shops.map(({ hours: entries, ...one }) => ({
			...one,
			hours: entries.flatMap(({ days, open }) =>
				days.flatMap((weekday) => (hoursFrom(open) ?? []).map((span) => ({ weekday, ...span })))
			)
		}))
	};
}

/** The file, or all that is wrong with it, a line each: where, and what. */
export function readGroupFile(
	source: string
): { ok: true; file: GroupFile } | { ok: false; faults: string[] } {
	let value: unknown;
	try {
		value = JSON.parse(source);
	} catch (error) {
		return { ok: false, faults: [`It is no JSON: ${(error as Error).message}`] };
	}
	const read = groupFile.safeParse(value);
	if (read.success) return { ok: true, file: read.data };
	return {
		ok: false,
		faults: read.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`)
	};
}

/** The JSON Schema of the file, for editors; `docs/group.schema.json` is this. */
export const groupFileSchema = (): string =>
	`${JSON.stringify(z.toJSONSchema(groupFile, { io: 'input' }), null, '\t')}\n`;
