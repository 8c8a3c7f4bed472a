/**
 * The oven call: a pizza goes in so that it comes out when its driver leaves. It advises; it holds no order
 * back past its promise.
 */

import { BEFORE_START, isIn } from '../order/order.ts';
import type { ByOrder, LeaveEstimate, ReadyEstimate } from './forecast-board.ts';
import type { KitchenReady } from './kitchen-ready.ts';
import { legsOf } from './legs.ts';
import type { PlanBoard } from './plan-board.ts';

/** An early shop has its pizzas boxed so many minutes before the driver leaves; a fresh one at that moment. */
const EARLY_MINUTES = 6;

/** The ready times with the call of each delivery that is not in the oven; those of the others as they were. */
export function ovenCalls(
	board: PlanBoard,
	ready: ByOrder<KitchenReady>,
	leave: ByOrder<LeaveEstimate>,
	now: number
): ByOrder<ReadyEstimate> {
	const legs = legsOf(board);
	const early = EARLY_MINUTES * (1 - board.freshness) * legs.minute;
	const called = new Map<string, ReadyEstimate>(ready);
	for (const order of board.orders) {
		const kitchen = ready.get(order.id);
		const { leaveAt = null, doorAt = 0 } = leave.get(order.id) ?? {};
		const isBefore = isIn(BEFORE_START, order.status) || order.status === 'making';
		if (!kitchen || leaveAt === null || !isBefore) continue;
		const { ovenMs = legs.bake } = kitchen;
		const soonest = Math.max(now, kitchen.readyAt - ovenMs);
		const wished = leaveAt - ovenMs - early;
		// With this way to the door the promise is just kept.
		const latest = order.promisedAt - (doorAt - leaveAt) - ovenMs;
		const ovenBy = Math.max(soonest, Math.min(wished, latest));
		called.set(order.id, { ...kitchen, ovenBy });
	}
	return called;
}
