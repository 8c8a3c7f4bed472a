/**
 * An evening again, with the planner (or the greedy rule of the first release) in place of the people who
 * gave out the orders. The kitchen's times are given; the planner sees only what was known at each instant.
 */

import { isAssignable } from '../../order/desk.ts';
import { readyByKitchen } from '../kitchen-ready.ts';
import { planShop, shopSearch } from '../shop-plan.ts';
import { boardAt, heldBy, isOnShift, kitchenAt, stageOf, type Scene } from './board.ts';
import type { Course, PastDriver, PastOrder } from './evening.ts';
import { ride } from './road.ts';

export type Policy = 'planner' | 'nearest';

/** The planner is asked so often, as the worker asks it. */
const EVERY_SECONDS = 30;
/** Orders that no one takes for so long after the last one are left. */
const WAIT_MINUTES = 180;
/** From the rack into the bag, before a driver leaves. */
const PACK_MINUTES = 1;

/**
 * One step of the simulation a `next`, so that the caller can let others work in between; the return value is
 * the course of the evening. Equal evenings have equal courses.
 */
export function* simulate(scene: Scene, policy: Policy): Generator<void, Course> {
	const deliveries = scene.orders.filter(({ fulfilment }) => fulfilment === 'delivery');
	const stepMs = (EVERY_SECONDS / 60) * scene.road.minute;
	const end =
		Math.max(0, ...deliveries.map(({ promisedAt, stages }) => Math.max(promisedAt, stages.boxed))) +
		WAIT_MINUTES * scene.road.minute;
	let now = Math.min(...deliveries.map(({ placedAt }) => placedAt));
	while (now <= end) {
		const waiting = deliveries.filter(({ id }) => !scene.rideOf.has(id));
		if (waiting.length === 0) break;
		const next = Math.min(...waiting.map(({ placedAt }) => placedAt));
		if (next > now) now = next;
		if (scene.drivers.some((driver) => isFree(scene, driver, now))) {
			decide(scene, policy, now);
			yield;
		}
		now += stepMs;
	}
	return courseOf(scene, deliveries);
}

const isFree = (scene: Scene, driver: PastDriver, now: number): boolean =>
	isOnShift(driver, now) && !heldBy(scene, driver.id, now);

function decide(scene: Scene, policy: Policy, now: number): void {
	if (policy === 'nearest') return nearest(scene, now);
	const board = boardAt(scene, now);
	const shop = kitchenAt(scene, now);
	const plan = planShop(board, now, {
		search: shopSearch(() => false),
		kitchen: (rank) => readyByKitchen(shop, board, now, rank)
	});
	const byId = new Map(scene.orders.map((order) => [order.id, order]));
	for (const run of plan.runs) {
		const driver = scene.drivers.find(({ id }) => id === run.driver);
		if (!run.isDue || !driver || !isFree(scene, driver, now)) continue;
		const orders = run.orders.flatMap((id) => byId.get(id) ?? []);
		send(scene, driver.id, orders, now);
	}
}

/** Each assignable order, by its promise, to the free driver who is at the shop first. */
function nearest(scene: Scene, now: number): void {
	const open = scene.orders
		.filter((order) => {
			const stage = stageOf(order, now);
			const { fulfilment } = order;
			return stage && !scene.rideOf.has(order.id) && isAssignable({ ...stage, fulfilment });
		})
		.toSorted((a, b) => a.promisedAt - b.promisedAt || (a.id < b.id ? -1 : 1));
	for (const order of open) {
		const driver = scene.drivers
			.filter((one) => isFree(scene, one, now))
			.map(({ id, from }) => ({ id, at: Math.max(now, backOf(scene, id)), from }))
			.toSorted((a, b) => a.at - b.at || a.from - b.from || (a.id < b.id ? -1 : 1))[0];
		if (!driver) return;
		send(scene, driver.id, [order], now);
	}
}

const backOf = (scene: Scene, driver: string): number =>
	scene.ridesOf.get(driver)?.at(-1)?.trip.backAt ?? 0;

/** The driver leaves once they are back and everything is boxed: when it really was. */
function send(scene: Scene, driver: string, orders: readonly PastOrder[], now: number): void {
	const ready = Math.max(now, backOf(scene, driver), ...orders.map(({ stages }) => stages.boxed));
	const leaveAt = ready + PACK_MINUTES * scene.road.minute;
	const one = ride(scene.road, driver, orders, leaveAt);
	scene.ridesOf.set(driver, [...(scene.ridesOf.get(driver) ?? []), one]);
	for (const { id } of orders) scene.rideOf.set(id, one);
	const newest = Math.max(...orders.map(({ placedAt }) => placedAt));
	for (const other of scene.orders) {
		const isPassed = other.placedAt < newest && other.stages.boxed <= now;
		if (other.fulfilment === 'delivery' && isPassed && !scene.rideOf.has(other.id))
			scene.passedOver.set(other.id, (scene.passedOver.get(other.id) ?? 0) + 1);
	}
}

function courseOf(scene: Scene, deliveries: readonly PastOrder[]): Course {
	const rides = [...scene.ridesOf.values()].flat();
	return {
		legs: rides.flatMap(({ legs }) => legs),
		trips: rides.map(({ trip }) => trip).toSorted((a, b) => a.leaveAt - b.leaveAt),
		left: deliveries.filter(({ id }) => !scene.rideOf.has(id)).map(({ id }) => id),
		drivers: [...scene.drivers]
	};
}
