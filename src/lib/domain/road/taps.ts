/**
 * A driver's taps that wait on the phone for the network: what the run looks like with them, and
 * what the server's answer means for each.
 */

import { transitionOf, type Action } from '../order/lifecycle.ts';
import type { PaymentKind, Status } from '../order/order.ts';

/** One tap on the next step of a stop. */
export interface Tap {
	/** The place in the phone's queue. */
	id: number;
	/** The idempotency key: the same however often it is sent. */
	key: string;
	/** Whose tap it is. */
	driver: string;
	order: string;
	/** The order's number, for people. */
	number: number;
	run: string;
	action: Action;
	/** The stage that it leads to. */
	to: Status;
	/** When it was tapped, by the server's clock as the phone knew it (ISO). */
	at: string;
	reason?: string;
	paymentKind?: PaymentKind;
	/** Why the server refused it, in words; a tap after a refused one of its order has none. */
	refused?: { why: string | null };
	/** The order's version after it, once the server has answered. */
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
 * The stops as the driver left them: with every tap that the server has not answered, or whose
 * effect the phone has not heard of yet. A stop delivered or brought back is gone.
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

/** The next tap to send: the oldest whose order has no refused one before it. */
export function nextToSend(taps: readonly Tap[]): Tap | undefined {
	const stuck = new Set(taps.filter((tap) => tap.refused).map((tap) => tap.order));
	return taps.find((tap) => tap.version === undefined && !tap.refused && !stuck.has(tap.order));
}

/** `already`: somebody, or an earlier sending, has done it. `later`: nothing is known, send again. */
export type Verdict = 'applied' | 'already' | 'later' | 'refused';

/** HTTP answers that say nothing about the tap: signed out, too many requests, no time. */
const AGAIN = [0, 401, 408, 429];

/** What the server's answer means; `status` is 0 when none came. */
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

/** The time of a tap made now: after every tap before it, whatever the phone's clock does. */
export function tapTime(nowMs: number, before: readonly Pick<Tap, 'at'>[]): string {
	const last = Math.max(-Infinity, ...before.map(({ at }) => Date.parse(at)));
	return new Date(Math.max(nowMs, last + 1)).toISOString();
}
