/** What each route answers, for the description of the API; a drift from the contract does not compile. */

import { z } from 'zod';
import type {
	Bump,
	HistoryAnswer,
	Me,
	MenuAnswer,
	QuoteAnswer,
	ShopView,
	Snapshots,
	StageTime,
	TimelineAnswer
} from '#domain/contract.ts';
import type { RouteName } from '#domain/access.ts';
import type { RecipeBook } from '#domain/allday.ts';
import { ROLES } from '#domain/lifecycle.ts';
import { ALLERGENS } from '#domain/menu.ts';
import { RUN_STATUSES, STATUSES } from '#domain/order.ts';
import type { RecipeCard } from '../db/recipes.ts';
import type { Readiness } from './readiness.ts';
import { actionAnswer, placedAnswer } from './schemas.ts';

const time = z.iso.datetime();
const minor = z.int().describe('In the smallest unit of the currency, VAT included');
const language = z.enum(['fr', 'en']);
const text = z.object({ fr: z.string(), en: z.string() }).meta({ id: 'Text' });
const point = z.object({ lat: z.number(), lng: z.number() }).meta({ id: 'Point' });
const allergens = z.array(z.enum(ALLERGENS));
const status = z.enum(STATUSES);
const fulfilment = z.enum(['delivery', 'collection']);
const alert = z
	.enum(['not_accepted', 'escalated', 'not_displayed', 'no_driver', 'to_check'])
	.nullable();
const unit = z.enum(['g', 'ml', 'piece']);

const minutes = z.object({ fromMinutes: z.int(), toMinutes: z.int() });

const shop = z
	.object({
		id: z.string(),
		name: z.string(),
		address: z.object({ street: z.string(), city: z.string(), postcode: z.string() }),
		point,
		phone: z.string(),
		zone: z.string().describe('An IANA time zone'),
		open: z.boolean(),
		opensAt: time.nullable(),
		closesAt: time.nullable(),
		hours: z
			.array(z.object({ weekday: z.int(), opens: z.string(), closes: z.string() }))
			.optional()
			.describe('Monday is 1; a close at or before the opening is of the next day'),
		feeMinor: minor,
		minimumMinor: minor,
		radiusM: z.number(),
		prepMinutes: z.number(),
		speedKmh: z.number(),
		currency: z.string(),
		quote: z.object({ delivery: minutes, collection: minutes })
	})
	.meta({ id: 'Shop' });

const optionItem = z.object({
	id: z.string(),
	name: text,
	priceMinor: z.record(z.string(), minor).describe('By size')
});

const product = z
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

const optionGroup = z.object({
	id: z.string(),
	name: text,
	min: z.int(),
	max: z.int(),
	items: z.array(optionItem)
});

const menu = z
	.object({
		categories: z.array(z.object({ id: z.string(), name: text })),
		products: z.array(product),
		optionGroups: z.array(optionGroup),
		ingredients: z.array(z.object({ id: z.string(), name: text, unit, allergens }))
	})
	.meta({ id: 'Menu' });

const look = z.object({
	base: z.string(),
	folded: z.literal(true).optional(),
	layers: z.array(z.string())
});

const menuAnswer = z
	.object({
		shop,
		menu,
		makeable: z.record(z.string(), z.int()).describe('How many of it the stock allows'),
		allergens: z.record(z.string(), allergens).describe('By product and by extra'),
		looks: z.record(z.string(), look).optional(),
		vegetarian: z.array(z.string()).optional()
	})
	.meta({ id: 'MenuAnswer' });

const range = z.object({ from: time, to: time });
const way = z.object({ asap: range.nullable(), slots: z.array(range), tooFar: z.boolean() });
const quote = z
	.object({ shop, ways: z.object({ delivery: way, collection: way }) })
	.meta({ id: 'QuoteAnswer' });

const ticketLine = z
	.object({
		id: z.uuid(),
		position: z.int(),
		product: z.string(),
		size: z.string(),
		name: text,
		sizeName: text,
		quantity: z.int(),
		halves: z.array(z.object({ product: z.string(), name: text })),
		options: z.array(
			z.object({ id: z.string(), kind: z.enum(['added', 'removed', 'choice']), name: text })
		),
		bundle: z.object({ id: z.string(), key: z.string(), name: text }).nullable(),
		note: z.string(),
		allergens,
		struckAt: z.string().nullable(),
		voidedAt: z.string().nullable(),
		addedIn: z.int()
	})
	.meta({ id: 'TicketLine' });
const pricedLine = ticketLine.extend({ totalMinor: minor }).meta({ id: 'PricedLine' });

