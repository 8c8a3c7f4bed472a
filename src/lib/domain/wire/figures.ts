/** The figures of a business day, of one shop and of shops beside one another. Amounts are whole minor units. */

import type { Text } from '../menu/menu.ts';
import type { Channel } from '../order/order.ts';

/** How many, and what they come to. */
export interface Sum {
	count: number;
	totalMinor: number;
}

/** Deliveries that arrived, and how many of them by their promise. */
export interface Punctuality {
	delivered: number;
	onTime: number;
}

export interface ProductSum extends Sum {
	product: string;
	name: Text;
	category: string;
	categoryName: Text;
}

export interface DaySales {
	/** Orders that were neither cancelled nor refused; those that wait for their payment do not count. */
	sold: Sum;
	punctuality: Punctuality;
}

export interface DayFigures extends DaySales {
	day: string;
	today: string;
	currency: string;
	/** By the hour of the order on the shop's clock, in the order of the business day. */
	hours: (Sum & { hour: number })[];
	channels: (Sum & { channel: Channel })[];
	/** Pieces and what they were sold for, less discounts; the largest sum first. */
	products: ProductSum[];
	/** The part of `sold` that is no product: fees of delivery. */
	feesMinor: number;
	/** Cancelled and refused orders by reason; null without one. */
	lost: (Sum & { status: 'cancelled' | 'refused'; reason: string | null })[];
	/** What was given back of this day's orders, by reason. */
	refunds: (Sum & { reason: string })[];
	/** The same weekday a week before. */
	before: DaySales;
}

export interface ShopFigures extends DaySales {
	shop: { id: string; name: string };
	/** Cancelled and refused. */
	lost: number;
	before: DaySales;
}

export interface GroupFigures {
	day: string;
	today: string;
	currency: string;
	/** A page of the shops of the caller, the oldest first. */
	shops: ShopFigures[];
	/** All shops of the caller together. */
	sum: Omit<ShopFigures, 'shop'>;
	page: number;
	pages: number;
	total: number;
}
