/** The wire of the plan: GET /api/shops/:shop/plan. Instants are ISO. */

import type { Fulfilment, Status } from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import type { JumpCause } from '../plan/driver-queue.ts';
import type { EtaCause } from '../plan/forecast.ts';
import type { DeclineReason, DispatchMode } from '../road/offer.ts';

/** PATCH /api/shops/:shop/dispatch; what is left out stays as it is. */
export interface DispatchSetting {
	mode: DispatchMode;
	/** Between early (0) and fresh (1). */
	freshness: number;
	/** Orders in one run at most. */
	runOrders: number;
}

export interface PlanAnswer extends DispatchSetting {
	shop: string;
	/** When it was computed. */
	at: string;
	/** Every open order, the least slack first. */
	orders: PlanOrderView[];
	/** Runs that no driver has been asked to ride yet, the next one first. */
	runs: PlanRunView[];
	/** Drivers on shift. */
	drivers: PlanDriverView[];
	/** Each quarter hour: pizzas that go into the oven, and the share of hands and oven places that is taken. */
	load: { from: string; pizzas: number; hands: number; oven: number }[];
	/** Offers of open orders that were declined or not answered, newest first. */
	declines: DeclineView[];
}

export interface PlanOrderView {
	id: string;
	number: number;
	status: Status;
	fulfilment: Fulfilment;
	promisedAt: string;
	/** Null once it has begun. */
	startBy: string | null;
	/** When it should go into the oven; null once it is in. */
	ovenBy: string | null;
	readyAt: string;
	/** Null for a collection, and while no driver can take it. */
	leaveAt: string | null;
	driver: string | null;
	/** At the door, or at the counter. */
	arriveAt: string;
	/** To the promise; negative when it will be late. */
	slackMinutes: number;
	cause: EtaCause;
	/** Why not earlier, and why this driver. */
	reasons: Text[];
}

export interface PlanRunView {
	driver: { id: string; name: string };
	/** In the order of the drop-offs. */
	stops: { order: string; number: number; doorAt: string; slackMinutes: number }[];
	leaveAt: string;
	backAt: string;
	/** From leaving until back. */
	minutes: number;
	/** Its driver is free and has to go now. */
	isDue: boolean;
	/** Why this driver, and what the second choice was. */
	reasons: Text[];
	second: { driver: { id: string; name: string }; lossMinutes: number } | null;
}

export interface PlanDriverView {
	id: string;
	name: string;
	/** Orders that they hold now. */
	holds: string[];
	/** At the shop, after what they hold and what is planned. */
	backAt: string;
	awayMinutes: number;
}

export interface DeclineView {
	order: string;
	driver: { id: string; name: string };
	/** Null without a reason, and without an answer. */
	because: DeclineReason | null;
	isExpired: boolean;
	at: string;
}

/**
 * GET /api/driver/queue, for a driver on shift, and GET /api/shops/:shop/driver-queue, for the desk. First names
 * only, and nothing of an order.
 */
export interface QueueAnswer {
	at: string;
	/** At the shop without a run, the next one first. */
	waiting: { name: string; isMe: boolean; backSince: string }[];
	/** With a run (`isLeaving`: not on the road yet) or on the way back; null: the time is not known. */
	away: { name: string; isMe: boolean; isLeaving: boolean; backAt: string | null }[];
	/** Runs of the last half hour that went to a driver who was back later than another, the newest first. */
	jumps: JumpView[];
}

export interface JumpView {
	at: string;
	driver: string;
	/** The driver who was back first. */
	before: string;
	cause: JumpCause;
	/** Of the plan; empty for the other causes. */
	reasons: Text[];
}