const orderBase = {
	id: z.uuid(),
	number: z.int(),
	status,
	version: z.int()
};
const times = {
	placedAt: z.string(),
	stageAt: z.string(),
	promisedAt: z.string(),
	wantedAt: z.string().nullable()
};
const customer = z.object({ name: z.string(), phone: z.string() });
const address = z
	.object({
		street: z.string(),
		city: z.string(),
		postcode: z.string().optional(),
		doorCode: z.string().optional(),
		floor: z.string().optional(),
		note: z.string().optional(),
		point: point.optional()
	})
	.meta({ id: 'Address' });

const ticket = z
	.object({
		...orderBase,
		...times,
		fulfilment,
		customerName: z.string(),
		note: z.string(),
		alert,
		driverName: z.string().nullable(),
		lines: z.array(ticketLine)
	})
	.meta({ id: 'Ticket' });

const runStatus = z.enum(RUN_STATUSES);

const managedOrder = z
	.object({
		...orderBase,
		...times,
		shop: z.string(),
		fulfilment,
		customer,
		address: address.nullable(),
		note: z.string(),
		totalMinor: minor,
		feeMinor: minor,
		currency: z.string(),
		payment: z.object({ method: z.string(), status: z.string(), dueMinor: minor }),
		evidence: z.enum(['tap', 'scan', 'geofence', 'timer']),
		alert,
		reason: z.string().nullable(),
		items: z.array(pricedLine),
		stop: z
			.object({
				run: z.uuid(),
				runStatus,
				driver: z.object({ id: z.string(), name: z.string() }),
				expiresAt: z.string().nullable()
			})
			.nullable()
	})
	.meta({ id: 'ManagedOrder' });

const driver = z
	.object({
		id: z.string(),
		shop: z.string(),
		name: z.string(),
		phone: z.string(),
		onShift: z.boolean(),
		shiftStartedAt: z.string().nullable(),
		cashMinor: minor,
		version: z.int()
	})
	.meta({ id: 'Driver' });

const bagItem = z.object({
	id: z.uuid(),
	size: z.string(),
	name: text,
	sizeName: text,
	quantity: z.int(),
	halves: ticketLine.shape.halves,
	options: ticketLine.shape.options,
	allergens
});

const stop = z
	.object({
		...orderBase,
		shop: z.string(),
		run: z.uuid(),
		runStatus,
		position: z.int(),
		expiresAt: z.string().nullable(),
		customer,
		address: address.nullable(),
		note: z.string(),
		promisedAt: z.string(),
		stageAt: z.string(),
		collectMinor: minor,
		owing: z.string().describe('How the money stands: collect, paid, nothing…'),
		currency: z.string(),
		items: z.array(bagItem)
	})
	.meta({ id: 'DriverStop' });

const trackedOrder = z
	.object({
		...orderBase,
		...times,
		shop: z.string(),
		shopName: z.string(),
		fulfilment,
		customerName: z.string(),
		street: z.string().nullable(),
		totalMinor: minor,
		vatMinor: minor,
		feeMinor: minor,
		currency: z.string(),
		payment: z.object({ method: z.string(), status: z.string() }),
		quoteFrom: z.string(),
		quoteTo: z.string(),
		estimated: z.boolean(),
		reason: z.string().nullable(),
		changeable: z.boolean(),
		driverName: z.string().nullable(),
		door: point.nullable(),
		lines: z.array(pricedLine)
	})
	.meta({ id: 'TrackedOrder' });

const position = z.object({
	driver: z.string(),
	point,
	accuracyM: z.number(),
	at: z.string()
});

const seq = z.int().describe('The place in the shop’s log up to which the snapshot is whole');
const tickets = z.object({ orders: z.array(ticket) });
const board = z.object({
	orders: z.array(managedOrder),
	drivers: z.array(driver),
	positions: z.array(position)
});
const ownRun = z.object({ driver, orders: z.array(stop) });
const tracked = z.object({ order: trackedOrder, positions: z.array(position) });

const stage = z.object({ status, at: z.string(), estimated: z.boolean() });

const timeline = z
	.object({
		order: managedOrder,
		events: z.array(
			z.object({
				seq: z.int(),
				at: z.string(),
				action: z.string(),
				actor: z.string(),
				actorName: z.string().nullable(),
				from: status.nullable(),
				to: status.nullable(),
				version: z.int(),
				reason: z.string().nullable(),
				driverName: z.string().nullable(),
				alert
			})
		)
	})
	.meta({ id: 'TimelineAnswer' });

const bump = z.object({
	order: z.uuid(),
	number: z.int(),
	action: z.string(),
	to: status,
	status,
	at: z.string(),
	who: z.string().nullable()
});

const step = z.object({
	ingredient: z.string(),
	quantity: z.number(),
	layer: z.int(),
	text,
	ingredientName: text,
	unit
});

const recipe = z
	.object({
		name: text,
		sizeName: text,
		parts: z.array(z.object({ name: text, steps: z.array(step) })),
		added: z.array(text),
		extras: z.array(z.object({ name: text, ingredientName: text, quantity: z.number(), unit })),
		removed: z.array(text),
		allergens
	})
	.meta({ id: 'RecipeCard' });

