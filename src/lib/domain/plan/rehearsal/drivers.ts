import type { Evening, PastDriver } from './evening.ts';

/**
 * The drivers of the evening with so many more or fewer. Without one: who carried the fewest orders is left
 * out. Each further one is there from the first shift's start to the last one's end.
 */
export function withDrivers({ drivers, orders }: Evening, change: number): PastDriver[] {
	if (change < 0) {
		const carried = (id: string) => orders.filter((order) => order.carried?.driver === id).length;
		const leaves = new Set(
			drivers
				.map(({ id }) => id)
				.toSorted((a, b) => carried(a) - carried(b) || (a < b ? -1 : 1))
				.slice(0, -change)
		);
		return drivers.filter(({ id }) => !leaves.has(id));
	}
	const from = Math.min(...drivers.map((driver) => driver.from));
	const ends = drivers.map(({ until }) => until);
	const until = ends.some((end) => end === null) ? null : Math.max(...ends.map((end) => end ?? 0));
	const further = Array.from({ length: change }, (_, i) => ({ id: `more-${i + 1}`, from, until }));
	return drivers.length === 0 ? [] : [...drivers, ...further];
}
