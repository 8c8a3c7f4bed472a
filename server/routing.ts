import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { judge, ROUTES, type Principal, type RouteName } from '#domain/people/access.ts';
import { done, FAULTS, refuse, type Result } from '#domain/wire/faults.ts';
import type { Language } from '#domain/menu/menu.ts';
import { fingerprint } from '../db/commands.ts';
import { inTime, type Deadline } from '../db/lanes.ts';
import * as orders from '../db/orders.ts';
import * as tracking from '../db/tracking.ts';
import { paced } from '../db/transact.ts';
import { faultBody, sendFault, sendTooMany } from './answers.ts';
import type { Callers } from './caller.ts';
import type { Context } from './context.ts';
import { once } from './idempotency.ts';
import { languageOf } from './language.ts';
import type { Limits } from './limits.ts';
import { markRoute } from './logging.ts';
import { idempotencyKey, parse, trackingToken, uuid } from './schemas.ts';

/** One request as a route's handler sees it: let in, and its body checked. */
export interface Call<Body> {
	req: Request;
	res: Response;
	params: Record<string, string>;
	body: Body;
	principal: Principal;
	language: Language;
	/** Epoch ms. */
	now: number;
	/** The order that the path is about, by id or by token. */
	order: orders.OrderHead | undefined;
}

/**
 * What the request is about, and so at which shop its caller must have the role: the `:shop` of
 * the path, the order `:id`, the order behind `:token`, or nothing (a role at any shop will do).
 */
type Subject = 'shop' | 'order' | 'token' | 'nothing';

export interface RouteSpec<Body> {
	about?: Subject;
	body?: z.ZodType<Body>;
	/** Of the answer when all went well; 200 unless told. */
	status?: number;
	/** May take longer than other answers: it reads a large body, or checks a password. */
	slow?: boolean;
	/** Obeys an Idempotency-Key when there is one: the same key gives the same answer. */
	repeatable?: boolean;
	handle(call: Call<Body>): Promise<Result<unknown>> | Result<unknown>;
}

/** Within 5 s a caller has an answer: after this the one that it should come again. */
export const ANSWER_MS = 4500;

export type Mount = <Body = undefined>(name: RouteName, spec: RouteSpec<Body>) => void;

/** An answer that is not `200` with JSON, such as metrics or "not ready". */
export class Raw {
	/** The handler has answered by itself. */
	static readonly sent = new Raw(0, undefined);
	readonly status: number;
	readonly body: unknown;
	readonly type: string | undefined;
	constructor(status: number, body: unknown, type?: string) {
		this.status = status;
		this.body = body;
		this.type = type;
	}
}

export interface RoutingTools {
	callers: Callers;
	limits: Limits;
	/** What is served so far, for the description of the API. */
	mounted: Map<RouteName, Mounted>;
}

/** A route as it is described: what it takes, and how it answers. */
export type Mounted = Pick<RouteSpec<unknown>, 'status' | 'repeatable'> & {
	body: z.ZodType | undefined;
};

/** A router that can serve only what the table of routes knows, each by the table's own rule. */
export function createRouting(context: Context, tools: RoutingTools) {
	const router = Router();
	const { mounted } = tools;

	const mount: Mount = (name, spec) => {
		const { method, path, rule } = ROUTES[name];
		if (Array.isArray(rule) && spec.about === 'token')
			throw new Error(`${name}: a token gives no role`);
		if (mounted.has(name)) throw new Error(`${name} is mounted twice`);
		const { body, status, repeatable } = spec;
		mounted.set(name, { body, status, repeatable });
		router[method.toLowerCase() as 'get' | 'post'](path, serve(context, tools, name, spec));
	};

	return { router, mount };
}

function serve<Body>(
	context: Context,
	tools: RoutingTools,
	name: RouteName,
	spec: RouteSpec<Body>
): RequestHandler {
	const respond = async (req: Request, res: Response, deadline: Deadline) => {
		const admitted = await admit(context, name, spec.about ?? 'nothing', req, res);
		if (!admitted.ok) {
			if (spec.about !== 'token' || admitted.fault.code !== 'not_found')
				return sendFault(req, res, admitted.fault);
			return sendMiss(context, tools, req, res);
		}
		const body = readBody(spec, req.body);
		if (!body.ok) return sendFault(req, res, body.fault);
		const call: Call<Body> = {
			req,
			res,
			params: paramsOf(req),
			body: body.value,
			language: languageOf(req.headers),
			now: context.now(),
			...admitted.value
		};
		const shop = shopOf(call);
		await paced({ shop, deadline }, () => answer(context, spec, call));
		if (shop !== undefined && ROUTES[name].method !== 'GET') context.publicReads.forget(shop);
	};
	return async (req, res) => {
		markRoute(req, ROUTES[name].path);
		const deadline = spec.slow ? undefined : performance.now() + ANSWER_MS;
		await inTime(deadline, respond(req, res, deadline));
	};
}

/** The shop that a command changes, as far as its request says. */
function shopOf({ params, order, body, principal }: Call<unknown>): string | undefined {
	const asked = typeof body === 'object' && body !== null && 'shop' in body ? body.shop : undefined;
	const named = params.shop ?? order?.shop ?? (typeof asked === 'string' ? asked : undefined);
	if (named !== undefined || principal.kind !== 'staff') return named;
	return principal.roles.find((held) => held.role === 'driver')?.shop;
}

