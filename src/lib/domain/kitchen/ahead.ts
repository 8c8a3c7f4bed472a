/** Orders ahead: accepted when they come in, then kept off the make line until they have to be begun. */

import { quote, type QuoteBasis } from '../time/quote.ts';
import type { Fulfilment, Status } from '../order/order.ts';

/** What a shop's quotes rest on, but for the queue. */
export interface Pace extends Pick<QuoteBasis, 'prepMinutes' | 'speedKmh'> {
	radiusM: number;
}

export interface Ahead {
	id: string;
	status: Status;
	fulfilment: Fulfilment;
	promisedAt: string;
	wantedAt: string | null;
}

/**
 * How long before its promise an order ahead has to be begun, in ms: as long as the shop would ask
 * for an order as soon as possible, behind `queue` others and half as far as it delivers.
 */
export function leadOf(pace: Pace, fulfilment: Fulfilment, queue: number): number {
	const straightM = fulfilment === 'delivery' ? pace.radiusM / 2 : 0;
	return quote(0, { ...pace, queue }, fulfilment, straightM).promise;
}

/** Before the oven an order stands in the way of those behind it. */
const QUEUED: readonly Status[] = ['placed', 'accepted', 'making'];

/**
 * Tickets to work on, as they came, and those for later, the first to be begun in front. `seen` are
 * ids that were on the line already: they stay, also when the kitchen has caught up.
 * Times are epoch ms.
 */
export function splitAhead<T extends Ahead>(
	tickets: readonly T[],
	now: number,
	pace: Pace,
	seen: ReadonlySet<string>
): { line: T[]; later: T[] } {
	const held = new Set(
		tickets.filter(({ id, status, wantedAt }) => {
			return wantedAt !== null && status === 'accepted' && !seen.has(id);
		})
	);
	let queue = tickets.filter(
		(ticket) => QUEUED.includes(ticket.status) && !held.has(ticket)
	).length;
	const later: T[] = [];
	for (const ticket of [...held].sort(byPromise)) {
		const begins = Date.parse(ticket.promisedAt) - leadOf(pace, ticket.fulfilment, queue);
		if (now < begins) later.push(ticket);
		else queue++;
	}
	return { line: tickets.filter((ticket) => !later.includes(ticket)), later };
}

const byPromise = (a: Ahead, b: Ahead): number =>
	Date.parse(a.promisedAt) - Date.parse(b.promisedAt) || (a.id < b.id ? -1 : 1);
