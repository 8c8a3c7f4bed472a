import { faultMessage, refuse } from '#domain/wire/faults.ts';
import type { Result } from '#domain/wire/faults.ts';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { isOutage } from '../../db/plumbing/errors.ts';
import { newBucket, take } from './bucket.ts';
import type { BucketSize } from './bucket.ts';
import type { HubMetrics, Refusal } from './metrics.ts';
import type { HubSocket } from './types.ts';

const PACKETS: BucketSize = { burst: 100, perMs: 60_000 };
const FIXES: BucketSize = { burst: 60, perMs: 30_000 };

/** The handler of one client event. */
export interface Handler {
	/** Parses the body and runs the handler; `malformed` when the body does not match the schema. */
	act(socket: HubSocket, body: unknown): Promise<Result<object>> | 'malformed';
	/** Refuse the packet when it carries no ack callback. */
	needsAck: boolean;
	/** Sent frequently, so limited by its own bucket. */
	isStream?: boolean;
}

export type Handlers = Record<string, Handler>;

/** Makes a handler that parses the body with `schema` first. */
export function handler<Body>(
	schema: z.ZodType<Body>,
	run: (socket: HubSocket, body: Body) => Promise<Result<object>>,
	options: Omit<Handler, 'act'>
): Handler {
	return {
		...options,
		act: (socket, body) => {
			const parsed = schema.safeParse(body);
			return parsed.success ? run(socket, parsed.data) : 'malformed';
		}
	};
}

interface GuardOptions {
	handlers: Handlers;
	metrics: Pick<HubMetrics, 'refused' | 'cut'>;
	log: Pick<Logger, 'error'>;
	limits: boolean;
}

/**
 * Entry of all packets: rate limit, event name, ack, schema, then the handler. It also catches the
 * handler's exceptions: Socket.io would let them end the process.
 */
export function guardPackets(socket: HubSocket, options: GuardOptions): void {
	// `next` is never called, so Socket.io dispatches no packet itself.
	socket.use(([event, ...args]) => {
		receive(socket, event, args, options).catch((error: unknown) =>
			options.log.error({ err: error }, 'packet')
		);
	});
}

async function receive(
	socket: HubSocket,
	event: string,
	args: unknown[],
	options: GuardOptions
): Promise<void> {
	const ack = typeof args.at(-1) === 'function' ? (args.pop() as Answer) : undefined;
	const known = Object.hasOwn(options.handlers, event) ? options.handlers[event] : undefined;
	if (options.limits && !mayPass(socket, known, options)) return no('rate', refuse('too_many'));
	if (!known) return no('unknown', refuse('invalid'));
	if (known.needsAck && !ack) return no('no_ack', refuse('invalid'));
	if (args.length !== 1) return no('malformed', refuse('invalid'));
	try {
		const result = known.act(socket, args[0]);
		if (result === 'malformed') return no('malformed', refuse('invalid'));
		answer(await result);
	} catch (error) {
		options.log.error({ err: error, event }, 'a packet could not be handled');
		no('failed', refuse(isOutage(error) ? 'unavailable' : 'internal'));
	}

	function no(reason: Refusal, fault: Result<object>): void {
		options.metrics.refused.inc({ reason });
		answer(fault);
	}

	function answer(result: Result<object>): void {
		if (result.ok) return ack?.({ ok: true, ...result.value });
		const { code, now } = result.fault;
		const message = faultMessage(result.fault, socket.data.language);
		ack?.({ ok: false, error: { code, message, ...(now !== undefined && { now }) } });
	}
}

/** Counts the packet against its bucket; disconnects a client that goes far over the limit. */
function mayPass(socket: HubSocket, known: Handler | undefined, options: GuardOptions): boolean {
	const size = known?.isStream ? FIXES : PACKETS;
	const bucket = known?.isStream
		? (socket.data.fixes ??= newBucket(size))
		: (socket.data.packets ??= newBucket(size));
	const isIn = take(bucket, size);
	if (bucket.left < -5 * size.burst) {
		options.metrics.cut.inc({ reason: 'flood' });
		socket.conn.close();
	}
	return isIn;
}

type Answer = (answer: object) => void;
