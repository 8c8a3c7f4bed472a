/** What the planner is shown at one instant of a past evening: what was known then, and nothing later. */

import type { Point, Status } from '../../order/order.ts';
import { NO_KNOBS, type KitchenSettings } from '../kitchen/capacity.ts';
import type { QuoteShop } from '../kitchen/quote.ts';
import { pizzaCount } from '../kitchen/work.ts';
import type { PlanBoard, PlanDriver, PlanOrder } from '../plan-board.ts';
import type { Evening, PastDriver, PastOrder } from './evening.ts';
import type { Ride, Road } from './road.ts';

/** Where the orders and drivers of a simulation are. */
export interface Scene {
	evening: Evening;
	road: Road;
	freshness: number;
	kitchen: KitchenSettings;
	/** By placement. */
	orders: readonly PastOrder[];
	drivers: readonly PastDriver[];
	/** The ride that has each order. */
	rideOf: Map<string, Ride>;
	/** The rides of each driver, oldest first. */
	ridesOf: Map<string, Ride[]>;
	passedOver: Map<string, number>;
}

/** The stage of the kitchen at `now`; null before the order was placed. */
export function stageOf(order: PastOrder, now: number): { status: Status; stageAt: number } | null {
	const { placedAt, stages } = order;
	if (now < placedAt) return null;
	if (now >= stages.boxed) return { status: 'boxed', stageAt: stages.boxed };
	if (now >= stages.in_oven) return { status: 'in_oven', stageAt: stages.in_oven };
	if (now >= stages.making) return { status: 'making', stageAt: stages.making };
	if (now >= stages.accepted) return { status: 'accepted', stageAt: stages.accepted };
	return { status: 'placed', stageAt: placedAt };
}

export const isOnShift = ({ from, until }: PastDriver, now: number): boolean =>
	from <= now && (until === null || now < until);

/** The ride that a driver is given and has not handed over the last order of. */
export function heldBy(scene: Scene, driver: string, now: number): Ride | undefined {
	const last = scene.ridesOf.get(driver)?.at(-1);
	return last && last.freeAt > now ? last : undefined;
}

/** The board at `now`. */
export function boardAt(scene: Scene, now: number): PlanBoard {
	const { evening, freshness } = scene;
	const { shop, point, prepMinutes, speedKmh, pace, runOrders } = evening;
	return {
		...{ shop, point, prepMinutes, speedKmh, pace, runOrders, freshness },
		orders: scene.orders.flatMap((order) => orderAt(scene, order, now) ?? []),
		drivers: scene.drivers
			.filter((driver) => isOnShift(driver, now) || heldBy(scene, driver.id, now))
			.map((driver) => driverAt(scene, driver, now))
	};
}

function orderAt(scene: Scene, order: PastOrder, now: number): PlanOrder | null {
	const stage = stageOf(order, now);
	const ride = scene.rideOf.get(order.id);
	const leg = ride?.legs.find((one) => one.order === order.id);
	if (!stage || (order.fulfilment === 'collection' && stage.status === 'boxed')) return null;
	if (leg && leg.doorAt + scene.road.handover(order) <= now) return null;
	const isOut = leg !== undefined && leg.leaveAt <= now;
	const { id, number, fulfilment, placedAt, promisedAt, wantedAt, pizzas, door } = order;
	return {
		...{ id, number, fulfilment, placedAt, promisedAt, wantedAt, door },
		...(isOut ? outAt(leg, now) : stage),
		pizzas: pizzaCount(pizzas),
		stop: ride ? { driver: ride.trip.driver, position: positionIn(ride, id), isOut } : null,
		passedOver: scene.passedOver.get(id) ?? 0,
		declinedBy: []
	};
}

const positionIn = ({ trip }: Ride, id: string): number => trip.orders.indexOf(id);

const outAt = (leg: Ride['legs'][number], now: number): { status: Status; stageAt: number } =>
	leg.doorAt <= now
		? { status: 'at_door', stageAt: leg.doorAt }
		: { status: 'out', stageAt: leg.leaveAt };

function driverAt(scene: Scene, { id, from }: PastDriver, now: number): PlanDriver {
	const rides = scene.ridesOf.get(id) ?? [];
	const done = rides.filter(({ freeAt }) => freeAt <= now);
	const awayMs = done.reduce((sum, { trip, freeAt }) => sum + freeAt - trip.leaveAt, 0);
	return {
		id,
		name: id,
		point: placeAt(scene, rides.at(-1), now),
		freeSince: done.at(-1)?.freeAt ?? from,
		awayMinutes: awayMs / scene.road.minute
	};
}

/** On the straight line between the last door and the shop; the shop itself otherwise. */
function placeAt({ evening, orders }: Scene, ride: Ride | undefined, now: number): Point | null {
	const { point } = evening;
	if (!ride || now < ride.freeAt || now >= ride.trip.backAt) return point;
	const door = orders.find(({ id }) => id === ride.trip.orders.at(-1))?.door ?? point;
	const share = (now - ride.freeAt) / (ride.trip.backAt - ride.freeAt);
	return {
		lat: door.lat + (point.lat - door.lat) * share,
		lng: door.lng + (point.lng - door.lng) * share
	};
}

/** The kitchen at `now`, for the forecast of ready times. No times learnt since are used. */
export function kitchenAt(scene: Scene, now: number): QuoteShop {
	const { prepMinutes, speedKmh, pace, point, deliveryRadiusM } = scene.evening;
	return {
		...{ prepMinutes, speedKmh, pace, point, deliveryRadiusM, kitchen: scene.kitchen },
		knobs: NO_KNOBS,
		times: [],
		open: scene.orders.flatMap((order) => {
			const stage = stageOf(order, now);
			if (!stage || stage.status === 'boxed') return [];
			const { id, number, promisedAt, wantedAt, fulfilment, door, pizzas } = order;
			const base = { id, number, promisedAt, wantedAt, fulfilment, door, pizzas };
			return { ...base, ...stage, evidence: 'tap' as const };
		})
	};
}
