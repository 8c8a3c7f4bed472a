/**
 * Leg times of an order: queue, make, bake, wait for a driver, ride with the stops before. They need no
 * plan: every order is expected to be made in the order of its start and to be carried by the driver
 * who is back first. A plan of kitchen or road can replace either half (`forecasts`).
 */

import { BEFORE_START, isIn } from '../order/order.ts';
import { HANDOVER_MINUTES, minuteOf } from '../time/quote.ts';
import type { BoardOrder, ByOrder, ForecastBoard, ReadyEstimate } from './forecast-board.ts';
import { rideMinutes } from './travel.ts';

/** A pizza occupies the make line for so long; the quote adds the same for each waiting order. */
export const MAKE_MINUTES = 1.5;
/** A delivery pizza in a deck oven, with moving it in and out. */
const BAKE_MINUTES = 6;
/** The least time that a stage under way still takes; so an order that is overdue stays minutes away. */
const LEAST_LEFT_MINUTES = 1;
/** An order ahead is started so much before it has to be. */
const AHEAD_MINUTES = 5;

/** The lengths of the legs at one shop, ms. */
export interface Legs {
	minute: number;
	/** On the make line, before the next order can begin. */
	hands(order: BoardOrder): number;
	/** From start to oven. */
	make(order: BoardOrder): number;
	bake: number;
	/** From the shop to the door, with the handover; 0 for a collection. */
	ride(order: BoardOrder): number;
	handover: number;
}

export function legsOf(board: ForecastBoard): Legs {
	const minute = minuteOf(board);
	const bake = BAKE_MINUTES * minute;
	const hands = (order: BoardOrder) => Math.max(1, order.pizzas) * MAKE_MINUTES * minute;
	return {
		minute,
		hands,
		make: (order) => Math.max(board.prepMinutes * minute - bake, hands(order)),
		bake,
		ride(order) {
			if (order.fulfilment === 'collection') return 0;
			return (rideMinutes(board, board.point, order.door) + HANDOVER_MINUTES) * minute;
		},
		handover: HANDOVER_MINUTES * minute
	};
}

/** When each order is boxed, with one make line and an oven that always has a place. */
export function readyByLegs(board: ForecastBoard, now: number): ByOrder<ReadyEstimate> {
	const legs = legsOf(board);
	const ready = new Map<string, ReadyEstimate>();
	let handsFree = now;
	for (const order of inTurn(board.orders, legs, now)) {
		const start = Math.max(handsFree, earliestStart(order, legs, now));
		if (isIn(BEFORE_START, order.status) || order.status === 'making')
			handsFree = start + handsLeft(order, legs, now);
		ready.set(order.id, readyOf(order, { legs, start, now }));
	}
	return ready;
}

/** Orders under way first, then the others by when they can start. */
function inTurn(orders: readonly BoardOrder[], legs: Legs, now: number): BoardOrder[] {
	const rank = (order: BoardOrder) =>
		isIn(BEFORE_START, order.status) ? earliestStart(order, legs, now) : 0;
	return orders.toSorted(
		(a, b) => rank(a) - rank(b) || a.promisedAt - b.promisedAt || (a.id < b.id ? -1 : 1)
	);
}

function earliestStart(order: BoardOrder, legs: Legs, now: number): number {
	if (order.wantedAt === null || !isIn(BEFORE_START, order.status)) return now;
	return Math.max(now, startBy(order, legs) - AHEAD_MINUTES * legs.minute);
}

const ovenBy = (order: BoardOrder, legs: Legs) => order.promisedAt - legs.ride(order) - legs.bake;
const startBy = (order: BoardOrder, legs: Legs) => ovenBy(order, legs) - legs.make(order);

function handsLeft(order: BoardOrder, legs: Legs, now: number): number {
	const elapsed = order.status === 'making' ? now - order.stageAt : 0;
	return Math.max(0, legs.hands(order) - elapsed);
}

function readyOf(
	order: BoardOrder,
	{ legs, start, now }: { legs: Legs; start: number; now: number }
): ReadyEstimate {
	const left = (leg: number) =>
		Math.max(leg - (now - order.stageAt), LEAST_LEFT_MINUTES * legs.minute);
	switch (order.status) {
		case 'awaiting_payment':
		case 'placed':
		case 'accepted': {
			const waits = start - earliestStart(order, legs, now);
			return {
				startBy: startBy(order, legs),
				ovenBy: ovenBy(order, legs),
				readyAt: start + legs.make(order) + legs.bake,
				cause: waits >= 2 * legs.minute ? 'kitchen' : 'on_time'
			};
		}
		case 'making': {
			const isSlow = now - order.stageAt > legs.make(order);
			return {
				startBy: null,
				ovenBy: ovenBy(order, legs),
				readyAt: now + left(legs.make(order)) + legs.bake,
				cause: isSlow ? 'kitchen' : 'on_time'
			};
		}
		case 'in_oven': {
			const isSlow = now - order.stageAt > legs.bake;
			const readyAt = now + left(legs.bake);
			return { startBy: null, ovenBy: null, readyAt, cause: isSlow ? 'oven' : 'on_time' };
		}
		default:
			return { startBy: null, ovenBy: null, readyAt: order.stageAt, cause: 'on_time' };
	}
}
