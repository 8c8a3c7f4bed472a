import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A day of the Meal Delivery Routing Problem: integer minutes and metres. */
export interface Instance {
	name: string;
	orders: InstanceOrder[];
	restaurants: Spot[];
	couriers: Courier[];
	metresPerMinute: number;
	/** Half before and half after the pick-up or the drop-off. */
	pickupMinutes: number;
	dropMinutes: number;
	/** Click-to-door that a customer is promised. */
	target: number;
	payPerOrder: number;
	payPerHour: number;
	/** The only restaurant: couriers begin here and come back after each trip. */
	home?: string;
}

export interface Spot {
	id: string;
	x: number;
	y: number;
}

export interface InstanceOrder extends Spot {
	placedAt: number;
	restaurant: string;
	readyAt: number;
}

export interface Courier extends Spot {
	onAt: number;
	offAt: number;
}

type Row = Record<string, string>;

function rowsOf(text: string): Row[] {
	const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim());
	const names = head.split('\t').map((name) => name.trim());
	return lines.map((line) => {
		const cells = line.split('\t');
		return Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? '').trim()]));
	});
}

function number(row: Row, name: string): number {
	const value = Number(row[name]);
	if (row[name] === undefined || row[name] === '' || !Number.isFinite(value))
		throw new Error(`No number in column "${name}": ${JSON.stringify(row)}`);
	return value;
}

function text(row: Row, name: string): string {
	const value = row[name];
	if (!value) throw new Error(`Nothing in column "${name}": ${JSON.stringify(row)}`);
	return value;
}

const spot = (row: Row, id: string): Spot => ({
	id: text(row, id),
	x: number(row, 'x'),
	y: number(row, 'y')
});

/** An instance from the texts of its four files; throws and says where one is not as expected. */
export function parseInstance(
	name: string,
	files: { orders: string; restaurants: string; couriers: string; parameters: string }
): Instance {
	const [parameters = {}] = rowsOf(files.parameters);
	return {
		name,
		orders: rowsOf(files.orders).map((row) => ({
			...spot(row, 'order'),
			placedAt: number(row, 'placement_time'),
			restaurant: text(row, 'restaurant'),
			readyAt: number(row, 'ready_time')
		})),
		restaurants: rowsOf(files.restaurants).map((row) => spot(row, 'restaurant')),
		couriers: rowsOf(files.couriers).map((row) => ({
			...spot(row, 'courier'),
			onAt: number(row, 'on_time'),
			offAt: number(row, 'off_time')
		})),
		metresPerMinute: number(parameters, 'meters_per_minute'),
		pickupMinutes: number(parameters, 'pickup service minutes'),
		dropMinutes: number(parameters, 'dropoff service minutes'),
		target: number(parameters, 'target click-to-door'),
		payPerOrder: number(parameters, 'pay per order'),
		payPerHour: number(parameters, 'guaranteed pay per hour')
	};
}

/** The instance in a folder of the library's layout. */
export function readInstance(folder: string): Instance {
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	return parseInstance(basename(folder), {
		orders: read('orders.txt'),
		restaurants: read('restaurants.txt'),
		couriers: read('couriers.txt'),
		parameters: read('instance_parameters.txt')
	});
}
