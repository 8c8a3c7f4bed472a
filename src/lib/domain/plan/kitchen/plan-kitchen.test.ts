import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../time/hours.ts';
import { capacityAt, type KitchenCapacity } from './capacity.ts';
import { SETTINGS, someWork } from './kitchen-samples.ts';
import type { PizzaTimes } from './line.ts';
import { planKitchen, type KitchenPlan } from './plan-kitchen.ts';
import type { KitchenWork } from './work.ts';

const NOW = 0;
const CAPACITY = capacityAt(NOW, SETTINGS);
const minutes = (ms: number | null | undefined) => (ms ?? NaN) / MINUTE;
const planned = (orders: KitchenWork[], capacity: KitchenCapacity = CAPACITY) =>
	planKitchen({ now: NOW, capacity, orders });

const group = fc.record({
	count: fc.integer({ min: 1, max: 8 }),
	struck: fc.nat(3),
	makeMinutes: fc.option(fc.integer({ min: 1, max: 5 })),
	bakeMinutes: fc.option(fc.integer({ min: 2, max: 9 }))
});
const anyOrders = fc.uniqueArray(
	fc.record({
		id: fc.nat(500).map((n) => `order-${n}`),
		status: fc.constantFrom('placed', 'accepted', 'making', 'in_oven', 'boxed' as const),
		evidence: fc.constantFrom('tap', 'timer' as const),
		stageAt: fc.integer({ min: -20, max: 0 }).map((n) => n * MINUTE),
		dueAt: fc.integer({ min: -10, max: 120 }).map((n) => n * MINUTE),
		notBefore: fc.option(fc.nat(60).map((n) => n * MINUTE)),
		pizzas: fc.array(group, { maxLength: 3 })
	}),
	{ selector: ({ id }) => id, maxLength: 25 }
) as fc.Arbitrary<KitchenWork[]>;
const anyCapacity = fc
	.record({
		hands: fc.integer({ min: 1, max: 4 }),
		ovenPlaces: fc.integer({ min: 1, max: 9 }),
		delayMinutes: fc.constantFrom(0, 0, 10)
	})
	.map(({ delayMinutes, ...some }) => ({
		...CAPACITY,
		...some,
		delayMs: delayMinutes * MINUTE
	}));

/** The most intervals that overlap at any instant from now on. */
function most(pizzas: PizzaTimes[], from: keyof PizzaTimes, to: keyof PizzaTimes): number {
	const edges = pizzas
		.filter((one) => one[to] > Math.max(one[from], NOW))
		.flatMap((one) => [
			{ at: one[from], by: 1 },
			{ at: one[to], by: -1 }
		])
		.sort((a, b) => a.at - b.at || a.by - b.by);
	let [count, peak] = [0, 0];
	for (const { by } of edges) peak = Math.max(peak, (count += by));
	return peak;
}
const pizzasOf = (plan: KitchenPlan) => [...plan.orders.values()].flatMap(({ pizzas }) => pizzas);

