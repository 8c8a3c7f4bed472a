import type { Decide, OpenOrder, View } from './simulate.ts';

/**
 * A free driver at the shop takes the oldest order that is ready, and the ready ones nearest to the
 * last door, up to `most` in all. Nothing waits for more.
 */
export const firstCome =
	(most: number, pickupIn: number): Decide =>
	({ now, open, couriers, travel }: View) => {
		const ready = open.filter(({ readyAt }) => readyAt <= now);
		const free = couriers.filter(
			({ onAt, offAt, freeAt }) => onAt <= now && now <= offAt && freeAt + pickupIn <= now
		);
		return free.flatMap(({ id }) => {
			const oldest = ready.shift();
			return oldest ? [{ courier: id, take: batch(oldest, ready, most, travel) }] : [];
		});
	};

/** Takes the batch out of `ready`. */
function batch(oldest: OpenOrder, ready: OpenOrder[], most: number, travel: View['travel']) {
	const taken = [oldest];
	while (taken.length < most && ready.length) {
		const last = taken.at(-1)!.door;
		const [next] = ready.toSorted((a, b) => travel(last, a.door) - travel(last, b.door));
		ready.splice(ready.indexOf(next!), 1);
		taken.push(next!);
	}
	return taken.map(({ id }) => id);
}