const portion = z.object({ ingredient: z.string(), quantity: z.number() });

const recipes = z
	.object({
		ingredients: z.record(z.string(), z.object({ name: text, unit })),
		recipes: z
			.record(z.string(), z.record(z.string(), z.array(portion)))
			.describe('By product, by size'),
		extras: z.record(
			z.string(),
			z.object({ ingredient: z.string(), quantity: z.record(z.string(), z.number()) })
		)
	})
	.meta({ id: 'RecipeBook' });

const me = z
	.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		language,
		roles: z.array(z.object({ shop: z.string(), role: z.enum(ROLES) }))
	})
	.meta({ id: 'Me' });

const notice = z.object({
	id: z.union([z.string(), z.number()]),
	kind: z.string(),
	to: z.string(),
	subject: z.string(),
	text: z.string(),
	status: z.string(),
	createdAt: z.string(),
	sentAt: z.string().nullable()
});

const ready = z
	.object({
		ready: z.boolean(),
		reasons: z.array(
			z.object({
				part: z.enum(['postgres', 'schema', 'listener', 'queue']),
				message: z.string()
			})
		),
		roundTripMs: z.number().nullable(),
		queue: z.object({ due: z.int(), oldestSeconds: z.number(), failed: z.int() }).nullable(),
		listener: z.enum(['live', 'suspect', 'starting'])
	})
	.meta({ id: 'Readiness' });

const history = z.object({
	orders: z.array(
		z
			.object({
				id: z.uuid(),
				shop: z.string(),
				number: z.int(),
				day: z.string().describe('The business day, YYYY-MM-DD'),
				status,
				fulfilment,
				customer: z
					.object({ name: z.string(), phone: z.string() })
					.describe('Empty once the data was erased'),
				totalMinor: minor,
				currency: z.string(),
				paymentStatus: z.string(),
				placedAt: time
			})
			.meta({ id: 'FoundOrder' })
	),
	more: z.boolean(),
	day: z.string().nullable(),
	today: z.string(),
	page: z.int()
});

const hungPhoto = z.object({ product: z.string(), photo: z.string().nullable() });

/** By route; what has no entry answers with something that is no JSON of ours. */
export const ANSWERS: Partial<Record<RouteName, z.ZodType>> = {
	health: z.object({ ok: z.literal(true), demo: z.boolean() }),
	ready,
	openapi: z.looseObject({ openapi: z.string() }),
	mapStyle: z.object({ style: z.string().nullable() }),
	signIn: me,
	signOut: z.object({ ok: z.literal(true) }),
	session: z.object({ user: me.nullable() }),
	me,
	shops: z.object({ shops: z.array(shop) }),
	openShop: z.object({ shop }),
	menu: menuAnswer,
	putPhoto: hungPhoto,
	dropPhoto: hungPhoto,
	quote,
	place: placedAnswer,
	track: z.object({ snapshot: tracked, seq }),
	trackHistory: z.object({ stages: z.array(stage) }),
	trackCancel: actionAnswer,
	trackChange: actionAnswer,
	orders: z.object({ snapshot: board, seq, shop }),
	history,
	tickets: z.object({ snapshot: tickets, seq, shop }),
	act: actionAnswer,
	timeline,
	recipe: recipe.extend({ steps: z.array(step) }).meta({ id: 'LineRecipe' }),
	recipes,
	bumps: z.object({ bumps: z.array(bump) }),
	strike: actionAnswer,
	unstrike: actionAnswer,
	assign: actionAnswer,
	unassign: actionAnswer,
	myRun: z.object({ snapshot: ownRun, seq, shop }),
	outboxPage: z.object({ notices: z.array(notice) })
};

type Assignable<From, To> = [From] extends [To] ? true : never;
export const answersHold: [
	Assignable<ShopView, z.output<typeof shop>>,
	Assignable<MenuAnswer, z.output<typeof menuAnswer>>,
	Assignable<QuoteAnswer, z.output<typeof quote>>,
	Assignable<Snapshots['kitchen'], z.output<typeof tickets>>,
	Assignable<Snapshots['manage'], z.output<typeof board>>,
	Assignable<Snapshots['driver'], z.output<typeof ownRun>>,
	Assignable<Snapshots['order'], z.output<typeof tracked>>,
	Assignable<StageTime, z.output<typeof stage>>,
	Assignable<TimelineAnswer, z.output<typeof timeline>>,
	Assignable<HistoryAnswer, z.output<typeof history>>,
	Assignable<Bump, z.output<typeof bump>>,
	Assignable<RecipeCard, z.output<typeof recipe>>,
	Assignable<RecipeBook, z.output<typeof recipes>>,
	Assignable<Me, z.output<typeof me>>,
	Assignable<Readiness, z.output<typeof ready>>
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];
