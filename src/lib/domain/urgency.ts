/** How pressing a ticket is: one rule for every screen and figure, by the way it leaves the shop. */

import type { Fulfilment, Status } from './order.ts';

/** `later`: ordered for another time, nobody has to start yet. */
export const URGENCIES = ['later', 'calm', 'soon', 'urgent', 'late'] as const;
export type Urgency = (typeof URGENCIES)[number];

interface Thresholds {
	/** Minutes before the promise at which a ticket turns `soon`. */
	soon: number;
	/** The same for `urgent`: a delivery still has its road before it. */
	urgent: number;
	/** A ticket for later enters the line this long before its promise. */
	enters: number;
}

export const THRESHOLDS: Record<Fulfilment, Thresholds> = {
	delivery: { soon: 20, urgent: 12, enters: 50 },
	collection: { soon: 10, urgent: 5, enters: 35 }
};

/** From order to promise: beyond it somebody chose a time, nobody quotes that long. */
const SCHEDULED_FROM_MINUTES = 75;
const MINUTE = 60_000;

export interface Promised {
	status: Status;
	fulfilment: Fulfilment;
	placedAt: string;
	promisedAt: string;
}

/** Whether the customer asked for a time instead of "as soon as possible". */
export function isScheduled({ placedAt, promisedAt }: Promised): boolean {
	return Date.parse(promisedAt) - Date.parse(placedAt) >= SCHEDULED_FROM_MINUTES * MINUTE;
}

/**
 * When the line has to see a ticket for `promisedAt`, epoch ms: before that nobody has to accept it.
 */
export const entersAt = (fulfilment: Fulfilment, promisedAt: number): number =>
	promisedAt - THRESHOLDS[fulfilment].enters * MINUTE;

/** How pressing it is at `now`, epoch ms of the server's clock. */
export function urgencyOf(ticket: Promised, now: number): Urgency {
	const left = (Date.parse(ticket.promisedAt) - now) / MINUTE;
	const { soon, urgent, enters } = THRESHOLDS[ticket.fulfilment];
	if (left < 0) return 'late';
	if (left <= urgent) return 'urgent';
	if (left <= soon) return 'soon';
	const isStarted = ticket.status !== 'placed' && ticket.status !== 'accepted';
	return isScheduled(ticket) && !isStarted && left > enters ? 'later' : 'calm';
}
