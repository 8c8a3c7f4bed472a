import { seeded } from '#domain/plan/seeded.ts';
import { parseInstance, type Instance } from './instance.ts';

/** How a generated day is made: minutes and metres. */
const DAY = { minutes: 420, side: 9000, shops: 14, orders: 150, couriers: 24 };
/** Share of the orders by hour: quiet, two peaks. */
const HOURS = [0.08, 0.17, 0.14, 0.07, 0.14, 0.24, 0.16];

/**
 * A made-up day in the library's text format, the same for the same seed: shops in three quarters, two
 * peaks, shifts of two to four hours. Nothing of the public instances is in it.
 */
export function generatedInstance(seed: number): Instance {
	const random = seeded(seed);
	const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
	const spot = () => [whole(0, DAY.side), whole(0, DAY.side)];
	const quarters = Array.from({ length: 3 }, spot);
	const near = ([x = 0, y = 0]: number[] = [], by = 1500) => [
		x + whole(-by, by),
		y + whole(-by, by)
	];
	const shops = Array.from({ length: DAY.shops }, (_, index) => near(quarters[index % 3]));
	const orders = Array.from({ length: DAY.orders }, () => {
		const placed = minuteOfDay(random);
		const shop = Math.floor(random() ** 2 * DAY.shops);
		const door = near(shops[shop], 3000);
		return [...door, placed, `r${shop + 1}`, placed + whole(8, 26)];
	}).sort((a, b) => Number(a[2]) - Number(b[2]));
	const couriers = Array.from({ length: DAY.couriers }, (_, index) => {
		const on = Math.max(0, Math.floor((index / DAY.couriers) * DAY.minutes) - whole(20, 90));
		return [...spot(), on, on + whole(120, 240)];
	});
	return parseInstance(`made${seed}`, {
		orders: table('order\tx\ty\tplacement_time\trestaurant\tready_time', 'o', orders),
		restaurants: table('restaurant\tx\ty', 'r', shops),
		couriers: table('courier\tx\ty\ton_time\toff_time', 'c', couriers),
		parameters: [
			'meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\tmaximum click-to-door\tpay per order\tguaranteed pay per hour',
			'330\t4\t4\t40\t90\t10\t15'
		].join('\n')
	});
}

function minuteOfDay(random: () => number): number {
	let share = random();
	let hour = 0;
	while (hour < HOURS.length - 1 && share > HOURS[hour]!) share -= HOURS[hour++]!;
	return hour * 60 + Math.floor(random() * 60);
}

const table = (head: string, prefix: string, rows: readonly (string | number)[][]) =>
	[head, ...rows.map((row, index) => [`${prefix}${index + 1}`, ...row].join('\t'))].join('\n');
