import type { z } from 'zod';
import {
	createDocument,
	type ZodOpenApiOperationObject,
	type ZodOpenApiParameterObject,
	type ZodOpenApiPathsObject
} from 'zod-openapi';
import { ROUTES, type Route, type RouteName, type Rule } from '#domain/access.ts';
import * as schemas from './schemas.ts';

const BODIES: Partial<Record<RouteName, z.ZodType>> = {
	signIn: schemas.signInBody,
	signOut: schemas.emptyBody,
	openShop: schemas.openShopBody,
	place: schemas.placeOrder,
	trackCancel: schemas.actionBody,
	trackChange: schemas.changeBody,
	act: schemas.actionBody,
	strike: schemas.emptyBody,
	unstrike: schemas.emptyBody,
	assign: schemas.assignBody,
	unassign: schemas.emptyBody,
	shift: schemas.shiftBody,
	acceptRun: schemas.emptyBody,
	declineRun: schemas.emptyBody
};

const ANSWERS: Partial<Record<RouteName, z.ZodType>> = {
	place: schemas.placedAnswer,
	trackCancel: schemas.actionAnswer,
	trackChange: schemas.actionAnswer,
	act: schemas.actionAnswer,
	strike: schemas.actionAnswer,
	unstrike: schemas.actionAnswer,
	assign: schemas.actionAnswer,
	unassign: schemas.actionAnswer
};

const CREATED: readonly RouteName[] = ['place', 'openShop'];
const KEYED: readonly RouteName[] = ['place', 'trackCancel', 'trackChange', 'act'];

/** The API as OpenAPI 3.1, made from the table of routes and the schemas that check the bodies. */
export function describeApi(): ReturnType<typeof createDocument> {
	const paths: ZodOpenApiPathsObject = {};
	for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
		const path = route.path.replace(/:(\w+)/g, '{$1}');
		const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
		paths[path] = { ...paths[path], [method]: operationOf(name, route) };
	}
	return createDocument({
		openapi: '3.1.0',
		info: { title: 'Passe-plat', version: '1', license: { name: 'MIT' } },
		components: {
			securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'passe-plat' } }
		},
		paths
	});
}

function operationOf(name: RouteName, route: Route): ZodOpenApiOperationObject {
	const body = BODIES[name];
	const answer = ANSWERS[name];
	return {
		operationId: name,
		summary: route.summary,
		description: who(route.rule),
		...(needsSession(route.rule) && { security: [{ session: [] }] }),
		parameters: parametersOf(name, route),
		...(body && { requestBody: { content: { 'application/json': { schema: body } } } }),
		responses: {
			[CREATED.includes(name) ? '201' : '200']: {
				description: 'Done',
				...(answer && { content: { 'application/json': { schema: answer } } })
			},
			default: {
				description: 'A fault, in the caller’s language',
				content: { 'application/json': { schema: schemas.wireError } }
			}
		}
	};
}

function parametersOf(name: RouteName, route: Route): ZodOpenApiParameterObject[] {
	const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
		name: parameter,
		in: 'path' as const,
		required: true,
		schema: { type: 'string' as const }
	}));
	if (!KEYED.includes(name)) return inPath;
	const key = {
		name: 'Idempotency-Key',
		in: 'header' as const,
		required: name === 'place',
		schema: { type: 'string' as const, minLength: 8, maxLength: 128 }
	};
	return [...inPath, key];
}

const needsSession = (rule: Rule) => rule !== 'public' && rule !== 'token';

function who(rule: Rule): string {
	if (rule === 'public') return 'For anybody.';
	if (rule === 'token') return 'For whoever holds the tracking token.';
	if (rule === 'staff') return 'For anybody who is signed in.';
	return `For ${rule.join(', ')} of the shop that it is about.`;
}
