/** Counters of a simulation. */

import type { PaymentKind, PaymentMethod } from '#domain/order/order.ts';

export interface Tally {
	/** Orders that were answered with 201, as seen by the customers. */
	placed: PlacedOrder[];
	/** Number of refusals by fault code. */
	refused: Map<string, number>;
	/** Requests with a definite answer. */
	answered: number;
	/** Retries after a lost request or a server error. */
	retries: number;
	limited: number;
	/** Requests that never got a definite answer. */
	unknown: number;
	/** Latency from a change's time to its receipt, ms, by kind of feed. */
	received: Map<string, number[]>;
	/** Ended orders with simulated minutes from order to hand-over, and the promise. */
	ended: EndedOrder[];
	positions: number;
	/** Ids of orders whose customers are on their way to pay. */
	paying: Set<string>;
	/** The money of all orders, read at the end. */
	money: MoneySums;
	/** Shifts that ended, with the cash that the driver handed over. */
	shifts: EndedShift[];
	/** By order id: whether its tracking page showed the end as the API has it. */
	pages: Map<string, boolean>;
	/** Faults found during the simulation. */
	faults: string[];
}

export interface PlacedOrder {
	id: string;
	token: string;
	shop: string;
	number: number;
	/** Number in the plan; -1 for an unplanned order. */
	n: number;
	/** Simulated minute. */
	at: number;
	method: PaymentMethod;
	paid: Paid;
	/** Times that the bank, or PayPal, declined. */
	declines: number;
}

/**
 * The end of a payment as its customer saw it. `late`: it was paid when the order had lapsed. `too late`: the
 * provider's page was closed by then.
 */
export type Paid = 'at the door' | 'waits' | 'paid' | 'left' | 'late' | 'too late';

/** In minor units. */
export interface EndedShift {
	driver: string;
	shop: string;
	/** The cash in the driver's hands. */
	countedMinor: number;
	/** Above 0 is over, below 0 short: what the count has to find. */
	plannedMinor: number;
	/** Its id, once the manager has counted it. */
	shift: string | null;
}

/** In minor units. */
export interface MoneySums {
	/** At the door and at the counter, without tips. */
	taken: Map<PaymentKind, number>;
	tips: number;
	/** By card and PayPal, less what was given back. */
	captured: number;
	/** Orders whose money was released or refunded, and the refunds. */
	givenBack: number;
	refunded: number;
}

export interface EndedOrder {
	id: string;
	status: string;
	/** Simulated minutes from order to end. */
	took: number;
	promised: number;
}

export function newTally(): Tally {
	return {
		placed: [],
		refused: new Map(),
		answered: 0,
		retries: 0,
		limited: 0,
		unknown: 0,
		received: new Map(),
		ended: [],
		positions: 0,
		paying: new Set(),
		money: { taken: new Map(), tips: 0, captured: 0, givenBack: 0, refunded: 0 },
		shifts: [],
		pages: new Map(),
		faults: []
	};
}

export const count = (map: Map<string, number>, name: string): void => add(map, name, 1);

/** Adds to the value under this name. */
export function add<K>(map: Map<K, number>, name: K, value: number): void {
	map.set(name, (map.get(name) ?? 0) + value);
}

/** The percentile: `share` of the values are at most the result; undefined for an empty list. */
export function percentile(values: readonly number[], share: number): number | undefined {
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
