import { describe, expect, it } from 'vitest';
import type { Status } from '../order/order.ts';
import { calibrationOf } from './calibration.ts';
import type { BoardOrder, ForecastBoard } from './forecast-board.ts';
import { estimatesByLegs, forecastsOf, loadOf, type Forecasted } from './forecasts.ts';

const MINUTE = 60_000;
const NOW = 1_000_000_000_000;
const SHOP = { lat: 43.6, lng: 3.88 };
const DOOR = { lat: 43.61, lng: 3.89 };

let count = 0;
const order = (status: Status, over: Partial<BoardOrder> = {}): BoardOrder => ({
	id: `order-${String(count++).padStart(4, '0')}`,
	status,
	fulfilment: 'delivery',
	stageAt: NOW,
	promisedAt: NOW + 45 * MINUTE,
	wantedAt: null,
	pizzas: 2,
	door: DOOR,
	stop: null,
	...over
});

const board = (orders: BoardOrder[], over: Partial<ForecastBoard> = {}): ForecastBoard => ({
	shop: 'gare',
	point: SHOP,
	prepMinutes: 15,
	speedKmh: 20,
	pace: 1,
	orders,
	drivers: [{ id: 'd1', point: null }],
	...over
});

const calibration = () => calibrationOf([], 'calm');
const forecast = (given: ForecastBoard, now = NOW) =>
	forecastsOf(given, estimatesByLegs(given, now), calibration, now);
const one = (given: BoardOrder, over: Partial<ForecastBoard> = {}, now = NOW) =>
	forecast(board([given], over), now)[0]!;

describe('the forecast of an order', () => {
	it('is made, baked and ridden to its door', () => {
		const { forecast, expectedAt } = one(order('accepted'));

		expect(forecast.readyAt).toBe(NOW + 15 * MINUTE);
		expect(forecast.driver).toBe('d1');
		expect(forecast.leaveAt).toBe(forecast.readyAt);
		// 1.4 km as the crow flies, 1.3 by road, at 20 km/h.
		expect((expectedAt - NOW) / MINUTE).toBeGreaterThan(19);
		expect((expectedAt - NOW) / MINUTE).toBeLessThan(22);
		expect(forecast.eta.cause).toBe('on_time');
	});

	it('comes nearer with each stage', () => {
		const stages: Status[] = ['accepted', 'making', 'in_oven', 'boxed', 'at_door'];
		const expected = stages.map((status) => one(order(status)).expectedAt);

		expect(expected).toEqual(expected.toSorted((a, b) => b - a));
		expect(new Set(expected).size).toBeGreaterThanOrEqual(stages.length - 1);
	});

	it('of a collection ends at the counter', () => {
		const { forecast, expectedAt } = one(order('accepted', { fulfilment: 'collection' }));

		expect(expectedAt).toBe(forecast.readyAt);
		expect(forecast.leaveAt).toBeNull();
		expect(forecast.driver).toBeNull();
	});

	it('has an oven time that keeps the promise, until it is in the oven', () => {
		const { ovenBy, startBy } = one(order('accepted')).forecast;

		expect(ovenBy).toBeLessThan(NOW + 45 * MINUTE - 6 * MINUTE);
		expect(startBy).toBeLessThan(ovenBy!);
		expect(one(order('making')).forecast.startBy).toBeNull();
		expect(one(order('in_oven')).forecast.ovenBy).toBeNull();
	});

	it('waits its turn behind the others, and says so', () => {
		const before = Array.from({ length: 8 }, () => order('accepted', { promisedAt: NOW }));
		const last = order('accepted', { promisedAt: NOW + 60 * MINUTE });
		const made = forecast(board([...before, last])).at(-1)!;

		expect(made.forecast.readyAt).toBe(NOW + (8 * 3 + 15) * MINUTE);
		expect(made.forecast.eta.cause).toBe('kitchen');
		expect(made.forecast.reasons[0]?.en).toBe('24 min of work before it');
	});

	it('waits for the only driver, or for any when nobody is on shift', () => {
		const away = order('out', { stop: { driver: 'd1', position: 1, isOut: true } });
		const ready = order('boxed', { stageAt: NOW - MINUTE });
		const busy = forecast(board([away, ready])).at(-1)!.forecast;
		const nobody = one(ready, { drivers: [] }).forecast;

		expect(busy.driver).toBe('d1');
		expect(busy.leaveAt).toBeGreaterThan(NOW + 5 * MINUTE);
		expect(busy.eta.cause).toBe('driver');
		expect(nobody.leaveAt).toBeNull();
		expect(nobody.eta.cause).toBe('driver');
	});

	it('comes after the stops before it', () => {
		const stop = (position: number) => ({ driver: 'd1', position, isOut: true });
		const first = order('out', { stop: stop(1) });
		const second = order('out', { stop: stop(2) });
		const [one, two] = forecast(board([second, first])) as [Forecasted, Forecasted];

		expect(one.forecast.eta.cause).toBe('stop_before');
		expect(two.forecast.eta.cause).toBe('on_time');
		expect(one.expectedAt - two.expectedAt).toBeGreaterThan(2 * MINUTE);
		expect(one.forecast.reasons).toContainEqual({ fr: 'Un arrêt avant', en: 'One stop before' });
	});

	it('follows the phone of its driver', () => {
		const away = order('out', { stop: { driver: 'd1', position: 1, isOut: true } });
		const near = one(away, { drivers: [{ id: 'd1', point: DOOR }] });

		expect(near.expectedAt).toBe(NOW + MINUTE);
		expect(one(away).expectedAt).toBeGreaterThan(near.expectedAt);
	});

	it('ahead of time is not started early, and delays nobody before', () => {
		const promisedAt = NOW + 180 * MINUTE;
		const ahead = order('accepted', { wantedAt: promisedAt, promisedAt, pizzas: 30 });
		const made = forecast(board([ahead, order('accepted')]));

		expect(made[0]!.expectedAt).toBeGreaterThan(promisedAt - 10 * MINUTE);
		expect(made[0]!.expectedAt).toBeLessThan(promisedAt + 20 * MINUTE);
		expect(made[1]!.forecast.readyAt).toBe(NOW + 15 * MINUTE);
	});

	it('has a narrower window as it comes near', () => {
		const width = (status: Status) => {
			const { from, to } = one(order(status)).forecast.eta;
			return to - from;
		};

		expect(width('boxed')).toBeLessThan(width('accepted'));
	});

	it('is late with a chance that follows its promise', () => {
		const chance = (minutes: number) =>
			one(order('accepted', { promisedAt: NOW + minutes * MINUTE })).forecast.lateChance;

		expect(chance(10)).toBeGreaterThan(0.9);
		expect(chance(60)).toBeLessThan(0.1);
		expect(one(order('at_door', { promisedAt: NOW - MINUTE })).forecast.lateChance).toBe(1);
		expect(one(order('at_door')).forecast.lateChance).toBe(0);
	});

	it('runs as fast as a demo does', () => {
		const slow = one(order('accepted')).expectedAt - NOW;
		const fast = one(order('accepted'), { pace: 4 }).expectedAt - NOW;

		expect(fast).toBeCloseTo(slow / 4, -3);
	});
});

