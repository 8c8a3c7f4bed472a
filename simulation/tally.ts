/** What is counted while the town lives. */

export interface Tally {
	/** Orders that got their 201, as the customers know them. */
	placed: PlacedOrder[];
	/** What the API refused, by its code. */
	refused: Map<string, number>;
	/** Requests that got a definite answer. */
	answered: number;
	/** Sent again, because the answer was lost or told of trouble. */
	retries: number;
	limited: number;
	/** Without a definite answer in the end. */
	unknown: number;
	/** From a change's own time to its arrival, ms, by kind of feed. */
	received: Map<string, number[]>;
	/** Minutes of the evening from order to hand-over, and what was promised. */
	ended: EndedOrder[];
	positions: number;
	/** Tracking pages by their order: whether each was seen to show its end as the shop has it. */
	pages: Map<string, boolean>;
	/** Found wrong on the way, in words. */
	faults: string[];
}

export interface PlacedOrder {
	id: string;
	token: string;
	shop: string;
	number: number;
	/** Of the plan; -1 for one that came otherwise. */
	n: number;
	/** Minute of the evening. */
	at: number;
}

export interface EndedOrder {
	id: string;
	status: string;
	/** Minutes of the evening from the order to its end. */
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

/** The share of values that are not above the answer; undefined of nothing. */
export function percentile(values: readonly number[], share: number): number | undefined {
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
