/**
 * The dispatch planner: a pure function from the current state to proposed runs. It is greedy and
 * puts one order into each run; a better planner can keep the signature.
 */

import type { Text } from '../menu/menu.ts';
import type { Point } from '../order/order.ts';

export interface PlannableOrder {
	id: string;
	/** Null when the address has no point: `unknownMinutes` is assumed. */
	point: Point | null;
	/** Epoch ms, like all instants here. */
	promisedAt: number;
}

export interface PlannableDriver {
	id: string;
	/** Null without a recent position: the driver is assumed to be at the shop. */
	point: Point | null;
	freeSince: number;
	/** Ids of orders that they declined or whose offer expired. */
	declined: readonly string[];
}

export interface DispatchPolicy {
	shop: Point;
	/** Travel time to an address without a point. */
	unknownMinutes: number;
}

/** Travel time between two points, in minutes. */
export type Travel = (from: Point, to: Point) => number;

export interface PlannedRun {
	driver: string;
	orders: string[];
	/** Reasons for this driver, for the manager and the driver. */
	reasons: Text[];
	/** Expected minutes from now until the last drop-off: lower is better. */
	score: number;
}

export interface Plan {
	runs: PlannedRun[];
	unassigned: { order: string; why: 'nobody_free' | 'all_declined' }[];
}

interface Candidate {
	driver: PlannableDriver;
	/** Whole minutes to the shop, so that a few metres do not outweigh a long wait. */
	minutes: number;
}

/**
 * Assigns the oldest promise first, to the nearest free driver who has not declined it; among
 * equally near drivers to the one who has been free longest. The order of the inputs does not
 * matter.
 */
export function plan(
	orders: readonly PlannableOrder[],
	drivers: readonly PlannableDriver[],
	now: number,
	travel: Travel,
	policy: DispatchPolicy
): Plan {
	const free = candidates(drivers, travel, policy);
	const result: Plan = { runs: [], unassigned: [] };
	for (const order of byPromise(orders)) {
		const index = free.findIndex(({ driver }) => !driver.declined.includes(order.id));
		const [chosen] = index < 0 ? [] : free.splice(index, 1);
		if (chosen) result.runs.push(runOf(order, chosen, now, travel, policy));
		else
			result.unassigned.push({
				order: order.id,
				why: free.length > 0 ? 'all_declined' : 'nobody_free'
			});
	}
	return result;
}

function byPromise(orders: readonly PlannableOrder[]): PlannableOrder[] {
	return uniqueById(orders).sort((a, b) => a.promisedAt - b.promisedAt || (a.id < b.id ? -1 : 1));
}

function candidates(
	drivers: readonly PlannableDriver[],
	travel: Travel,
	policy: DispatchPolicy
): Candidate[] {
	return uniqueById(drivers)
		.map((driver) => ({
			driver,
			minutes: driver.point ? Math.round(travel(driver.point, policy.shop)) : 0
		}))
		.sort(
			(a, b) =>
				a.minutes - b.minutes ||
				a.driver.freeSince - b.driver.freeSince ||
				(a.driver.id < b.driver.id ? -1 : 1)
		);
}

function uniqueById<T extends { id: string }>(items: readonly T[]): T[] {
	return [...new Map(items.map((item) => [item.id, item])).values()];
}

function runOf(
	order: PlannableOrder,
	{ driver, minutes }: Candidate,
	now: number,
	travel: Travel,
	policy: DispatchPolicy
): PlannedRun {
	const toDoor = order.point ? travel(policy.shop, order.point) : policy.unknownMinutes;
	return {
		driver: driver.id,
		orders: [order.id],
		reasons: [whyNear(minutes), whyFree(now - driver.freeSince), whyNow(order.promisedAt - now)],
		score: minutes + toDoor
	};
}

const MINUTE_MS = 60_000;

function whyNear(minutes: number): Text {
	if (minutes === 0) return { fr: 'À la pizzeria', en: 'At the shop' };
	return { fr: `À ${minutes} min de la pizzeria`, en: `${minutes} min from the shop` };
}

function whyFree(ms: number): Text {
	const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
	return { fr: `Libre depuis ${minutes} min`, en: `Free for ${minutes} min` };
}

function whyNow(ms: number): Text {
	const minutes = Math.round(ms / MINUTE_MS);
	if (minutes < 0)
		return { fr: `Promesse dépassée de ${-minutes} min`, en: `${-minutes} min past its promise` };
	return { fr: `Promise dans ${minutes} min`, en: `Promised in ${minutes} min` };
}
