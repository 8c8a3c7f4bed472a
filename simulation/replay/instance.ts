/**
 * A recorded day in the format of the Meal Delivery Routing Problem library (docs/simulation.md).
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Times in minutes of the day, positions in metres on a plane. */
export interface Instance {
	orders: {
		id: string;
		x: number;
		y: number;
		placed: number;
		restaurant: string;
		ready: number;
	}[];
	restaurants: Map<string, { x: number; y: number }>;
	couriers: { id: string; x: number; y: number; on: number; off: number }[];
	metresPerMinute: number;
	/** Service time at the restaurant and at the door. */
	pickupMinutes: number;
	dropoffMinutes: number;
}

/** Reads a folder; throws when a file or column is missing. */
export async function readInstance(folder: string): Promise<Instance> {
	// Read in sequence, so that the first missing file is the one reported.
	const orders = await table(folder, 'orders');
	const restaurants = await table(folder, 'restaurants');
	const couriers = await table(folder, 'couriers');
	const [given] = await table(folder, 'instance_parameters');
	if (!given) throw new Error(`${folder} is empty`);
	const places = new Map(
		restaurants.map((row) => [row.text('restaurant'), { x: row.number('x'), y: row.number('y') }])
	);
	return {
		orders: orders.map((row) => ({
			id: row.text('order'),
			x: row.number('x'),
			y: row.number('y'),
			placed: row.number('placement_time'),
			restaurant: known(places, row.text('restaurant')),
			ready: row.number('ready_time')
		})),
		restaurants: places,
		couriers: couriers.map((row) => ({
			id: row.text('courier'),
			x: row.number('x'),
			y: row.number('y'),
			on: row.number('on_time'),
			off: row.number('off_time')
		})),
		metresPerMinute: given.number('meters_per_minute'),
		pickupMinutes: given.number('pickup service minutes'),
		dropoffMinutes: given.number('dropoff service minutes')
	};
}

function known(places: ReadonlyMap<string, unknown>, restaurant: string): string {
	if (!places.has(restaurant)) throw new Error(`restaurants.txt has no ${restaurant}`);
	return restaurant;
}

interface Row {
	text(column: string): string;
	number(column: string): number;
}

/** A tab-separated file with column names in the first line. */
async function table(folder: string, name: string): Promise<Row[]> {
	const path = join(folder, `${name}.txt`);
	const content = await readFile(path, 'utf8').catch(() => {
		throw new Error(`${path} cannot be read: --replay wants the folder of one instance`);
	});
	const [head = '', ...lines] = content.split(/\r?\n/).filter((line) => line.trim() !== '');
	const columns = head.split('\t').map((column) => column.trim());
	return lines.map((line, at) => {
		const cells = line.split('\t');
		const text = (column: string) => {
			const cell = cells[columns.indexOf(column)]?.trim();
			if (!cell) throw new Error(`${path}, line ${at + 2}: there is no ${column}`);
			return cell;
		};
		const number = (column: string) => {
			const value = Number(text(column));
			if (!Number.isFinite(value))
				throw new Error(`${path}, line ${at + 2}: ${column} is no number`);
			return value;
		};
		return { text, number };
	});
}