describe('any board', () => {
	const STATUSES: Status[] = ['placed', 'accepted', 'making', 'in_oven', 'boxed', 'out', 'at_door'];
	/** Numbers in [0, 1), the same for the same seed. */
	const numbers = (seed: number) => () => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return seed / 2_147_483_648;
	};

	it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
		'gives every order a window in order, never in the past (%i)',
		(seed) => {
			const next = numbers(seed);
			const drivers = Array.from({ length: Math.floor(next() * 4) }, (_, n) => ({
				id: `d${n}`,
				point: next() < 0.5 ? { lat: 43.6 + next() / 50, lng: 3.88 + next() / 50 } : null
			}));
			const orders = Array.from({ length: Math.floor(next() * 60) }, () => {
				const status = STATUSES[Math.floor(next() * STATUSES.length)]!;
				const isOut = status === 'out' || status === 'at_door';
				const driver = drivers[Math.floor(next() * drivers.length)]?.id ?? 'gone';
				return order(status, {
					fulfilment: !isOut && next() < 0.3 ? 'collection' : 'delivery',
					stageAt: NOW - next() * 90 * MINUTE,
					promisedAt: NOW + (next() - 0.3) * 120 * MINUTE,
					wantedAt: next() < 0.2 ? NOW + next() * 300 * MINUTE : null,
					pizzas: Math.floor(next() * 12),
					door: next() < 0.8 ? DOOR : null,
					stop: isOut || next() < 0.2 ? { driver, position: Math.floor(next() * 4), isOut } : null
				});
			});
			const given = board(orders, { drivers });
			const made = forecast(given);

			expect(made.map(({ forecast }) => forecast.order)).toEqual(orders.map(({ id }) => id));
			for (const [n, { forecast: said }] of made.entries()) {
				const { from, to, latest } = said.eta;
				const isThere = orders[n]!.status === 'at_door' || from === to;
				expect(from).toBeLessThanOrEqual(to);
				expect(to).toBeLessThanOrEqual(latest);
				if (!isThere) expect(from).toBeGreaterThanOrEqual(NOW);
				expect(said.lateChance).toBeGreaterThanOrEqual(0);
				expect(said.lateChance).toBeLessThanOrEqual(1);
			}
			expect(forecast(given)).toEqual(made);
		}
	);

	it('is calm, busy or in a rush by the work that waits', () => {
		const waiting = (orders: number) =>
			loadOf({ orders: Array.from({ length: orders }, () => order('accepted')) });

		expect([waiting(0), waiting(5), waiting(20)]).toEqual(['calm', 'busy', 'rush']);
	});
});
