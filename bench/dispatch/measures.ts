import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

export interface Measures {
	orders: number;
	/** Not delivered. */
	undelivered: number;
	/** Click to door, minutes, over the delivered orders. */
	door: { mean: number; p90: number; p95: number };
	/** Ready to pick-up, minutes, mean. */
	pickup: number;
	/** Minutes over the target, mean over the delivered orders. */
	overage: number;
	/** Share of all orders at the door within the target. */
	inTarget: number;
	/** Minutes of driving per delivered order. */
	driving: number;
	payPerOrder: number;
	/** Orders per bundle, mean. */
	bundle: number;
}

/** The measures of the library, from a solution that the evaluator has accepted. */
export function measure(instance: Instance, { pickups, drops, moves }: Solution): Measures {
	const orders = new Map(instance.orders.map((order) => [order.id, order]));
	const waits = drops.map(({ order, droppedAt }) => droppedAt - orders.get(order)!.placedAt);
	const racks = pickups.flatMap(({ orders: bundle, pickedAt }) =>
		bundle.map((order) => pickedAt - orders.get(order)!.readyAt)
	);
	const { target } = instance;
	return {
		orders: instance.orders.length,
		undelivered: instance.orders.length - drops.length,
		door: { mean: mean(waits), p90: share(waits, 0.9), p95: share(waits, 0.95) },
		pickup: mean(racks),
		overage: mean(waits.map((wait) => Math.max(0, wait - target))),
		inTarget: waits.filter((wait) => wait <= target).length / instance.orders.length,
		driving: drivingOf(instance, moves) / drops.length,
		payPerOrder: payOf(instance, pickups) / drops.length,
		bundle: drops.length / pickups.length
	};
}

function drivingOf(instance: Instance, moves: Solution['moves']): number {
	const spots = new Map(
		[...instance.orders, ...instance.couriers, ...instance.restaurants].map((spot) => [
			spot.id,
			spot
		])
	);
	let minutes = 0;
	for (const { from, to } of moves) {
		const a = spots.get(from)!;
		const b = spots.get(to)!;
		minutes += Math.ceil(Math.hypot(a.x - b.x, a.y - b.y) / instance.metresPerMinute);
	}
	return minutes;
}

/** A courier is paid by order, or by hour if that is more. */
function payOf(instance: Instance, pickups: Solution['pickups']): number {
	const delivered = new Map<string, number>();
	for (const { courier, orders } of pickups)
		delivered.set(courier, (delivered.get(courier) ?? 0) + orders.length);
	return instance.couriers.reduce((sum, { id, onAt, offAt }) => {
		const byHour = ((offAt - onAt) / 60) * instance.payPerHour;
		return sum + Math.max(byHour, (delivered.get(id) ?? 0) * instance.payPerOrder);
	}, 0);
}

/** The mean of each measure over several runs of one day. */
export function meanMeasures(runs: readonly Measures[]): Measures {
	const over = (of: (run: Measures) => number) => mean(runs.map(of));
	return {
		orders: over(({ orders }) => orders),
		undelivered: over(({ undelivered }) => undelivered),
		door: {
			mean: over(({ door }) => door.mean),
			p90: over(({ door }) => door.p90),
			p95: over(({ door }) => door.p95)
		},
		pickup: over(({ pickup }) => pickup),
		overage: over(({ overage }) => overage),
		inTarget: over(({ inTarget }) => inTarget),
		driving: over(({ driving }) => driving),
		payPerOrder: over(({ payPerOrder }) => payPerOrder),
		bundle: over(({ bundle }) => bundle)
	};
}

export const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

/** A quantile with linear interpolation, as the library's evaluator computes it. */
export function share(values: readonly number[], q: number): number {
	if (!values.length) return 0;
	const sorted = values.toSorted((a, b) => a - b);
	const at = (sorted.length - 1) * q;
	const low = Math.floor(at);
	return sorted[low]! + (sorted[Math.ceil(at)]! - sorted[low]!) * (at - low);
}
