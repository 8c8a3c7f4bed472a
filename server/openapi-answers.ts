/**
 * The answer of each route in the description of the API. One that differs from the contract does not
 * compile.
 */

import { z } from 'zod';
import type { AddressAnswer } from '#domain/road/address.ts';
import type {
	BasketQuote,
	Bump,
	GroupPage,
	GroupRisks,
	IssuesAnswer,
	KitchenPreview,
	KitchenState,
	Me,
	MenuAnswer,
	QuoteAnswer,
	RefundPreview,
	ShopsPage,
	ShopView,
	Snapshots,
	StageTime,
	TimelineAnswer,
	TrackAnswer
} from '#domain/wire/contract.ts';
import type { OrdersAnswer } from '#domain/wire/found-orders.ts';
import type { PlanAnswer, QueueAnswer } from '#domain/wire/plan.ts';
import type { RehearsalAnswer, RehearsalDays } from '#domain/wire/rehearsal.ts';
import type { RecipeBook } from '#domain/kitchen/allday.ts';
import { PAYMENT_METHODS } from '#domain/order/order.ts';
import { ROLES } from '#domain/order/lifecycle.ts';
import type { RecipeCard } from '../db/reads/recipes.ts';
import {
	allergens,
	language,
	menuAnswer,
	point,
	basketQuote,
	kitchenPreview,
	kitchenState,
	quote,
	shop,
	status,
	text,
	unit
} from './openapi-menu.ts';
import { group, ownRun, runStatus, seq, stage, timeline, tracked } from './openapi-orders.ts';
import { ADMIN_ANSWERS } from './openapi-admin.ts';
import { eta } from './openapi-forecasts.ts';
import { foundOrders } from './openapi-found-orders.ts';
import { groupPage, groupRisks, windows } from './openapi-group.ts';
import { limitsAnswer, limitsPreview } from './openapi-limits.ts';
import { openingAnswer } from './openapi-opening.ts';
import { figures, groupFigures } from './openapi-figures.ts';
import { closedDay, ledger } from './openapi-money.ts';
import { dispatchSetting, freed, planAnswer, queueAnswer } from './openapi-plan.ts';
import { rehearsalAnswer, rehearsalDays } from './openapi-rehearsal.ts';
import { caller } from './openapi-counter.ts';
import { addedCode, changeTerms, codes, company, price, receipt } from './openapi-paper.ts';
import { cashMoved, counted, shifts, signed } from './openapi-shifts.ts';
import { FIRST_CONTENTS } from './feeds/index.ts';
import type { ServedName } from './served.ts';
import type { Readiness } from './readiness.ts';
import { issuesAnswer, payAnswer, refundPreview, refundView } from './openapi-payments.ts';
import { actionAnswer, placedAnswer } from './schemas.ts';
import { groupNameAnswer, setupAnswer } from './setup-schemas.ts';

const track = z.object({
	snapshot: tracked,
	seq,
	eta: eta.nullable(),
	change: changeTerms.nullable()
});

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
		whole: z.array(step),
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
		warnings: z.array(z.object({ part: z.enum(['clock', 'disk', 'redis']), message: z.string() })),
		roundTripMs: z.number().nullable(),
		queue: z.object({ due: z.int(), oldestSeconds: z.number(), failed: z.int() }).nullable(),
		disk: z
			.object({ database: z.number().nullable(), files: z.number().nullable() })
			.describe('Free room in per cent; null where it is not known from this machine'),
		listener: z.enum(['live', 'suspect', 'starting'])
	})
	.meta({ id: 'Readiness' });

const typedAddress = z
	.object({
		kind: z
			.enum(['found', 'town', 'elsewhere', 'unknown', 'unmapped'])
			.describe('elsewhere is too far for certain; of unknown only a pin can say where it is'),
		address: z.object({ street: z.string(), city: z.string(), postcode: z.string() }),
		point: point.nullable(),
		suggestions: z.array(z.string()).describe('Streets that may be meant, the likeliest first')
	})
	.meta({ id: 'AddressAnswer' });

const fate = z.object({ id: z.uuid(), status, version: z.int() });
const answeredRun = z.object({ run: z.uuid(), status: runStatus });

const hungPhoto = z.object({ product: z.string(), photo: z.string().nullable() });

const shopsPage = z
	.object({
		shops: z.array(shop),
		page: z.int(),
		pages: z.int(),
		total: z.int(),
		delivering: z.int().nullable(),
		city: z.string().nullable()
	})
	.meta({ id: 'ShopsPage' });