describe('a kitchen', () => {
	test('makes one pizza in the minutes of its steps', () => {
		const one = planned([someWork('a', 1)]).orders.get('a')!;

		expect(minutes(one.startAt)).toBe(0);
		expect(minutes(one.firstIn)).toBe(2);
		expect(minutes(one.firstOut)).toBe(8);
		expect(minutes(one.readyAt)).toBe(8.5);
		expect(minutes(one.slackMs)).toBe(51.5);
	});

	test('needs no time for drinks', () => {
		const drinks = planned([someWork('a', 0)]).orders.get('a')!;

		expect([drinks.readyAt, drinks.startBy, drinks.ovenBy, drinks.firstIn]).toEqual([
			NOW,
			null,
			null,
			null
		]);
	});

	test('makes what is due first, or what the caller ranks first', () => {
		const orders = [someWork('late', 4, { dueAt: 90 * MINUTE }), someWork('soon', 4)];
		const ranked = planKitchen({
			now: NOW,
			capacity: CAPACITY,
			orders,
			rank: ({ id }) => (id === 'late' ? 0 : 1)
		});

		expect(planned(orders).orders.get('soon')!.startAt).toBe(NOW);
		expect(ranked.orders.get('late')!.startAt).toBe(NOW);
		expect(ranked.orders.get('soon')!.startAt).toBeGreaterThan(NOW);
	});

	test('has to start in time for what is due together, and says the latest', () => {
		const dueAt = 60 * MINUTE;
		const alone = planned([someWork('a', 6, { dueAt })]).orders.get('a')!;
		const three = planned(['a', 'b', 'c'].map((id) => someWork(id, 6, { dueAt })));
		const starts = [...three.orders.values()].map(({ startBy }) => minutes(startBy));

		// Six pizzas: the first is made, and waits for the cut of five others.
		expect(minutes(alone.startBy)).toBeGreaterThan(40);
		expect(minutes(alone.startBy)).toBeLessThan(50);
		expect(Math.min(...starts)).toBeLessThan(minutes(alone.startBy) - 6);
		expect(minutes(alone.ovenBy) - minutes(alone.startBy)).toBeGreaterThanOrEqual(2);
	});

	test('does not believe a stage that a timer inferred', () => {
		const tapped = someWork('a', 2, { status: 'in_oven', stageAt: -5 * MINUTE });
		const inferred = { ...tapped, evidence: 'timer' as const };

		expect(minutes(planned([tapped]).orders.get('a')!.firstOut)).toBe(1);
		expect(planned([tapped]).orders.get('a')!.ovenBy).toBeNull();
		expect(minutes(planned([inferred]).orders.get('a')!.firstOut)).toBe(8);
		expect(planned([inferred]).orders.get('a')!.ovenBy).not.toBeNull();
		const boxed = someWork('b', 1, { status: 'boxed', evidence: 'timer' });
		expect(minutes(planned([boxed]).orders.get('b')!.readyAt)).toBe(6.5);
	});

	test('counts the work done: struck pizzas, and the time since the start', () => {
		const making = { status: 'making' as const, stageAt: -3 * MINUTE };
		const half = planned([someWork('a', 2, making)]).orders.get('a')!;
		const struck = planned([someWork('a', 2, { ...making, pizzas: [{ count: 2, struck: 2 }] })]);

		expect(half.startAt).toBeNull();
		// One is made, the other needs one more minute.
		expect(half.pizzas.map(({ ovenIn }) => minutes(ovenIn))).toEqual([0, 1]);
		expect(struck.orders.get('a')!.pizzas.map(({ ovenIn }) => minutes(ovenIn))).toEqual([0, 0]);
	});

	test('with more in the oven than it holds: the rest waits before it', () => {
		const many = someWork('a', 8, { status: 'in_oven', stageAt: -2 * MINUTE });
		const { pizzas } = planned([many]).orders.get('a')!;

		expect(pizzas.map(({ ovenOut }) => minutes(ovenOut))).toEqual([4, 4, 4, 4, 4, 4, 10, 10]);
	});

	test('that is delayed starts later, and goes on with what is started', () => {
		const delayed = { ...CAPACITY, delayMs: 10 * MINUTE };
		const plan = planned(
			[someWork('a', 1), someWork('b', 1, { status: 'making', stageAt: NOW })],
			delayed
		);

		expect(minutes(plan.orders.get('a')!.startAt)).toBe(10);
		expect(minutes(plan.orders.get('b')!.readyAt)).toBe(8.5);
	});

	test('lists its load by quarter hour', () => {
		const { load, ovenFreeAt } = planned([someWork('a', 12)]);

		expect(load[0]).toMatchObject({ from: 0, pizzas: 12 });
		expect(load.reduce((sum, { oven }) => sum + oven, 0)).toBeCloseTo((12 * 6) / (6 * 15), 9);
		expect(load.reduce((sum, { hands }) => sum + hands, 0)).toBeCloseTo((12 * 2) / (2 * 15), 9);
		expect(minutes(ovenFreeAt)).toBeGreaterThan(6);
	});
});

