import { expect, test } from 'vitest';
import { MINUTE } from '#domain/time/hours.ts';
import { play, type Play } from './evening.ts';
import { intervalOf } from './interval.ts';
import { figuresOf } from './measures.ts';
import { nightOf } from './night.ts';

/** Two short evenings are played; a busy machine may take its time. */
const slow = { timeout: 120_000 };
const SETTING = { freshness: 0.5, runOrders: 3, rounds: 5 };
/** The first hour, and one driver: two evenings stay cheap. */
function short(seed: number) {
	const night = nightOf(seed, 'gare', 1);
	const end = night.startsAt + 60 * MINUTE;
	return { ...night, orders: night.orders.filter(({ placedAt }) => placedAt < end) };
}
const nights = [1, 2].map(short);
const off = nights.map((night) => play(night, { ...SETTING, mode: 'off' }));
const planned = (mode: Play['mode'], at: number) =>
	play(nights[at]!, { ...SETTING, mode, promises: off[at]!.promises });
const auto = [planned('auto', 0), planned('auto', 1)];

test('the same seed has the same evening, whatever was played before', slow, () => {
	expect(figuresOf([planned('auto', 0)])).toEqual(figuresOf([auto[0]!]));
	expect(play(short(1), { ...SETTING, mode: 'off' }).promises).toEqual(off[0]!.promises);
});

test('all modes deliver the same orders under the same promises', slow, () => {
	const known = off[0]!;
	for (const { drops, left } of [auto[0]!, planned('suggest', 0)]) {
		expect(left).toBe(0);
		expect(drops.map(({ ticket }) => ticket.order.id).sort()).toEqual(
			known.drops.map(({ ticket }) => ticket.order.id).sort()
		);
		for (const { ticket } of drops)
			expect(ticket.promisedAt).toBe(known.promises.get(ticket.order.id));
	}
});

test('with too few drivers the planner is not later than the greedy rule', slow, () => {
	const [before, after] = [figuresOf(off), figuresOf(auto)];
	expect(after.onTime).toBeGreaterThanOrEqual(before.onTime);
	expect(after.late).toBeLessThanOrEqual(before.late);
	expect(after.ordersPerRun).toBeGreaterThan(1);
});

test(
	'no order leaves before it is boxed, and no pizza is boxed before it is out of the oven',
	slow,
	() => {
		for (const { drops } of [...off, ...auto])
			for (const { ticket, leftAt, doorAt } of drops) {
				expect(leftAt).toBeGreaterThanOrEqual(ticket.boxedAt ?? Infinity);
				expect(doorAt).toBeGreaterThan(leftAt);
				expect(ticket.boxedAt).toBeGreaterThanOrEqual(ticket.outAt ?? Infinity);
			}
	}
);

test('the interval of five values is that of Student', slow, () => {
	const { mean, half } = intervalOf([1, 2, 3, 4, 5]);
	expect(mean).toBe(3);
	expect(half).toBeCloseTo(2.78 * Math.sqrt(2.5 / 5), 6);
});
