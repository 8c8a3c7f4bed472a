import type { z } from 'zod';
import {
	createDocument,
	type ZodOpenApiOperationObject,
	type ZodOpenApiParameterObject,
	type ZodOpenApiPathsObject
} from 'zod-openapi';
import { ROUTES, type Route, type RouteName, type Rule } from '#domain/access.ts';
import type { Mounted } from './routing.ts';
import * as schemas from './schemas.ts';

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

type Served = ReadonlyMap<RouteName, Mounted>;

/** The API as OpenAPI 3.1, made from the table of routes and the very schemas that check bodies. */
export function describeApi(served: Served): ReturnType<typeof createDocument> {
	const paths: ZodOpenApiPathsObject = {};
	for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
		const path = route.path.replace(/:(\w+)/g, '{$1}');
		const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
		paths[path] = { ...paths[path], [method]: operationOf(name, route, served.get(name)) };
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

function operationOf(
	name: RouteName,
	route: Route,
	mounted: Mounted | undefined
): ZodOpenApiOperationObject {
	const body = mounted?.body;
	const answer = ANSWERS[name];
	return {
		operationId: name,
		summary: route.summary,
		description: who(route.rule),
		...(needsSession(route.rule) && { security: [{ session: [] }] }),
		parameters: parametersOf(name, route, mounted?.repeatable ?? false),
		...(body && { requestBody: { content: { 'application/json': { schema: body } } } }),
		responses: {
			[String(mounted?.status ?? 200)]: {
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

function parametersOf(
	name: RouteName,
	route: Route,
	isRepeatable: boolean
): ZodOpenApiParameterObject[] {
	const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
		name: parameter,
		in: 'path' as const,
		required: true,
		schema: { type: 'string' as const }
	}));
	if (!isRepeatable && name !== 'place') return inPath;
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
