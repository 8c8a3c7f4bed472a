/**
 * Urgency of a ticket in the kitchen. One rule for the order of tickets, their colour and the
 * counts, by fulfilment. The manager's page uses the promise itself (`remaining.ts`).
 */

import type { Fulfilment, Status } from '../order/order.ts';

/** `later`: ordered ahead and not accepted yet, so no work is due. */
export const URGENCIES = ['later', 'calm', 'soon', 'urgent', 'late'] as const;
export type Urgency = (typeof URGENCIES)[number];

interface Thresholds {
	/** Minutes before the promise at which a ticket becomes `soon`. */
	soon: number;
	/** The same for `urgent`; larger for a delivery, which still has the road ahead. */
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

/** An order ahead whose time is this close is treated as one as soon as possible. */
const AHEAD_MINUTES = 60;

/** The urgency at `now`, epoch ms of the server's clock. */
export function urgencyOf(ticket: Promised, now: number): Urgency {
	const left = (Date.parse(ticket.promisedAt) - now) / MINUTE;
	const { soon, urgent } = THRESHOLDS[ticket.fulfilment];
	if (left < 0) return 'late';
	if (left <= urgent) return 'urgent';
	if (left <= soon) return 'soon';
	const isAhead = ticket.wantedAt !== null && ticket.status === 'placed';
	return isAhead && left > AHEAD_MINUTES ? 'later' : 'calm';
}
