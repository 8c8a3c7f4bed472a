/** A past business day of a shop, as its log has it. Instants are epoch ms. No names, phones or streets. */

import type { Fulfilment, Point } from '../../order/order.ts';
import type { KitchenSettings } from '../kitchen/capacity.ts';
import type { PizzaGroup } from '../kitchen/work.ts';

export interface Evening {
	shop: string;
	/** YYYY-MM-DD. */
	day: string;
	point: Point;
	prepMinutes: number;
	speedKmh: number;
	deliveryRadiusM: number;
	/** Simulated minutes per minute of that day. */
	pace: number;
	/** The shop's settings of today: the log does not keep those of the day. */
	kitchen: KitchenSettings;
	freshness: number;
	runOrders: number;
	/** Those that the customer got, by when they were placed. */
	orders: PastOrder[];
	drivers: PastDriver[];
	/** Orders of the day that no one got, or whose log is incomplete or archived: not replayed. */
	leftOut: number;
}

export const PAST_STAGES = ['accepted', 'making', 'in_oven', 'boxed'] as const;
export type PastStage = (typeof PAST_STAGES)[number];

export interface PastOrder {
	id: string;
	number: number;
	fulfilment: Fulfilment;
	placedAt: number;
	promisedAt: number;
	wantedAt: number | null;
	pizzas: PizzaGroup[];
	door: Point | null;
	/** When each stage of the kitchen began. */
	stages: Record<PastStage, number>;
	/** A timer inferred one of the times above or below. */
	isEstimated: boolean;
	/** Who carried it and when; null for a collection. */
	carried: Carried | null;
}

export interface Carried {
	run: string;
	driver: string;
	position: number;
	leftAt: number;
	atDoorAt: number;
	deliveredAt: number;
}

export interface PastDriver {
	id: string;
	from: number;
	/** Null: the shift has not ended. */
	until: number | null;
}

/** One delivery on the road, in the log or in a simulation. */
export interface Leg {
	order: string;
	driver: string;
	boxedAt: number;
	leaveAt: number;
	doorAt: number;
}

/** One way out and back. */
export interface Trip {
	driver: string;
	orders: string[];
	leaveAt: number;
	backAt: number;
	/** By road. */
	km: number;
}

/** What became of the deliveries of an evening. */
export interface Course {
	legs: Leg[];
	trips: Trip[];
	/** Orders that no one could carry. */
	left: string[];
	drivers: PastDriver[];
}