interface Admitted {
	principal: Principal;
	order: orders.OrderHead | undefined;
}

/** Whether the table lets this caller in; what it is about is looked up only for those it may. */
async function admit(
	{ auth, pool }: Context,
	name: RouteName,
	about: Subject,
	req: Request,
	res: Response
): Promise<Result<Admitted>> {
	const { rule } = ROUTES[name];
	const params = paramsOf(req);
	if (rule === 'public') return done({ principal: { kind: 'anonymous' }, order: undefined });
	if (rule === 'token') {
		const order = await orderOfToken(pool, params.token ?? '');
		return order ? done({ principal: { kind: 'anonymous' }, order }) : refuse('not_found');
	}
	const { principal, cookies } = await auth.identify(req.headers);
	for (const cookie of cookies) res.append('Set-Cookie', cookie);
	if (principal.kind === 'anonymous') return refuse('unauthenticated');

	if (about !== 'order') {
		const verdict = judge(principal, rule, about === 'shop' ? params.shop : undefined);
		return verdict === 'allow' ? done({ principal, order: undefined }) : refuse(verdict);
	}
	const id = uuid.safeParse(params.id);
	const order = id.success ? await orders.ownerOf(pool, id.data) : undefined;
	// Another shop's order looks exactly like none: nobody learns which ids exist elsewhere.
	const isNear = order && principal.roles.some((held) => held.shop === order.shop);
	if (!isNear) return refuse('not_found');
	const verdict = judge(principal, rule, order.shop);
	return verdict === 'allow' ? done({ principal, order }) : refuse(verdict);
}

async function orderOfToken(pool: Context['pool'], token: string) {
	if (!trackingToken.safeParse(token).success) return undefined;
	const found = await tracking.orderOfToken(pool, token);
	return found && orders.ownerOf(pool, found.id);
}

/** A token that does not exist may be a guess: it counts, and who guesses too much has to wait. */
async function sendMiss(
	{ metrics }: Context,
	{ callers, limits }: RoutingTools,
	req: Request,
	res: Response
): Promise<void> {
	const wait = await limits.take('tokenMiss', callers.of(req));
	if (wait === undefined) return sendFault(req, res, { code: 'not_found' });
	metrics.limited.inc({ kind: 'tokenMiss' });
	sendTooMany(req, res, wait);
}

function readBody<Body>(spec: RouteSpec<Body>, body: unknown): Result<Body> {
	// Only a route without a schema has `undefined` as its body's type.
	if (!spec.body) return done(undefined as Body);
	return parse(spec.body, body ?? {});
}

/** What any id, slug, action or token looks like. */
const PLAIN = /^[A-Za-z0-9_-]{1,64}$/;

/** The path's parameters; one that can be no id is left out, and so is not found. */
function paramsOf(req: Request): Record<string, string> {
	return Object.fromEntries(
		Object.entries(req.params).filter((entry): entry is [string, string] => {
			return typeof entry[1] === 'string' && PLAIN.test(entry[1]);
		})
	);
}

async function answer<Body>(
	context: Context,
	spec: RouteSpec<Body>,
	call: Call<Body>
): Promise<void> {
	const { req, res, language } = call;
	const key = spec.repeatable ? req.headers['idempotency-key'] : undefined;
	if (key === undefined) return send(spec, call, await spec.handle(call));
	if (!idempotencyKey.safeParse(key).success) return sendFault(req, res, { code: 'invalid' });

	const who = actorOf(call);
	const command = {
		scope: `${who}${who === 'customer' ? `:${call.order?.id}` : ''} ${req.method} ${routePath(call)}`,
		key: String(key),
		fingerprint: fingerprint(call.body)
	};
	const first = await once(context.pool, who, command, async () => {
		const result = await spec.handle(call);
		return result.ok
			? { status: spec.status ?? 200, body: result.value }
			: { status: FAULTS[result.fault.code].status, body: faultBody(result.fault, language) };
	});
	if ('fault' in first) return sendFault(req, res, first.fault);
	if (res.headersSent) return;
	res.status(first.status).json(first.body);
}

/** A token must not be written down, so the command's name holds the pattern, not the address. */
const routePath = ({ req, order }: Call<unknown>): string =>
	order && 'token' in req.params ? String(req.route?.path) : req.path;

function send<Body>(spec: RouteSpec<Body>, call: Call<Body>, result: Result<unknown>): void {
	const { req, res } = call;
	// The deadline has answered already.
	if (res.headersSent && !(result.ok && result.value === Raw.sent)) return;
	if (!result.ok) return sendFault(req, res, result.fault);
	const { value } = result;
	if (value === Raw.sent) return;
	if (!(value instanceof Raw)) return void res.status(spec.status ?? 200).json(value);
	if (value.type) res.type(value.type);
	res.status(value.status).send(value.body);
}

/** How the log names the caller. */
export function actorOf({ principal }: Pick<Call<unknown>, 'principal'>) {
	return principal.kind === 'staff' ? (`staff:${principal.id}` as const) : ('customer' as const);
}

/** The order of a route that is about one. */
export function orderOf({ order }: Pick<Call<unknown>, 'order'>): orders.OrderHead {
	if (!order) throw new Error('this route is not about an order');
	return order;
}

/** Who is signed in, on a route that lets only such people in. */
export function personOf({ principal }: Pick<Call<unknown>, 'principal'>) {
	if (principal.kind !== 'staff') throw new Error('this route lets anybody in');
	return principal;
}
