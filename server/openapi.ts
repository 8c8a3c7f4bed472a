import {
	createDocument,
	type ZodOpenApiOperationObject,
	type ZodOpenApiParameterObject,
	type ZodOpenApiPathsObject,
	type ZodOpenApiResponsesObject
} from 'zod-openapi';
import type { Route, Rule } from '#domain/people/access.ts';
import { FAULTS, type FaultCode } from '#domain/wire/faults.ts';
import { MOST_BYTES, PICTURE_TYPES } from '#domain/menu/picture.ts';
import { cookieName } from './auth.ts';
import type { WebConfig } from '../config/web.ts';
import { ADMIN_FAULTS, ADMIN_QUERIES } from './openapi-admin.ts';
import { ANSWERS } from './openapi-answers.ts';
import { dayLogLine } from './openapi-day-log.ts';
import type { Mounted } from './routing.ts';
import * as schemas from './schemas.ts';
import { SERVED, type ServedName } from './served.ts';

type Served = ReadonlyMap<ServedName, Mounted>;

/** The API as OpenAPI 3.1, made from the table of routes and from the schemas that check the bodies. */
export function describeApi(
	served: Served,
	config: Pick<WebConfig, 'origins'>
): ReturnType<typeof createDocument> {
	const paths: ZodOpenApiPathsObject = {};
	for (const [name, route] of Object.entries(SERVED) as [ServedName, Route][]) {
		const path = route.path.replace(/:(\w+)/g, '{$1}');
		const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
		paths[path] = { ...paths[path], [method]: operationOf(name, route, served.get(name)) };
	}
	return createDocument({
		openapi: '3.1.0',
		info: {
			title: 'Passe-plat',
			version: '1',
			description:
				'Orders, kitchen, dispatch and tracking of a pizzeria group. Words of a fault are in the ' +
				'language that Accept-Language asks for.',
			license: { name: 'MIT', identifier: 'MIT' }
		},
		servers: config.origins.map((url) => ({ url })),
		components: {
			securitySchemes: {
				session: {
					type: 'apiKey',
					in: 'cookie',
					name: cookieName(config),
					description: 'Of a person of the staff; POST /api/auth/sign-in/email sets it.'
				},
				metricsToken: {
					type: 'http',
					scheme: 'bearer',
					description: 'The server’s METRICS_TOKEN, where it has one.'
				}
			}
		},
		paths
	});
}

function operationOf(
	name: ServedName,
	route: Route,
	mounted: Mounted | undefined
): ZodOpenApiOperationObject {
	return {
		operationId: name,
		summary: route.summary,
		description: who(route.rule),
		security: securityOf(name, route.rule),
		parameters: parametersOf(name, route, mounted?.repeatable),
		...bodyOf(name, mounted),
		responses: {
			[String(mounted?.status ?? 200)]: { description: 'Done', ...contentOf(name) },
			...(name === 'requestRehearsal' && {
				'200': { description: 'Computed before', ...contentOf(name) }
			}),
			...(name === 'ready' && {
				'503': { description: 'Not ready, with the reasons', ...contentOf(name) }
			}),
			...faultsOf(name, route, mounted)
		}
	};
}

function bodyOf(
	name: ServedName,
	mounted: Mounted | undefined
): Pick<ZodOpenApiOperationObject, 'requestBody'> {
	if (name === 'putPhoto') {
		const schema = { type: 'string' as const, format: 'binary', maxLength: MOST_BYTES };
		const content = Object.fromEntries(PICTURE_TYPES.map((type) => [type, { schema }]));
		return { requestBody: { required: true, content } };
	}
	if (name === 'productsImport') {
		const schema = { type: 'string' as const, description: 'The columns of format=csv' };
		return { requestBody: { required: true, content: { 'text/csv': { schema } } } };
	}
	const schema = mounted?.body;
	return schema ? { requestBody: { content: { 'application/json': { schema } } } } : {};
}

function contentOf(name: ServedName) {
	const text = { schema: { type: 'string' as const } };
	if (name === 'metrics') return { content: { 'text/plain': text } };
	if (name === 'dayLog') return { content: { 'application/x-ndjson': { schema: dayLogLine } } };
	if (name === 'photo')
		return { content: Object.fromEntries(PICTURE_TYPES.map((type) => [type, text])) };
	const schema = ANSWERS[name];
	return schema ? { content: { 'application/json': { schema } } } : {};
}

const door = (parameter: string) => ({
	name: parameter,
	in: 'query' as const,
	schema: { type: 'number' as const },
	description: 'Of the door, in degrees; both or none.'
});
const asked = (parameter: string, description: string) => ({
	name: parameter,
	in: 'query' as const,
	schema: { type: 'string' as const },
	description
});

