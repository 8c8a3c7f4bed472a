/** Shops, menus and quotes in the description of the API, and the parts that all answers share. */

import { z } from 'zod';
import { ALLERGENS } from '#domain/menu/menu.ts';
import { STATUSES } from '#domain/order/order.ts';
import { ALARM_KINDS, ALARM_OWNERS } from '#domain/plan/alarms.ts';

export const time = z.iso.datetime();
export const minor = z.int().describe('In the smallest unit of the currency, VAT included');
export const language = z.enum(['fr', 'en']);
export const text = z.object({ fr: z.string(), en: z.string() }).meta({ id: 'Text' });
export const point = z.object({ lat: z.number(), lng: z.number() }).meta({ id: 'Point' });
export const allergens = z.array(z.enum(ALLERGENS));
export const status = z.enum(STATUSES);
export const fulfilment = z.enum(['delivery', 'collection']);
export const alert = z
	.enum(['not_accepted', 'escalated', 'not_displayed', 'no_driver', 'to_check', 'payment'])
	.nullable();
export const alarms = z
	.array(
		z.object({
			kind: z.enum(ALARM_KINDS),
			owner: z.enum(ALARM_OWNERS),
			raisedAt: z.string(),
			seenBy: z.array(z.string()).describe('Ids of the staff who acknowledged it')
		})
	)
	.describe('What has not happened at its due time and still needs a person');
export const unit = z.enum(['g', 'ml', 'piece']);

export const minutes = z.object({ fromMinutes: z.int(), toMinutes: z.int() });

export const shop = z
	.object({
		id: z.string(),
		name: z.string(),
		address: z.object({ street: z.string(), city: z.string(), postcode: z.string() }),
		point,
		phone: z.string(),
		zone: z.string().describe('An IANA time zone'),
		open: z.boolean(),
		isPreparing: z.boolean().optional().describe('Not open to customers yet'),
		opensAt: time.nullable(),
		closesAt: time.nullable(),
		hours: z
			.array(z.object({ weekday: z.int(), opens: z.string(), closes: z.string() }))
			.optional()
			.describe('Monday is 1; a close at or before the opening is of the next day'),
		holidays: z
			.array(
				z.object({
					from: z.iso.date(),
					to: z.iso.date(),
					hours: z.array(z.object({ opens: z.string(), closes: z.string() })),
					reason: text
				})
			)
			.optional()
			.describe('Days of the next two weeks with other hours; without any it is closed'),
		feeMinor: minor,
		minimumMinor: minor,
		radiusM: z.number(),
		prepMinutes: z.number(),
		kitchen: z.object({
			hands: z.int(),
			ovenPlaces: z.int(),
			makeMinutes: z.number().describe('Of one pizza, as the others'),
			bakeMinutes: z.number(),
			cutMinutes: z.number(),
			delayMinutes: z.number().describe('Added now; 0 without a delay')
		}),
		pausedUntil: time.nullable().describe('No order as soon as possible before'),
		payMinutes: z.int().describe('So long an order waits for its payment'),
		speedKmh: z.number(),
		currency: z.string(),
		quote: z.object({ delivery: minutes, collection: minutes })
	})
	.meta({ id: 'Shop' });

export const optionItem = z.object({
	id: z.string(),
	name: text,
	priceMinor: z.record(z.string(), minor).describe('By size')
});

export const product = z
	.object({
		id: z.string(),
		category: z.string(),
		kind: z.enum(['pizza', 'simple', 'bundle']),
		name: text,
		description: text,
		vat: z.int().describe('In thousandths'),
		sizes: z.array(z.object({ id: z.string(), name: text, priceMinor: minor })),
		optionGroups: z.array(z.string()),
		removable: z.array(z.string()),
		halfable: z.boolean(),
		photo: z.string().optional(),
		slots: z
			.array(z.object({ name: text, size: z.string(), products: z.array(z.string()) }))
			.optional()
	})
	.meta({ id: 'Product' });

export const optionGroup = z.object({
	id: z.string(),
	name: text,
	min: z.int(),
	max: z.int(),
	items: z.array(optionItem)
});

export const menu = z
	.object({
		categories: z.array(z.object({ id: z.string(), name: text })),
		products: z.array(product),
		optionGroups: z.array(optionGroup),
		ingredients: z.array(z.object({ id: z.string(), name: text, unit, allergens }))
	})
	.meta({ id: 'Menu' });

export const look = z.object({
	base: z.string(),
	folded: z.literal(true).optional(),
	layers: z.array(z.string())
});

export const menuAnswer = z
	.object({
		shop,
		menu,
		makeable: z.record(z.string(), z.int()).describe('How many of it the stock allows'),
		allergens: z.record(z.string(), allergens).describe('By product and by extra'),
		looks: z.record(z.string(), look).optional(),
		vegetarian: z.array(z.string()).optional()
	})
	.meta({ id: 'MenuAnswer' });

export const range = z.object({ from: time, to: time });
export const way = z.object({ asap: range.nullable(), slots: z.array(range), tooFar: z.boolean() });
export const quote = z
	.object({ shop, ways: z.object({ delivery: way, collection: way }) })
	.meta({ id: 'QuoteAnswer' });
export const basketQuote = z.object({ shop, pizzas: z.int(), way }).meta({ id: 'BasketQuote' });

export const kitchenState = z
	.object({
		settings: z.object({
			hands: z.int(),
			ovenPlaces: z.int(),
			makeMinutes: z.number(),
			bakeMinutes: z.number(),
			cutMinutes: z.number()
		}),
		hands: z.int().describe('Tonight, as the oven places'),
		ovenPlaces: z.int(),
		isChanged: z.boolean(),
		delay: z.object({ minutes: z.int(), until: time }).nullable(),
		pause: z.object({ until: time }).nullable(),
		closesAt: time.nullable(),
		zone: z.string()
	})
	.meta({ id: 'KitchenState' });

const quotes = z.object({ onePizza: minutes, fivePizzas: minutes });
export const kitchenPreview = z
	.object({
		before: quotes,
		after: quotes,
		late: z.array(
			z.object({ id: z.uuid(), number: z.int(), lateMinutes: z.int(), isNew: z.boolean() })
		)
	})
	.meta({ id: 'KitchenPreview' });
