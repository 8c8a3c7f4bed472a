import { pipeline, Readable } from 'node:stream';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { done, type FaultCode, type Result } from '#domain/wire/faults.ts';
import { inTime, type Deadline } from '../db/plumbing/lanes.ts';
import { paced } from '../db/plumbing/transaction.ts';
import { sendFault, tooMany } from './answers.ts';
import { admit, askedShop, paramsOf, type Subject } from './admission.ts';
import type { Call } from './call.ts';
import type { Callers } from './caller.ts';
import type { Context } from './context.ts';
import { answerOnce, keyOf, type Repeatable } from './idempotency.ts';
import { languageOf } from './language.ts';
import type { LimitClass, Limits } from './limits.ts';
import { markRoute } from './logging.ts';
import { parse } from './schemas.ts';
import { SERVED, type ServedName } from './served.ts';

export interface RouteSpec<Body, Prepared = undefined> {
	about?: Subject;
	body?: z.ZodType<Body>;
	/** Status of the answer on success; 200 by default. */
	status?: number;
	/** Has no deadline: it reads a large body, or checks a password. */
	slow?: boolean;
	/** Changes nothing, though it has a body: what is cached stays. */
	reads?: true;
	/** Rate limit of each address; repetitions count too. */
	limit?: LimitClass;
	/** Limits requests that may be guesses of a secret: a wrong one counts, a right one does not. */
	guess?: Guess;
	/**
	 * Obeys an Idempotency-Key when there is one: the same key gives the same answer. The handler does
	 * nothing but SQL, in `call.db`.
	 */
	repeatable?: true | Repeatable;
	/** Gets what `handle` needs from outside the database, before the transaction of a repeatable route. */
	prepare?(call: Call<Body>): Promise<Prepared>;
	handle(call: Call<Body>, prepared: Prepared): Promise<Result<unknown>> | Result<unknown>;
}

/** A request with a secret that may be a guess. */
interface Guess {
	limit: LimitClass;
	/** Whether the request has the secret at all. */
	isOne(body: unknown): boolean;
	/** The fault of a wrong guess. */
	isWrong: FaultCode;
}

/** A route whose call is prepared. */
export interface ReadyRoute<Body> extends Pick<RouteSpec<Body>, 'status' | 'repeatable'> {
	handle(call: Call<Body>): Promise<Result<unknown>> | Result<unknown>;
}

/** Deadline: within 5 s a caller gets an answer, after this `unavailable`. */
export const ANSWER_MS = 4500;

export type Mount = <Body = undefined, Prepared = undefined>(
	name: ServedName,
	spec: RouteSpec<Body, Prepared>
) => void;

/** An answer that is not `200` with JSON, such as metrics or "not ready". */
export class Raw {
	readonly status: number;
	readonly body: unknown;
	readonly type: string | undefined;
	constructor(status: number, body: unknown, type?: string) {
		this.status = status;
		this.body = body;
		this.type = type;
	}
}

/** An answer that is sent part by part, such as a long file. A failure in a later part closes the connection. */
export class Streamed {
	readonly parts: AsyncIterable<string>;
	readonly type: string;
	constructor(parts: AsyncIterable<string>, type: string) {
		this.parts = parts;
		this.type = type;
	}
}

export interface RoutingTools {
	callers: Callers;
	limits: Limits;
	/** The mounted routes, for the description of the API. */
	mounted: Map<ServedName, Mounted>;
}

/** What the description of the API needs of a route. */
export type Mounted = Pick<RouteSpec<unknown>, 'status' | 'repeatable'> & {
	body: z.ZodType | undefined;
};

/** A router for the routes of the table only, each with its rule. */
export function createRouting(context: Context, tools: RoutingTools) {
	const router = Router();
	const { mounted } = tools;

	const mount: Mount = (name, spec) => {
		const { method, path, rule } = SERVED[name];
		if (Array.isArray(rule) && spec.about === 'token')
			throw new Error(`${name}: a token gives no role`);
		if (mounted.has(name)) throw new Error(`${name} is mounted twice`);
		const { body, status, repeatable } = spec;
		mounted.set(name, { body, status, repeatable });
		router[method.toLowerCase() as 'get' | 'post' | 'patch'](
			path,
			serve(context, tools, name, spec)
		);
	};

	return { router, mount };
}

