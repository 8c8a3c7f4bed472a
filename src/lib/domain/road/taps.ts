/**
 * The offline queue of a driver's phone: the run as it looks with the queued taps, and the meaning
 * of the server's answer to each.
 */

import { transitionOf, type Action } from '../order/lifecycle.ts';
import type { Status } from '../order/order.ts';
import type { DoorReport } from '../pay/door.ts';

/** One queued tap: the next action of a stop. */
export interface Tap extends DoorReport {
	/** Position in the phone's queue. */
	id: number;
	/** The idempotency key, the same for every retry. */
	key: string;
	/** Id of the driver who tapped. */
	driver: string;
	order: string;
	/** The order's number, for display. */
	number: number;
	run: string;
	action: Action;
	/** The stage after the tap. */
	to: Status;
	/** Time of the tap (ISO), by the phone's estimate of the server's clock. */
	at: string;
	reason?: string;
	/**
	 * The server's refusal; a tap dropped because of an earlier refusal for its order has no reason.
	 */
	refused?: { why: string | null };
	/** The order's version after the tap, once the server has answered. */
	version?: number;
}

interface TapStop {
	id: string;
	run: string;
	status: Status;
	version: number;
	stageAt: string;
}

/**
 * The stops with all taps applied that the server has not answered or whose change has not arrived
 * yet. A delivered or returned stop is removed.
 */
export function afterTaps<S extends TapStop>(stops: readonly S[], taps: readonly Tap[]): S[] {
	return stops
		.filter((stop) => !taps.some((tap) => tap.action === 'return' && isOpen(tap, stop)))
		.map((stop) => taps.filter((tap) => isOpen(tap, stop)).reduce(withTap, stop))
		.filter((stop) => stop.status !== 'delivered');
}

const isOpen = (tap: Tap, stop: TapStop): boolean =>
	tap.order === stop.id &&
	tap.run === stop.run &&
	!tap.refused &&
	(tap.version === undefined || tap.version > stop.version);

function withTap<S extends TapStop>(stop: S, tap: Tap): S {
	const isNext = transitionOf(stop.status, tap.action, 'delivery')?.to === tap.to;
	return isNext ? { ...stop, status: tap.to, stageAt: tap.at } : stop;
}

/** The next tap to send: the oldest one whose order has no refused tap before it. */
export function nextToSend(taps: readonly Tap[]): Tap | undefined {
	const stuck = new Set(taps.filter((tap) => tap.refused).map((tap) => tap.order));
	return taps.find((tap) => tap.version === undefined && !tap.refused && !stuck.has(tap.order));
}

/**
 * `already`: another person or an earlier retry has done it. `later`: no definite answer, send
 * again.
 */
export type Verdict = 'applied' | 'already' | 'later' | 'refused';

/**
 * HTTP statuses that say nothing about the tap: no answer, signed out, timeout, too many requests.
 */
const AGAIN = [0, 401, 408, 429];

/** The meaning of the server's answer; `status` is 0 without an answer. */
export function judgeAnswer(
	tap: Pick<Tap, 'to'>,
	answer: { ok: true } | { ok: false; status: number; error: { code: string; now?: unknown } }
): Verdict {
	if (answer.ok) return 'applied';
	const { status, error } = answer;
	if (AGAIN.includes(status) || status >= 500 || error.code === 'other_driver') return 'later';
	return statusIn(error.now) === tap.to ? 'already' : 'refused';
}

function statusIn(now: unknown): unknown {
	return typeof now === 'object' && now !== null && 'status' in now ? now.status : undefined;
}

/** The time of a new tap: always after the taps before it, even if the phone's clock went back. */
export function tapTime(nowMs: number, before: readonly Pick<Tap, 'at'>[]): string {
	const last = Math.max(-Infinity, ...before.map(({ at }) => Date.parse(at)));
	return new Date(Math.max(nowMs, last + 1)).toISOString();
}