describe('in every plan', () => {
	test('hands, oven and table are never over their capacity, and steps follow each other', () => {
		fc.assert(
			fc.property(anyOrders, anyCapacity, (orders, capacity) => {
				const pizzas = pizzasOf(planned(orders, capacity));
				expect(most(pizzas, 'makeFrom', 'makeTo')).toBeLessThanOrEqual(capacity.hands);
				expect(most(pizzas, 'ovenIn', 'ovenOut')).toBeLessThanOrEqual(capacity.ovenPlaces);
				expect(most(pizzas, 'cutFrom', 'cutTo')).toBeLessThanOrEqual(1);
				for (const one of pizzas) {
					expect(one.makeTo).toBeLessThanOrEqual(one.ovenIn);
					expect(one.ovenOut).toBeGreaterThan(one.ovenIn);
					expect(one.ovenOut).toBeLessThanOrEqual(one.cutFrom);
					expect(one.cutTo).toBeGreaterThanOrEqual(NOW);
				}
			}),
			{ numRuns: 200 }
		);
	});

	test('no order and no pizza is lost, and none starts before it may', () => {
		fc.assert(
			fc.property(anyOrders, anyCapacity, (orders, capacity) => {
				const plan = planned(orders, capacity);
				expect([...plan.orders.keys()].sort()).toEqual(orders.map(({ id }) => id).sort());
				for (const order of orders) {
					const { pizzas, readyAt, startAt, startBy, slackMs } = plan.orders.get(order.id)!;
					const isDone = order.status === 'boxed' && order.evidence === 'tap';
					const count = order.pizzas.reduce((sum, one) => sum + one.count, 0);
					expect(pizzas).toHaveLength(isDone ? 0 : count);
					expect(readyAt).toBeGreaterThanOrEqual(NOW);
					if (startAt === null) continue;
					expect(startAt).toBeGreaterThanOrEqual(Math.max(NOW, order.notBefore ?? NOW));
					if (slackMs >= 0) expect(startBy).toBeGreaterThanOrEqual(startAt);
				}
			}),
			{ numRuns: 200 }
		);
	});

	test('the sequence in which orders are read decides nothing', () => {
		fc.assert(
			fc.property(anyOrders, anyCapacity, (orders, capacity) => {
				const [one, other] = [planned(orders, capacity), planned(orders.toReversed(), capacity)];
				for (const [id, order] of one.orders) expect(other.orders.get(id)).toEqual(order);
				expect(other.load).toEqual(one.load);
			})
		);
	});

	test('a further pizza makes no order earlier, and its own not either', () => {
		fc.assert(
			fc.property(anyOrders, anyCapacity, fc.nat(24), (orders, capacity, at) => {
				const grown = orders[at % Math.max(1, orders.length)];
				// What is in the oven gets no pizza; a further one needs all steps.
				if (!grown || grown.status === 'in_oven' || grown.status === 'boxed') return;
				const more = orders.map((order) =>
					order === grown ? { ...order, pizzas: [...order.pizzas, { count: 1 }] } : order
				);
				const [before, after] = [planned(orders, capacity), planned(more, capacity)];
				for (const [id, { readyAt }] of before.orders)
					expect(after.orders.get(id)!.readyAt).toBeGreaterThanOrEqual(readyAt - 1e-6);
			}),
			{ numRuns: 300 }
		);
	});
});

test('sixty orders are planned in under a millisecond', () => {
	const orders = Array.from({ length: 60 }, (_, i) =>
		someWork(`order-${i}`, 1 + (i % 4), { dueAt: (20 + i) * MINUTE })
	);
	for (let i = 0; i < 200; i++) planned(orders);
	const runs = Array.from({ length: 200 }, () => {
		const began = performance.now();
		planned(orders);
		return performance.now() - began;
	}).sort((a, b) => a - b);

	expect(runs[100]).toBeLessThan(1);
});
