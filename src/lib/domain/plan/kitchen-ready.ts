/** Ready times of the open orders, from the queues of the kitchen. */

import { BEFORE_START, isIn } from '../order/order.ts';
import { minuteOf } from '../time/quote.ts';
import type { ByOrder, ForecastBoard, ReadyEstimate } from './forecast-board.ts';
import {
	latestOvenTimes,
	planKitchen,
	type OrderInKitchen,
	type QuarterLoad
} from './kitchen/plan-kitchen.ts';
import { capacityOf, kitchenWork, type QuoteShop } from './kitchen/quote.ts';
import { readyByLegs } from './legs.ts';

export interface KitchenReady extends ReadyEstimate {
	/** From its first pizza into the oven until all is boxed, ms; the usual bake without it. */
	ovenMs?: number;
	/** With a `rank`: into the oven by then, or an order behind it is not boxed when it should leave. */
	latestIn?: number;
}

export interface KitchenAnswer {
	ready: ByOrder<KitchenReady>;
	load: QuarterLoad[];
}

/** An order that waits shorter for hands waits for nothing. */
const WAIT_MINUTES = 2;

/**
 * The kitchen's plan at `now` (epoch ms). `rank` has the instants at which orders leave: what leaves first is
 * made first, the others by when they have to be boxed. What is boxed already keeps its time.
 */
export function readyByKitchen(
	shop: QuoteShop,
	board: ForecastBoard,
	now: number,
	rank?: ByOrder<number>
): KitchenAnswer {
	const minuteMs = minuteOf(shop);
	const orders = kitchenWork(shop, now);
	const leaves = ({ id, dueAt }: (typeof orders)[number]) => rank?.get(id) ?? dueAt;
	const question = { now, capacity: capacityOf(shop, now), orders, minuteMs, rank: leaves };
	const plan = planKitchen(question);
	const latest = rank ? latestOvenTimes(question, leaves) : null;
	const ready = new Map<string, KitchenReady>(readyByLegs(board, now));
	for (const { id, status, notBefore } of orders) {
		const planned = plan.orders.get(id);
		const usual = ready.get(id);
		if (!planned || !usual) continue;
		const waits = (planned.startAt ?? now) - Math.max(now, notBefore ?? now);
		const isWaiting = isIn(BEFORE_START, status) && waits >= WAIT_MINUTES * minuteMs;
		ready.set(id, {
			startBy: planned.startBy,
			ovenBy: planned.ovenBy,
			readyAt: planned.readyAt,
			cause: isIn(BEFORE_START, status) ? (isWaiting ? 'kitchen' : 'on_time') : usual.cause,
			...ovenMsOf(planned),
			...latestOf(latest?.get(id))
		});
	}
	return { ready, load: plan.load };
}

const latestOf = (at: number | undefined): Pick<KitchenReady, 'latestIn'> =>
	at === undefined ? {} : { latestIn: at };

function ovenMsOf({ firstIn, readyAt }: OrderInKitchen): Pick<KitchenReady, 'ovenMs'> {
	return firstIn === null ? {} : { ovenMs: readyAt - firstIn };
}
