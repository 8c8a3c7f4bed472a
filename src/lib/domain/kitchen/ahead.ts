/**
 * Orders ahead: accepted when they arrive, then hidden from the make line until their start is due.
 */

import { quote, type QuoteBasis } from '../time/quote.ts';
import { BEFORE_OVEN, isIn, type Fulfilment, type Status } from '../order/order.ts';

/** The inputs of a shop's quote, without its queue. */
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
 * Lead time of an order ahead, ms: the time before its promise at which it must be started. It
 * equals the quote as soon as possible behind `queue` orders, to a door at half the delivery
 * radius.
 */
export function leadOf(pace: Pace, fulfilment: Fulfilment, queue: number): number {
	const straightM = fulfilment === 'delivery' ? pace.radiusM / 2 : 0;
	return quote(0, { ...pace, queue }, fulfilment, straightM).promise;
}

/**
 * Splits tickets into those to work on now, in order of arrival, and later ones, in order of their
 * start. `seen` has the ids already shown on the line: they stay, even if the queue got shorter.
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
		(ticket) => isIn(BEFORE_OVEN, ticket.status) && !held.has(ticket)
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
