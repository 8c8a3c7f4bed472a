/** Counters of a simulation. */

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
		pages: new Map(),
		faults: []
	};
}

export function count(map: Map<string, number>, name: string): void {
	map.set(name, (map.get(name) ?? 0) + 1);
}

/** The percentile: `share` of the values are at most the result; undefined for an empty list. */
export function percentile(values: readonly number[], share: number): number | undefined {
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