/** What a route reads of its query. */
const QUERIES: Partial<Record<ServedName, ZodOpenApiParameterObject[]>> = {
	...ADMIN_QUERIES,
	findOrders: [
		asked('q', 'A number, a phone, an amount such as 26,30, or parts of the name.'),
		asked('shop', 'The id of one shop; every shop where the caller may see orders without it.'),
		asked('day', 'A business day, YYYY-MM-DD; without from and to.'),
		asked('from', 'The first business day.'),
		asked('to', 'The last business day.'),
		asked('driver', 'The id of a driver who carries it, has delivered it, or has failed to.'),
		asked('status', 'One state.'),
		asked('fulfilment', 'delivery or collection.'),
		asked('channel', 'web, phone or counter.'),
		asked('after', 'The `next` of the page before; 50 orders a page.'),
		asked('format', 'csv: all of them as a file.')
	],
	figures: [asked('day', 'The business day, YYYY-MM-DD; today without it.')],
	groupFigures: [
		asked('day', 'The business day, YYYY-MM-DD; that of the first shop without it.'),
		asked('page', 'From 1, of 25 shops each.')
	],
	ledger: [
		asked('day', 'The business day, YYYY-MM-DD; today without it.'),
		asked('page', 'From 0, of 200 movements each.'),
		asked('format', 'csv: the whole day as a file.')
	],
	shops: [
		asked('page', 'From 1, of 12 shops each; all shops at once without it.'),
		asked('q', 'With a page: words of the name, the town or the postcode.'),
		{ ...door('lat'), description: 'With a page: the nearest first; in degrees, with lng.' },
		{ ...door('lng'), description: 'In degrees, with lat.' },
		asked('ids', 'Without a page: ids of at most 50 shops, with commas between them.')
	],
	groupOrders: [
		asked(
			'page',
			'From 1, of 25 shops each, those with the most urgent orders first; all without it.'
		),
		asked('q', 'With a page: words of the name, the town or the postcode.')
	],
	groupRisks: [
		asked('shops', 'Ids of at most 25 shops whose windows are wanted, with commas between them.')
	],
	address: [
		asked('q', 'The address in one line; then the other three are not read.'),
		asked('street', 'With the number of the house.'),
		asked('city', 'The name of the town.'),
		asked('postcode', 'Five digits.')
	],
	fates: [
		{ ...asked('orders', 'Ids of at most 50 orders, with commas between them.'), required: true }
	],
	shifts: [asked('day', 'The business day to list, YYYY-MM-DD; today’s by default.')],
	quote: [door('lat'), door('lng')]
};

function parametersOf(
	name: ServedName,
	route: Route,
	repeatable: Mounted['repeatable']
): ZodOpenApiParameterObject[] {
	const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
		name: parameter,
		in: 'path' as const,
		required: true,
		schema: { type: 'string' as const },
		...(parameter === 'token' && {
			description: 'The secret of the tracking link, and all that this operation asks for.'
		})
	}));
	const inQuery = QUERIES[name];
	if (inQuery) return [...inPath, ...inQuery];
	if (!repeatable) return inPath;
	const key = {
		name: 'Idempotency-Key',
		in: 'header' as const,
		required: typeof repeatable === 'object' && Boolean(repeatable.needsKey),
		schema: { type: 'string' as const, minLength: 8, maxLength: 128 }
	};
	return [...inPath, key];
}

/** Faults of a route, beside those of its kind. */
/** The rules of promotion codes. */
const PROMO_FAULTS: readonly FaultCode[] = [
	'promo_unknown',
	'promo_early',
	'promo_over',
	'promo_minimum',
	'promo_other_shop',
	'promo_first_order',
	'promo_used',
	'promo_product'
];

