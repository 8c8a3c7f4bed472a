import { describe, expect, test } from 'vitest';
import { faultsOf } from './evaluate.ts';
import { generatedInstance } from './generated.ts';
import type { Instance } from './instance.ts';
import { planPolicy, type PlanOptions } from './plan-policy.ts';
import { runPlan, runSimple } from './run-one.ts';
import { simulate } from './simulate.ts';
import { solutionFiles } from './solution-files.ts';
import type { Solution } from './solution.ts';

const OPTIONS: PlanOptions = {
	rounds: 30,
	seed: 1,
	deadlineMs: Infinity,
	without: new Set()
};

/** A restaurant, a door ten minutes away, and a courier who is ten minutes from the restaurant. */
const SMALL: Instance = {
	name: 'small',
	orders: [
		{ id: 'o1', x: 1000, y: 0, placedAt: 10, restaurant: 'r1', readyAt: 30 },
		{ id: 'o2', x: 1000, y: 100, placedAt: 12, restaurant: 'r1', readyAt: 31 }
	],
	restaurants: [{ id: 'r1', x: 0, y: 0 }],
	couriers: [
		{ id: 'c1', x: 0, y: 1000, onAt: 0, offAt: 60 },
		{ id: 'c2', x: 0, y: 0, onAt: 0, offAt: 29 }
	],
	metresPerMinute: 100,
	pickupMinutes: 4,
	dropMinutes: 4,
	target: 40,
	payPerOrder: 10,
	payPerHour: 15
};

const HONEST: Solution = {
	moves: [
		{ courier: 'c1', leftAt: 18, from: 'c1', to: 'r1' },
		{ courier: 'c1', leftAt: 33, from: 'r1', to: 'o1' },
		{ courier: 'c1', leftAt: 47, from: 'o1', to: 'o2' }
	],
	pickups: [{ courier: 'c1', decidedAt: 31, pickedAt: 31, orders: ['o1', 'o2'] }],
	drops: [
		{ order: 'o1', droppedAt: 45 },
		{ order: 'o2', droppedAt: 50 }
	]
};

const changed = (change: (solution: Solution) => void): string[] => {
	const solution = structuredClone(HONEST);
	change(solution);
	return faultsOf(SMALL, solution);
};

describe('the evaluator', () => {
	test('accepts an honest day', () => {
		expect(faultsOf(SMALL, HONEST)).toEqual([]);
	});

	test('finds foresight: a decision before the order was placed', () => {
		expect(changed(({ pickups }) => (pickups[0]!.decidedAt = 11))).toEqual([
			'c1 at 31 with o1 o2: decided before o2 was placed'
		]);
	});

	test('finds a decision after the pick-up', () => {
		expect(changed(({ pickups }) => (pickups[0]!.decidedAt = 32))).toEqual([
			expect.stringContaining('decided after the pick-up')
		]);
	});

	test('finds a teleport: a way that is quicker than the travel time', () => {
		expect(
			changed(({ drops, moves }) => {
				drops[0]!.droppedAt = 44;
				moves[2]!.leftAt = 46;
			})
		).toContain('c1 is not at o1 around 44');
	});

	test('finds a teleport: a way that begins where the courier is not', () => {
		expect(changed(({ moves }) => moves.splice(0, 1))).toContain(
			'c1 from r1 to o1 at 33: but was at c1'
		);
	});

	test('finds a way that begins before the courier has arrived', () => {
		expect(changed(({ moves }) => (moves[0]!.leftAt = 25))).toContain(
			'c1 from r1 to o1 at 33: arrived only at 35'
		);
	});

	test('finds a pick-up before the order is ready', () => {
		expect(
			changed(({ pickups }) => {
				pickups[0]!.pickedAt = 30;
				pickups[0]!.decidedAt = 30;
			})
		).toEqual(['c1 at 30 with o1 o2: o2 was not ready']);
	});

	test('finds a pick-up without the two minutes to arrive', () => {
		expect(changed(({ moves }) => (moves[0]!.leftAt = 20))).toEqual(['c1 is not at r1 around 31']);
	});

	test('finds a pick-up after the shift', () => {
		expect(
			changed(({ pickups, moves }) => {
				pickups[0]!.courier = 'c2';
				moves.splice(0, 1);
				for (const move of moves) move.courier = 'c2';
			})
		).toContain('c2 at 31 with o1 o2: picked up after the shift');
	});

	test('finds work before the shift', () => {
		const early = structuredClone(SMALL);
		early.couriers[0]!.onAt = 19;

		expect(faultsOf(early, HONEST)).toContain('c1 from c1 to r1 at 18: arrived only at 19');
	});

	test('finds an order twice, one that is lost, and parts of minutes', () => {
		expect(changed(({ pickups }) => pickups.push(pickups[0]!))).toContain(
			'an order is picked up twice'
		);
		expect(changed(({ drops }) => drops.pop())).toContain('o2 is picked up and not dropped off');
		expect(changed(({ pickups }) => (pickups[0]!.pickedAt = 31.5))).toContain(
			'c1 at 31.5 with o1 o2: part minutes'
		);
	});

	test('finds a bundle of two restaurants', () => {
		const two = structuredClone(SMALL);
		two.restaurants.push({ id: 'r2', x: 0, y: 0 });
		two.orders[1]!.restaurant = 'r2';

		expect(faultsOf(two, HONEST)).toContain('c1 at 31 with o1 o2: a bundle of several restaurants');
	});
});

