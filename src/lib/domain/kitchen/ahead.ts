/**
 * Orders ahead: accepted when they arrive, then hidden from the make line until their start is due.
 */

import { NO_KNOBS, type KitchenSettings } from '../plan/kitchen/capacity.ts';
import { quoteFor, type OpenOrder, type QuoteShop } from '../plan/kitchen/quote.ts';
import type { PizzaGroup } from '../plan/kitchen/work.ts';
import { BEFORE_OVEN, isIn, type Fulfilment, type Status } from '../order/order.ts';

/** The inputs of a shop's quote, without its open orders. */
export interface Pace extends Pick<QuoteShop, 'prepMinutes' | 'speedKmh' | 'point'> {
	radiusM: number;
	kitchen: KitchenSettings & { delayMinutes: number };
}

export interface Ahead {
	id: string;
	number?: number;
	status: Status;
	fulfilment: Fulfilment;
	promisedAt: string;
	wantedAt: string | null;
	lines: readonly {
		product: string;
		size: string;
		quantity: number;
		struckAt: string | null;
		voidedAt: string | null;
	}[];
	/** An alarm says that its start is due, by the forecast where there is one. */
	alarms: readonly object[];
}

/** The pizzas of a ticket: a product without sizes, whose only one is called `one`, is no pizza. */
function pizzasOn({ lines }: Pick<Ahead, 'lines'>): PizzaGroup[] {
	return lines
		.filter(({ size, voidedAt }) => size !== 'one' && voidedAt === null)
		.map(({ quantity, struckAt }) => ({ count: quantity, struck: struckAt ? quantity : 0 }));
}

/**
 * Lead time of an order ahead, ms: the time before its promise at which it must be started. It
 * equals the quote as soon as possible behind the orders on the line, to a door at half the delivery
 * radius.
 */
export function leadOf(pace: Pace, ticket: Ahead, line: readonly Ahead[], now: number): number {
	const { fulfilment } = ticket;
	const { radiusM, kitchen, ...shop } = pace;
	const open = line.map((one) => openOrder(one, now));
	const delayUntil = kitchen.delayMinutes > 0 ? Infinity : null;
	const knobs = { ...NO_KNOBS, delayMinutes: kitchen.delayMinutes, delayUntil };
	const asked = { ...shop, deliveryRadiusM: radiusM, kitchen, knobs, times: [], open };
	const straightM = fulfilment === 'delivery' ? radiusM / 2 : 0;
	return quoteFor(now, asked, pizzasOn(ticket), { fulfilment, straightM }).promise - now;
}

/** On the line an order ahead is work like any other; a start does not move while the line is worked on. */
function openOrder(ticket: Ahead, now: number): OpenOrder {
	const { id, number = 0, status, fulfilment, promisedAt } = ticket;
	return {
		...{ id, number, status, fulfilment, evidence: 'tap', wantedAt: null, door: null },
		stageAt: now,
		promisedAt: Date.parse(promisedAt),
		pizzas: pizzasOn(ticket)
	};
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
		tickets.filter(({ id, status, wantedAt, alarms }) => {
			const isWaiting = wantedAt !== null && status === 'accepted';
			return isWaiting && alarms.length === 0 && !seen.has(id);
		})
	);
	const line: Ahead[] = tickets.filter(
		(ticket) => isIn(BEFORE_OVEN, ticket.status) && !held.has(ticket)
	);
	const later: T[] = [];
	for (const ticket of [...held].sort(byPromise)) {
		const begins = Date.parse(ticket.promisedAt) - leadOf(pace, ticket, line, now);
		if (now < begins) later.push(ticket);
		else line.push(ticket);
	}
	return { line: tickets.filter((ticket) => !later.includes(ticket)), later };
}

const byPromise = (a: Ahead, b: Ahead): number =>
	Date.parse(a.promisedAt) - Date.parse(b.promisedAt) || (a.id < b.id ? -1 : 1);
