/** The counter: who is on the phone. */

import type { Allergy } from '../menu/allergy.ts';
import type { Address } from '../order/order.ts';
import type { LineWithPrice } from './feeds.ts';

/** POST /api/shops/:shop/caller */
export interface CallerQuery {
	phone: string;
}

/** A person who ordered before, in any shop of the group. */
export interface Caller {
	/** Of the last order, as the allergy. */
	name: string;
	allergy: Allergy | null;
	/** How many orders, those that were called off apart. */
	orders: number;
	/** Where orders went, the last one first. */
	addresses: Address[];
	/** The last order, to order the same again. */
	last: CallerOrder;
}

export interface CallerOrder {
	id: string;
	shop: string;
	number: number;
	placedAt: string;
	fulfilment: 'delivery' | 'collection';
	lines: LineWithPrice[];
}

export interface CallerAnswer {
	/** Null for a number that never ordered. */
	caller: Caller | null;
}
