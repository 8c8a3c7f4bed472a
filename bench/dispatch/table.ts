import type { Instance } from './instance.ts';
import type { Measures } from './measures.ts';
import { runPlan, runPolicy } from './run-one.ts';
import type { PlanOptions } from './plan-policy.ts';
import { justInTime } from './simple-policies.ts';

const HEAD = `| instance | orders | plan: CtD / RtP | p90 | undelivered (floor) | just in time: CtD / RtP | p90 | undelivered | better |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |`;

/** Prints a Markdown table with a row for each instance, as soon as it is known. */
export function printTable(instances: Iterable<Instance>, options: PlanOptions): void {
	console.log(HEAD);
	for (const instance of instances) {
		const plan = runPlan(instance, options).measures;
		const inTime = runPolicy(instance, justInTime(instance)).measures;
		console.log(rowOf(instance, plan, inTime));
	}
}

function rowOf(instance: Instance, plan: Measures, inTime: Measures): string {
	const times = ({ door, pickup }: Measures) => `${door.mean.toFixed(2)} / ${pickup.toFixed(2)}`;
	const cells = [
		instance.name,
		instance.orders.length,
		times(plan),
		plan.door.p90.toFixed(1),
		`${plan.undelivered} (${unreachable(instance)})`,
		times(inTime),
		inTime.door.p90.toFixed(1),
		inTime.undelivered,
		isBetter(plan, inTime) ? 'yes' : '**no**'
	];
	return `| ${cells.join(' | ')} |`;
}

const isBetter = (plan: Measures, other: Measures) =>
	plan.door.mean < other.door.mean && plan.undelivered <= other.undelivered;

/** Orders that no courier can pick up before the shift ends, wherever they drive before: the floor. */
export function unreachable({ orders, couriers, restaurants, ...instance }: Instance): number {
	const shops = new Map(restaurants.map((spot) => [spot.id, spot]));
	return orders.filter(({ restaurant, readyAt }) => {
		const shop = shops.get(restaurant)!;
		return !couriers.some(({ x, y, onAt, offAt }) => {
			const way = Math.ceil(Math.hypot(x - shop.x, y - shop.y) / instance.metresPerMinute);
			return Math.max(readyAt, onAt + way + instance.pickupMinutes / 2) <= offAt;
		});
	}).length;
}
