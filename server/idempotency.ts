import type { Request } from 'express';
import { done, FAULTS, refuse, type FaultCode, type Result } from '#domain/wire/faults.ts';
import {
	find,
	fingerprint,
	once,
	type Answer,
	type CommandKey
} from '../db/plumbing/command-keys.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import { faultBody } from './answers.ts';
import { actorOf, type Call } from './call.ts';
import type { ReadyRoute, RouteSpec } from './routing.ts';
import { idempotencyKey } from './schemas.ts';

/** How a command obeys its Idempotency-Key. */
export interface Repeatable {
	/** Without a key the command is refused with `missing_key`. */
	needsKey?: boolean;
	/** One set of keys for all callers of this route, because they are anonymous. */
	scope?: string;
	/** `kept` (the default): a refusal is the answer of its key. `undone`: it leaves the key free. */
	refusals?: 'kept' | 'undone';
	/** Why no new request is taken just now. A repetition still gets its answer. */
	paused?(): FaultCode | undefined;
	/** Makes the body of each answer, the first one too, from the body that is stored. */
	complete?(stored: unknown, call: Call<unknown>): unknown;
}

/**
 * The key of a request; undefined when the route obeys none, or when the caller sent none and none is
 * needed.
 */
export function keyOf(
	{ repeatable }: Pick<RouteSpec<never>, 'repeatable'>,
	{ headers }: Request
): Result<string | undefined> {
	const { needsKey } = optionsOf(repeatable);
	const sent = headers['idempotency-key'];
	if (!repeatable || (sent === undefined && !needsKey)) return done(undefined);
	const key = idempotencyKey.safeParse(sent);
	return key.success ? done(key.data) : refuse(needsKey ? 'missing_key' : 'invalid');
}

/** Handles a call in the transaction of its key, or returns the answer that the key has already. */
export async function answerOnce<Body>(
	pool: Pool,
	spec: ReadyRoute<Body>,
	call: Call<Body>,
	key: string
): Promise<Result<Answer>> {
	const { scope, refusals = 'kept', paused, complete } = optionsOf(spec.repeatable);
	const command: CommandKey = {
		scope: scope ?? scopeOf(call),
		key,
		fingerprint: fingerprint(call.body)
	};
	const why = paused?.();
	const answered = why
		? ((await find(pool, command)) ?? refuse(why))
		: await once(
				pool,
				{ command, actor: actorOf(call), refusals, answer: (result) => stored(spec, call, result) },
				async (tx) => spec.handle({ ...call, db: tx })
			);
	if (!answered.ok || !complete || answered.value.status >= 400 || call.res.headersSent)
		return answered;
	return done({ ...answered.value, body: complete(answered.value.body, call) });
}

function optionsOf(repeatable: boolean | Repeatable | undefined): Repeatable {
	return typeof repeatable === 'object' ? repeatable : {};
}

/** The caller and the command, so that the keys of two callers never collide. */
function scopeOf(call: Call<unknown>): string {
	const actor = actorOf(call);
	const caller = actor === 'customer' ? `${actor}:${call.order?.id}` : actor;
	return `${caller} ${call.req.method} ${pathOf(call)}`;
}

/** A tracking token must not be stored, so the scope has the pattern of the path. */
const pathOf = ({ req, order }: Call<unknown>): string =>
	order && 'token' in req.params ? String(req.route?.path) : req.path;

function stored(
	{ status = 200 }: Pick<RouteSpec<never>, 'status'>,
	{ language }: Pick<Call<unknown>, 'language'>,
	result: Result<unknown>
): Answer {
	if (result.ok) return { status, body: result.value };
	return { status: FAULTS[result.fault.code].status, body: faultBody(result.fault, language) };
}