function serve<Body, Prepared>(
	context: Context,
	tools: RoutingTools,
	name: ServedName,
	spec: RouteSpec<Body, Prepared>
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
			db: context.pool,
			...admitted.value
		};
		const shop = shopOf(call);
		await paced({ shop, deadline }, () => answer(context, tools, spec, call));
		const isChange = SERVED[name].method !== 'GET' && !spec.reads;
		if (shop !== undefined && isChange) context.publicReads.forget(shop);
	};
	return async (req, res) => {
		markRoute(req, SERVED[name].path);
		const deadline = spec.slow ? undefined : performance.now() + ANSWER_MS;
		await inTime(deadline, respond(req, res, deadline));
	};
}

/** The shop that a command changes, as far as the request names it. */
function shopOf({ req, params, order, body, principal }: Call<unknown>): string | undefined {
	const asked = typeof body === 'object' && body !== null && 'shop' in body ? body.shop : undefined;
	const named =
		params.shop ?? order?.shop ?? (typeof asked === 'string' ? asked : undefined) ?? askedShop(req);
	if (named !== undefined || principal.kind !== 'staff') return named;
	return principal.roles.find((held) => held.role === 'driver')?.shop;
}

/** A token that does not exist may be a guess: guesses are counted, and too many are refused. */
async function sendMiss(
	{ metrics }: Context,
	{ callers, limits }: RoutingTools,
	req: Request,
	res: Response
): Promise<void> {
	const wait = await limits.take('tokenMiss', callers.of(req));
	if (wait === undefined) return sendFault(req, res, { code: 'not_found' });
	metrics.limited.inc({ kind: 'tokenMiss' });
	sendFault(req, res, tooMany(wait));
}

function readBody<Body>(spec: Pick<RouteSpec<Body>, 'body'>, body: unknown): Result<Body> {
	// Only a route without a schema has `undefined` as its body's type.
	if (!spec.body) return done(undefined as Body);
	return parse(spec.body, body ?? {});
}

async function answer<Body, Prepared>(
	{ metrics, pool }: Context,
	tools: RoutingTools,
	spec: RouteSpec<Body, Prepared>,
	call: Call<Body>
): Promise<void> {
	const { req, res } = call;
	const key = keyOf(spec, req);
	if (!key.ok) return sendFault(req, res, key.fault);
	const refused = await refusedBy(tools, spec, call);
	if (refused) {
		metrics.limited.inc({ kind: refused.kind });
		return sendFault(req, res, tooMany(refused.wait));
	}
	const prepared = (await spec.prepare?.(call)) as Prepared;
	const { status, repeatable } = spec;
	const ready: ReadyRoute<Body> = {
		status,
		repeatable,
		handle: (ours) => handleGuess(tools, spec, ours, prepared)
	};
	if (key.value === undefined) return send(ready, call, await ready.handle(call));
	const answered = await answerOnce(pool, ready, call, key.value);
	if (!answered.ok) return sendFault(req, res, answered.fault);
	// The deadline has answered already.
	if (res.headersSent) return;
	res.status(answered.value.status).json(answered.value.body);
}

/** The limit that a call exceeds, with the seconds to wait. A guess counts until it was right. */
async function refusedBy<Body>(
	{ callers, limits }: RoutingTools,
	{ limit, guess }: Pick<RouteSpec<Body>, 'limit' | 'guess'>,
	{ req, body }: Call<Body>
): Promise<{ kind: LimitClass; wait: number } | undefined> {
	for (const kind of [limit, guess?.isOne(body) ? guess.limit : undefined]) {
		const wait = kind && (await limits.take(kind, callers.of(req)));
		if (kind && wait !== undefined) return { kind, wait };
	}
	return undefined;
}

/** Handles a call; what was counted as a guess is given back unless it was wrong. */
async function handleGuess<Body, Prepared>(
	{ callers, limits }: RoutingTools,
	{ guess, handle }: RouteSpec<Body, Prepared>,
	call: Call<Body>,
	prepared: Prepared
): Promise<Result<unknown>> {
	const result = await handle(call, prepared);
	const isWrong = !result.ok && result.fault.code === guess?.isWrong;
	if (guess?.isOne(call.body) && !isWrong) await limits.giveBack(guess.limit, callers.of(call.req));
	return result;
}

function send<Body>(spec: ReadyRoute<Body>, call: Call<Body>, result: Result<unknown>): void {
	const { req, res } = call;
	if (res.headersSent) return;
	if (!result.ok) return sendFault(req, res, result.fault);
	const { value } = result;
	if (value instanceof Streamed) {
		res.status(200).type(value.type);
		// Not awaited: the deadline is for the first part. `pipeline` destroys the answer after a failure.
		return void pipeline(Readable.from(value.parts), res, () => {});
	}
	if (!(value instanceof Raw)) return void res.status(spec.status ?? 200).json(value);
	if (value.type) res.type(value.type);
	res.status(value.status).send(value.body);
}