describe('the planner on made-up days', () => {
	test.each([1, 2, 3])('beats both simple policies on day %i, and the day stands', (seed) => {
		const instance = generatedInstance(seed);
		// Both throw if the evaluator finds a fault.
		const { measures } = runPlan(instance, OPTIONS);
		const { placement, inTime } = runSimple(instance);

		for (const floor of [placement.measures, inTime.measures]) {
			expect(measures.door.mean).toBeLessThan(floor.door.mean - 5);
			expect(measures.pickup).toBeLessThan(floor.pickup);
			expect(measures.inTarget).toBeGreaterThan(floor.inTarget);
		}
		expect(measures.undelivered).toBe(0);
	});

	test('knows nothing of orders to come: without them, it did the same until then', () => {
		const whole = generatedInstance(4);
		const until = 200;
		const cut = { ...whole, orders: whole.orders.filter(({ placedAt }) => placedAt <= until) };
		const before = (instance: Instance) => {
			const { moves, pickups } = simulate(instance, planPolicy(instance, OPTIONS, []));
			return {
				moves: moves.filter(({ leftAt }) => leftAt <= until),
				pickups: pickups.filter(({ decidedAt }) => decidedAt <= until)
			};
		};

		expect(before(cut)).toEqual(before(whole));
		expect(before(whole).pickups.length).toBeGreaterThan(20);
	});
});

describe('the simulator', () => {
	const deciding = (now: number, decision: object) => () =>
		simulate(SMALL, (view) => {
			if (view.now === 10) return [{ courier: 'c2', to: 0 }];
			return view.now === now ? [decision as never] : [];
		});

	test.each([
		['an order that is not ready', 12, { courier: 'c2', take: ['o1'] }, 'not ready at 12'],
		['orders from afar', 35, { courier: 'c1', take: ['o1'] }, 'takes what is not at c1'],
		['an unknown order', 35, { courier: 'c2', take: ['o9'] }, 'takes what is not at'],
		['an unknown courier', 20, { courier: 'c9', to: 0 }, 'No courier c9']
	])('refuses a policy that asks for %s', (_what, now, decision, fault) => {
		expect(deciding(now, decision)).toThrow(fault);
	});
});

test('the solution files have the columns that the library reads', () => {
	const files = solutionFiles(SMALL, { ...HONEST, drops: HONEST.drops });

	expect(files['solution_info_assignments.txt']).toBe(
		'assignment_time pickup_time courier bundle\n31 31 c1 o1 o2\n'
	);
	expect(files['solution_info_couriers.txt']).toBe(
		'courier departure_time origin destination\nc1 18 0 r1\nc1 33 r1 o1\nc1 47 o1 o2\n'
	);
	expect(files['solution_info_orders.txt']!.split('\n')[2]).toBe('o2 12 r1 31 31 50 c1');
});
