/**
 * How pressing a ticket is to the kitchen: one rule for its order, its mark and its figures, by the way
 * it leaves the shop. A desk watches the promise itself, by `remaining.ts`.
 */

import type { Fulfilment, Status } from '../order/order.ts';

/** `later`: ordered ahead and still to be accepted; nobody has to start yet. */
export const URGENCIES = ['later', 'calm', 'soon', 'urgent', 'late'] as const;
export type Urgency = (typeof URGENCIES)[number];

interface Thresholds {
	/** Minutes before the promise at which a ticket turns `soon`. */
	soon: number;
	/** The same for `urgent`: a delivery still has its road before it. */
	urgent: number;
}

export const THRESHOLDS: Record<Fulfilment, Thresholds> = {
	delivery: { soon: 20, urgent: 12 },
	collection: { soon: 10, urgent: 5 }
};

const MINUTE = 60_000;

export interface Promised {
	status: Status;
	fulfilment: Fulfilment;
	placedAt: string;
	promisedAt: string;
	wantedAt: string | null;
}

/** A wish so near is as soon as possible in other words: it does not wait on the board. */
const AHEAD_MINUTES = 60;

/** How pressing it is at `now`, epoch ms of the server's clock. */
export function urgencyOf(ticket: Promised, now: number): Urgency {
	const left = (Date.parse(ticket.promisedAt) - now) / MINUTE;
	const { soon, urgent } = THRESHOLDS[ticket.fulfilment];
	if (left < 0) return 'late';
	if (left <= urgent) return 'urgent';
	if (left <= soon) return 'soon';
	const isAhead = ticket.wantedAt !== null && ticket.status === 'placed';
	return isAhead && left > AHEAD_MINUTES ? 'later' : 'calm';
}
