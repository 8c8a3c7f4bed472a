import type { Instance, InstanceOrder } from './instance.ts';
import { mean } from './measures.ts';

/** Orders in one trip at most. */
export const TRIP_ORDERS = 3;
const BLOCK_MINUTES = 120;
/** Of the work that single trips would take, so much is staffed. */
const STAFFED = 0.85;
/** The drivers of the last block stay so much longer, so that a queue can end. */
const OVERTIME = 240;

/**
 * A pizzeria out of a day: its busiest restaurant as the only shop, the orders as they are, and drivers
 * in blocks of two hours who begin at the shop and come back to it after each trip.
 */
export function oneShop(day: Instance): Instance {
	const byShop = Map.groupBy(day.orders, ({ restaurant }) => restaurant);
	const [home = '', orders = []] = [...byShop].reduce((a, b) =>
		b[1].length > a[1].length ? b : a
	);
	const shop = day.restaurants.find(({ id }) => id === home)!;
	const slice = { ...day, name: `${day.name}/${home}`, orders, restaurants: [shop], home };
	return { ...slice, couriers: driversOf(slice, shop) };
}

function driversOf(slice: Instance, { x, y }: { x: number; y: number }): Instance['couriers'] {
	const first = Math.min(...slice.orders.map(({ placedAt }) => placedAt));
	const blockOf = ({ readyAt }: InstanceOrder) => Math.floor((readyAt - first) / BLOCK_MINUTES);
	const blocks = Math.max(...slice.orders.map(blockOf)) + 1;
	return Array.from({ length: blocks }, (_, block) => {
		const own = slice.orders.filter((order) => blockOf(order) === block);
		const work = own.reduce((sum, order) => sum + aloneMinutes(slice, order), 0);
		const count = Math.max(1, Math.round((work * STAFFED) / BLOCK_MINUTES));
		const onAt = first + block * BLOCK_MINUTES;
		const offAt = onAt + BLOCK_MINUTES + (block === blocks - 1 ? OVERTIME : 0);
		return Array.from({ length: count }, (_, index) => ({
			id: `d${block + 1}-${index + 1}`,
			x,
			y,
			onAt,
			offAt
		}));
	}).flat();
}

/** Minutes of a driver for one order alone, there and back. */
const aloneMinutes = (slice: Instance, order: InstanceOrder) =>
	slice.pickupMinutes + 2 * wayMinutes(slice, order) + slice.dropMinutes;

function wayMinutes({ restaurants, metresPerMinute }: Instance, { x, y }: InstanceOrder): number {
	const shop = restaurants[0]!;
	return Math.ceil(Math.hypot(x - shop.x, y - shop.y) / metresPerMinute);
}

/** Mean click-to-door if every order had a driver of its own who waits for it: the floor. */
export const aloneAtReady = (slice: Instance): number =>
	mean(
		slice.orders.map(
			(order) =>
				order.readyAt +
				(slice.pickupMinutes + slice.dropMinutes) / 2 +
				wayMinutes(slice, order) -
				order.placedAt
		)
	);