/** By route; a route without an entry does not answer with our JSON. */
export const ANSWERS: Readonly<Partial<Record<ServedName, z.ZodType>>> = {
	...Object.fromEntries(
		FIRST_CONTENTS.map(({ kind, snapshot }) => [kind, z.object({ snapshot, seq, shop })])
	),
	health: z.object({ ok: z.literal(true), demo: z.boolean() }),
	ready,
	openapi: z.looseObject({ openapi: z.string() }),
	groupName: groupNameAnswer,
	setUp: setupAnswer,
	mapStyle: z.object({ style: z.string().nullable() }),
	signIn: me,
	signOut: z.object({ ok: z.literal(true) }),
	session: z.object({ user: me.nullable() }),
	me,
	shops: z.union([shopsPage, z.object({ shops: z.array(shop) })]),
	openShop: z.object({ shop }),
	pace: z.object({ pace: z.number() }),
	menu: menuAnswer,
	putPhoto: hungPhoto,
	dropPhoto: hungPhoto,
	quote,
	basketQuote,
	kitchenState,
	setKitchen: kitchenState,
	kitchenPreview,
	opening: openingAnswer,
	openToCustomers: openingAnswer,
	shopLimits: limitsAnswer,
	setShopLimits: limitsAnswer,
	shopLimitsPreview: limitsPreview,
	trackReceipt: receipt,
	receipt,
	company,
	setCompany: company,
	caller,
	price,
	codes,
	addCode: addedCode,
	disableCode: codes,
	address: typedAddress,
	place: placedAnswer,
	track,
	trackHistory: z.object({ stages: z.array(stage) }),
	trackCancel: actionAnswer,
	correctTakings: actionAnswer,
	trackChange: actionAnswer,
	paymentMethods: z.object({ methods: z.array(z.enum(PAYMENT_METHODS)) }),
	trackPay: payAnswer(status),
	trackPayPage: z.object({ ok: z.literal(true) }),
	trackLook: z.object({ ok: z.literal(true) }),
	stripeWebhook: z.object({ ok: z.literal(true) }),
	paypalWebhook: z.object({ ok: z.literal(true) }),
	refundPreview,
	refund: z.object({ refund: refundView.pick({ id: true, amountMinor: true, state: true }) }),
	issues: issuesAnswer,
	retryIssue: z.object({ ok: z.literal(true) }),
	resolveIssue: z.object({ ok: z.literal(true) }),
	groupOrders: z.union([
		groupPage,
		z.object({ snapshot: group, seq, shops: z.array(shop), windows })
	]),
	groupRisks,
	findOrders: foundOrders,
	figures,
	groupFigures,
	ledger,
	closeDay: closedDay,
	act: actionAnswer,
	timeline,
	recipe: recipe.extend({ steps: z.array(step) }).meta({ id: 'LineRecipe' }),
	recipes,
	bumps: z.object({ bumps: z.array(bump) }),
	fates: z.object({ orders: z.array(fate) }),
	strike: actionAnswer,
	unstrike: actionAnswer,
	assign: actionAnswer,
	unassign: actionAnswer,
	seeAlarm: actionAnswer,
	myRun: z.object({ snapshot: ownRun, seq, shop }),
	shift: z.object({ onShift: z.boolean() }),
	signShift: signed,
	shifts,
	shiftFloat: cashMoved,
	shiftDrop: cashMoved,
	shiftCount: counted,
	plan: planAnswer,
	setDispatch: dispatchSetting,
	driverUnwell: freed,
	driverQueue: queueAnswer,
	shopQueue: queueAnswer,
	rehearsalDays,
	requestRehearsal: rehearsalAnswer,
	rehearsal: rehearsalAnswer,
	acceptRun: answeredRun,
	declineRun: answeredRun,
	outboxPage: z.object({ notices: z.array(notice) }),
	...ADMIN_ANSWERS
};

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const answersHold: [
	Assignable<ShopView, z.output<typeof shop>>,
	Assignable<ShopsPage, z.output<typeof shopsPage>>,
	Assignable<GroupPage, z.output<typeof groupPage>>,
	Assignable<GroupRisks, z.output<typeof groupRisks>>,
	Assignable<MenuAnswer, z.output<typeof menuAnswer>>,
	Assignable<QuoteAnswer, z.output<typeof quote>>,
	Assignable<BasketQuote, z.output<typeof basketQuote>>,
	Assignable<KitchenState, z.output<typeof kitchenState>>,
	Assignable<KitchenPreview, z.output<typeof kitchenPreview>>,
	Assignable<Snapshots['group'], z.output<typeof group>>,
	Assignable<Snapshots['driver'], z.output<typeof ownRun>>,
	Assignable<TrackAnswer, z.output<typeof track>>,
	Assignable<StageTime, z.output<typeof stage>>,
	Assignable<TimelineAnswer, z.output<typeof timeline>>,
	Assignable<OrdersAnswer, z.output<typeof foundOrders>>,
	Assignable<AddressAnswer, z.output<typeof typedAddress>>,
	Assignable<RefundPreview, z.output<typeof refundPreview>>,
	Assignable<IssuesAnswer, z.output<typeof issuesAnswer>>,
	Assignable<Bump, z.output<typeof bump>>,
	Assignable<RecipeCard, z.output<typeof recipe>>,
	Assignable<RecipeBook, z.output<typeof recipes>>,
	Assignable<PlanAnswer, z.output<typeof planAnswer>>,
	Assignable<QueueAnswer, z.output<typeof queueAnswer>>,
	Assignable<RehearsalAnswer, z.output<typeof rehearsalAnswer>>,
	Assignable<RehearsalDays, z.output<typeof rehearsalDays>>,
	Assignable<Me, z.output<typeof me>>,
	Assignable<Readiness, z.output<typeof ready>>
] = [
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true
];
