import type { Instance } from './instance.ts';
import type { CourierState, Decide, Decision, OpenOrder, View } from './simulate.ts';

/**
 * The nearest free courier for each order, oldest first: one order a courier, who drives to the
 * restaurant and waits there. `isTime` says from when an order is looked at.
 */
function nearestFree(
	instance: Instance,
	isTime: (now: number, order: OpenOrder, way: number) => boolean
): Decide {
	const bound = new Map<string, OpenOrder>();
	const { pickupMinutes } = instance;
	return (view) => {
		const { now, travel } = view;
		const decisions: Decision[] = [];
		const taken = new Set([...bound.values()].map(({ id }) => id));
		for (const order of view.open) {
			if (taken.has(order.id)) continue;
			const nearest = nearestOf(view, bound, order, pickupMinutes / 2);
			if (!nearest || !isTime(now, order, travel(nearest.place, order.restaurant))) continue;
			bound.set(nearest.id, order);
			if (nearest.place !== order.restaurant)
				decisions.push({ courier: nearest.id, to: order.restaurant });
		}
		const leaving = new Set(decisions.map(({ courier }) => courier));
		for (const [courier, order] of bound) {
			const { freeAt, offAt } = view.couriers.find(({ id }) => id === courier)!;
			if (leaving.has(courier)) continue;
			if (Math.max(freeAt + pickupMinutes / 2, order.readyAt) > now) continue;
			bound.delete(courier);
			if (now <= offAt) decisions.push({ courier, take: [order.id] });
		}
		return decisions;
	};
}

function nearestOf(
	{ now, couriers, travel }: View,
	bound: ReadonlyMap<string, OpenOrder>,
	order: OpenOrder,
	service: number
): CourierState | undefined {
	let nearest: CourierState | undefined;
	let least = Infinity;
	for (const courier of couriers) {
		if (courier.freeAt > now || bound.has(courier.id)) continue;
		const way = travel(courier.place, order.restaurant);
		if (Math.max(now + way + service, order.readyAt) > courier.offAt || way >= least) continue;
		least = way;
		nearest = courier;
	}
	return nearest;
}

/** Each order goes to the nearest free courier as soon as it is placed. */
export const atPlacement = (instance: Instance): Decide => nearestFree(instance, () => true);

/** The same, when the nearest courier has to leave to be there as it becomes ready. */
export const justInTime = (instance: Instance): Decide =>
	nearestFree(
		instance,
		(now, { readyAt }, way) => now + way + instance.pickupMinutes / 2 >= readyAt
	);
