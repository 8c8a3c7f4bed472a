import { describe, expect, test } from 'vitest';
import { generatedInstance } from './generated.ts';
import { oneShop, TRIP_ORDERS } from './one-shop.ts';
import { runShop } from './shop-days.ts';
import { simulate } from './simulate.ts';
import { firstCome } from './shop-policies.ts';

const OPTIONS = { rounds: 30, seed: 1, deadlineMs: Infinity, without: new Set<never>() };

describe('one shop of a made-up day', () => {
	// Each policy throws if the evaluator finds a fault.
	test.each([1, 2, 3])('on day %i the plan beats batches and single orders', (seed) => {
		const { slice, plan, batches, singles, alone } = runShop(generatedInstance(seed), OPTIONS);

		expect(slice.orders.length).toBeGreaterThan(30);
		expect(plan.undelivered).toBe(0);
		expect(plan.door.mean).toBeLessThan(batches.door.mean - 1);
		expect(batches.door.mean).toBeLessThan(singles.door.mean);
		expect(plan.door.mean).toBeGreaterThan(alone);
	});

	test('has the orders of the busiest restaurant, and drivers in blocks of two hours', () => {
		const day = generatedInstance(1);
		const { orders, restaurants, couriers, home } = oneShop(day);
		const [{ x, y }] = restaurants as [{ x: number; y: number }];

		expect(restaurants.map(({ id }) => id)).toEqual([home]);
		expect(orders).toEqual(day.orders.filter(({ restaurant }) => restaurant === home));
		expect(couriers.every((driver) => driver.x === x && driver.y === y)).toBe(true);
		expect(new Set(couriers.map(({ onAt, offAt }) => offAt - onAt))).toEqual(new Set([120, 360]));
	});

	test('every driver comes back after a trip of at most three orders', () => {
		const slice = oneShop(generatedInstance(2));
		const { moves, pickups } = simulate(slice, firstCome(TRIP_ORDERS, 2));

		expect(Math.max(...pickups.map(({ orders }) => orders.length))).toBe(TRIP_ORDERS);
		expect(moves.filter(({ to }) => to === slice.home)).toHaveLength(pickups.length);
	});
});
