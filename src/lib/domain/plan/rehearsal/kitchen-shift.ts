/** The kitchen of a past evening with other hands or another oven. */

import { capacityAt, NO_KNOBS, type KitchenSettings } from '../kitchen/capacity.ts';
import { Line } from '../kitchen/line.ts';
import { workLeft } from '../kitchen/work.ts';
import { minuteOf } from '../../time/quote.ts';
import type { Evening, PastOrder } from './evening.ts';

/**
 * The orders with the stages that another kitchen would have had: what was observed, plus the difference
 * between the kitchen's queues with the new and with the usual capacity, both in the observed sequence. A
 * cook's pace and pauses so stay as they were.
 */
export function withKitchen(evening: Evening, kitchen: KitchenSettings): PastOrder[] {
	const usual = boxedBy(evening, evening.kitchen);
	const other = boxedBy(evening, kitchen);
	return evening.orders.map((order) => {
		const saved = (usual.get(order.id) ?? 0) - (other.get(order.id) ?? 0);
		const { accepted, ...stages } = order.stages;
		const moved = (at: number) => Math.max(accepted, at - saved);
		const making = moved(stages.making);
		const inOven = Math.max(making, moved(stages.in_oven));
		const bakeMs = Math.max(0, stages.boxed - stages.in_oven);
		const boxed = Math.max(inOven + bakeMs, moved(stages.boxed));
		return { ...order, stages: { accepted, making, in_oven: inOven, boxed } };
	});
}

function boxedBy(evening: Evening, settings: KitchenSettings): Map<string, number> {
	const minuteMs = minuteOf(evening);
	const orders = evening.orders.toSorted(
		(a, b) => a.stages.making - b.stages.making || (a.id < b.id ? -1 : 1)
	);
	const first = Math.min(...orders.map(({ stages }) => stages.accepted));
	const capacity = capacityAt(first, settings, NO_KNOBS, minuteMs);
	const line = new Line(capacity, first);
	const boxed = new Map<string, number>();
	for (const { id, pizzas, wantedAt, stages } of orders) {
		const from = wantedAt === null ? stages.accepted : stages.making;
		const work = {
			...({ id, status: 'accepted', evidence: 'tap', stageAt: from } as const),
			...{ dueAt: from, notBefore: null, pizzas }
		};
		const times = workLeft(work, capacity, { now: from, minuteMs }).pizzas.map((pizza) =>
			line.lay(pizza, from)
		);
		boxed.set(
			id,
			times.reduce((last, { cutTo }) => Math.max(last, cutTo), from)
		);
	}
	return boxed;
}
