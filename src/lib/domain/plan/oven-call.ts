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

export interface Departures {
	ready: ByOrder<KitchenReady>;
	leave: ByOrder<LeaveEstimate>;
	/** The kitchen's answer for these departures; without it an order is called as if it were alone. */
	kitchen?: ByOrder<KitchenReady> | undefined;
}

/**
 * The ready times with the call of each delivery that is not in the oven; those of the others as they were. A
 * call is not so late that an order behind it would miss its departure for want of hands or oven.
 */
export function ovenCalls(
	board: PlanBoard,
	{ ready, leave, kitchen }: Departures,
	now: number
): ByOrder<ReadyEstimate> {
	const legs = legsOf(board);
	const early = EARLY_MINUTES * (1 - board.freshness) * legs.minute;
	const called = new Map<string, ReadyEstimate>(ready);
	for (const order of board.orders) {
		const own = ready.get(order.id);
		const { leaveAt = null, doorAt = 0 } = leave.get(order.id) ?? {};
		const isBefore = isIn(BEFORE_START, order.status) || order.status === 'making';
		if (!own || leaveAt === null || !isBefore) continue;
		const { ovenMs = legs.bake } = own;
		const soonest = Math.max(now, own.readyAt - ovenMs);
		const alone = leaveAt - ovenMs;
		const wished = Math.min(alone, kitchen?.get(order.id)?.latestIn ?? alone) - early;
		// With this way to the door the promise is just kept.
		const latest = order.promisedAt - (doorAt - leaveAt) - ovenMs;
		called.set(order.id, { ...own, ovenBy: Math.max(soonest, Math.min(wished, latest)) });
	}
	return called;
}
