import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

/**
 * The three files that the library's evaluator (grubhub/mdrplib, compute_performance_summary.py) reads,
 * by name. Columns are separated by one space; an undelivered order has "NaN" in its times, so
 * that the evaluator does not count it; courier moves are grouped by courier.
 */
export function solutionFiles(instance: Instance, solution: Solution): Record<string, string> {
	const dropped = new Map(solution.drops.map(({ order, droppedAt }) => [order, droppedAt]));
	const taken = new Map(
		solution.pickups.flatMap((pickup) => pickup.orders.map((order) => [order, pickup] as const))
	);
	const orders = instance.orders.map(({ id, placedAt, restaurant, readyAt }) => {
		const pickup = taken.get(id);
		const end = pickup
			? [pickup.pickedAt, dropped.get(id)!, pickup.courier]
			: ['NaN', 'NaN', 'NaN'];
		return [id, placedAt, restaurant, readyAt, ...end];
	});
	const moves = instance.couriers.flatMap(({ id }) =>
		solution.moves
			.filter(({ courier }) => courier === id)
			.map(({ leftAt, from, to }) => [id, leftAt, from === id ? '0' : from, to])
	);
	return {
		'solution_info_assignments.txt': lines('assignment_time pickup_time courier bundle', [
			...solution.pickups.map((pickup) => [
				pickup.decidedAt,
				pickup.pickedAt,
				pickup.courier,
				...pickup.orders
			])
		]),
		'solution_info_orders.txt': lines(
			'order placement_time restaurant ready_time pickup_time dropoff_time courier',
			orders
		),
		'solution_info_couriers.txt': lines('courier departure_time origin destination', moves)
	};
}

/** Writes them into a folder of the instance's name. */
export function writeSolution(folder: string, instance: Instance, solution: Solution): void {
	const own = join(folder, instance.name);
	mkdirSync(own, { recursive: true });
	for (const [name, text] of Object.entries(solutionFiles(instance, solution)))
		writeFileSync(join(own, name), text);
}

const lines = (head: string, rows: readonly (string | number)[][]) =>
	[head, ...rows.map((row) => row.join(' '))].join('\n') + '\n';