const OWN_FAULTS: Partial<Record<ServedName, readonly FaultCode[]>> = {
	signIn: ['unauthenticated'],
	openShop: ['not_found', 'shop_exists'],
	setUp: ['already_set_up', 'wrong_setup_code'],
	pace: ['not_found'],
	putPhoto: ['invalid', 'too_large', 'bad_picture', 'disk_low'],
	...ADMIN_FAULTS,
	place: [
		'missing_key',
		'key_reused',
		'not_found',
		'shop_closed',
		'kitchen_paused',
		'out_of_stock',
		'unknown_product',
		'bad_choice',
		'bad_time',
		'too_far',
		'below_minimum',
		'too_many_open',
		'orders_paused',
		...PROMO_FAULTS
	],
	basketQuote: [
		'not_found',
		'unknown_product',
		'bad_choice',
		'too_far',
		'unknown_address',
		'shop_closed',
		'kitchen_paused'
	],
	setKitchen: ['bad_time', 'shop_closed'],
	kitchenPreview: ['bad_time', 'shop_closed'],
	openToCustomers: ['not_ready'],
	setShopLimits: ['limits_changed', 'limits_order'],
	shopLimitsPreview: ['limits_order'],
	price: ['unknown_product', 'bad_choice', ...PROMO_FAULTS],
	addCode: ['unknown_product', 'promo_exists'],
	trackCancel: ['stale_version', 'illegal_transition'],
	trackChange: [
		'stale_version',
		'illegal_transition',
		'out_of_stock',
		'unknown_product',
		'bad_choice',
		'below_minimum',
		'promo_minimum',
		'promo_product'
	],
	act: [
		'stale_version',
		'illegal_transition',
		'no_driver',
		'payment_kind_missing',
		'takings_differ'
	],
	correctTakings: [
		'stale_version',
		'nothing_taken',
		'day_closed',
		'payment_kind_missing',
		'takings_differ'
	],
	strike: ['illegal_transition'],
	unstrike: ['illegal_transition'],
	assign: [
		'stale_version',
		'illegal_transition',
		'already_assigned',
		'driver_busy',
		'driver_off',
		'not_found'
	],
	seeAlarm: ['not_found'],
	unassign: ['stale_version', 'illegal_transition', 'no_driver'],
	driverUnwell: ['driver_off'],
	driverQueue: ['driver_off'],
	requestRehearsal: [
		'rehearsal_no_delivery',
		'rehearsal_archived',
		'rehearsal_no_driver',
		'rehearsal_no_kitchen'
	],
	shift: ['not_found', 'run_open', 'not_back'],
	signShift: ['shift_not_counted', 'shift_counted'],
	shifts: ['invalid'],
	shiftFloat: ['shift_over'],
	shiftDrop: ['shift_over', 'drop_too_much'],
	shiftCount: ['shift_running', 'shift_counted', 'shift_recording'],
	acceptRun: ['offer_gone'],
	declineRun: ['offer_gone'],
	myRun: ['not_found'],
	groupRisks: ['invalid'],
	findOrders: ['invalid'],
	figures: ['invalid'],
	groupFigures: ['invalid'],
	ledger: ['invalid'],
	dayLog: ['invalid'],
	closeDay: ['day_ahead', 'day_empty', 'day_before_open', 'day_not_over'],
	address: ['invalid'],
	fates: ['invalid'],
	metrics: ['unauthenticated']
};

/** The faults of its kind of route, then its own. */
function codesOf(name: ServedName, route: Route, mounted: Mounted | undefined): Set<FaultCode> {
	const codes = new Set<FaultCode>();
	const add = (isSo: boolean, ...more: FaultCode[]) => {
		if (isSo) for (const code of more) codes.add(code);
	};
	const isApi = route.path.startsWith('/api/');
	add(isApi, 'too_many', 'unavailable', 'internal');
	add(isApi && route.method !== 'GET', 'invalid', 'bad_origin', 'too_large');
	add(needsSession(route.rule), 'unauthenticated');
	add(Array.isArray(route.rule), 'forbidden');
	add(route.path.includes(':'), 'not_found');
	add(Boolean(mounted?.repeatable), 'key_reused');
	add(true, ...(OWN_FAULTS[name] ?? []));
	return codes;
}

/** One answer per status, which lists its codes. */
function faultsOf(
	name: ServedName,
	route: Route,
	mounted: Mounted | undefined
): ZodOpenApiResponsesObject {
	const byStatus = Map.groupBy(codesOf(name, route, mounted), (code) => FAULTS[code].status);
	const content = { 'application/json': { schema: schemas.wireError } };
	return Object.fromEntries(
		[...byStatus].map(([status, codes]) => [
			String(status),
			{
				description: codes.map((code) => `${code}: ${FAULTS[code].message.en}`).join('\n\n'),
				content
			}
		])
	);
}

const needsSession = (rule: Rule) => rule !== 'public' && rule !== 'token';

function securityOf(name: ServedName, rule: Rule): ZodOpenApiOperationObject['security'] {
	if (name === 'metrics') return [{}, { metricsToken: [] }];
	return needsSession(rule) ? [{ session: [] }] : [];
}

function who(rule: Rule): string {
	if (rule === 'public') return 'For anybody.';
	if (rule === 'token') return 'For whoever holds the tracking token of the path.';
	if (rule === 'staff') return 'For anybody who is signed in.';
	return `For ${rule.join(', ')} of the shop that it is about.`;
}
