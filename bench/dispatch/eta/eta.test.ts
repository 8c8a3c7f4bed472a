import { describe, expect, test } from 'vitest';
import { generatedInstance } from '../generated.ts';
import type { Instance } from '../instance.ts';
import { planPolicy, type PlanOptions } from '../plan-policy.ts';
import { simulate } from '../simulate.ts';
import { Beliefs, withUnknownPreparation } from './beliefs.ts';
import { quantileLine, valueOf } from './quantile-fit.ts';
import { samplesOf, seedOf, type Sample } from './samples.ts';
import { etaMeasures, METHODS } from './windows.ts';

const OPTIONS: PlanOptions = { rounds: 10, seed: 1, deadlineMs: Infinity, without: new Set() };

describe('unknown preparation times', () => {
	test('a policy that learns does the same until times differ that it cannot know', () => {
		const until = 150;
		const day = generatedInstance(4);
		const other: Instance = {
			...day,
			orders: day.orders.map((order) =>
				order.readyAt > until ? { ...order, readyAt: order.readyAt + 7 } : order
			)
		};
		const before = (instance: Instance) => {
			const policy = planPolicy(instance, OPTIONS, []);
			const blind = withUnknownPreparation(new Beliefs(instance, 'learnt'), policy);
			const { moves, pickups } = simulate(instance, blind);
			return [
				moves.filter(({ leftAt }) => leftAt <= until),
				pickups.filter(({ decidedAt }) => decidedAt <= until)
			];
		};

		expect(before(other)).toEqual(before(day));
		expect(before(day)[1]!.length).toBeGreaterThan(10);
	});

	test('an order that is not ready is expected later than now, a ready one when it was', () => {
		const beliefs = new Beliefs(generatedInstance(1), 'mean');
		const order = { id: 'o', placedAt: 0, readyAt: 90, restaurant: 0, door: 40 };

		expect(beliefs.seen(order, 80).readyAt).toBe(81);
		expect(beliefs.seen(order, 90)).toEqual(order);
		expect(beliefs.seen(order, 1).readyAt).toBe(Math.round(beliefs.minutes(0)));
	});
});

describe('windows', () => {
	const days = [1, 2].map((seed) => samplesOf(generatedInstance(seed), OPTIONS, 'mean'));
	const [known = [], unseen = []] = days;

	test.each(Object.keys(METHODS))('of method %s hold the share that they say', (name) => {
		// `fitted` needs two seeds.
		const windows = METHODS[name]!(days.flat())(known);
		const { coverage, bias } = etaMeasures(known, windows);

		expect(coverage).toBeGreaterThan(0.72);
		expect(coverage).toBeLessThan(0.92);
		expect(Math.abs(bias)).toBeLessThan(4);
		expect(windows.every(({ low, middle, high }) => low <= middle && middle <= high)).toBe(true);
	});

	test('around the plan are narrower and better than the same window for every order', () => {
		const measured = (name: string) => etaMeasures(unseen, METHODS[name]!(known)(unseen));

		for (const name of ['residuals', 'product']) {
			expect(measured(name).width).toBeLessThan(measured('constant').width);
			expect(measured(name).mae).toBeLessThan(measured('constant').mae - 2);
		}
	});

	test('an arrival after the placement of an order does not change its window', () => {
		const at = unseen[60]!.placedAt;
		const changed = unseen.map((sample): Sample =>
			sample.placedAt + sample.actual > at ? { ...sample, actual: sample.actual + 500 } : sample
		);
		const windows = METHODS.product!(known);

		expect(windows(changed)[60]).toEqual(windows(unseen)[60]);
	});
});

test('the line of a quantile has that share of the points below it', () => {
	const rows = Array.from({ length: 400 }, (_, index) => [index % 20]);
	const targets = rows.map(([x = 0], index) => 3 + 2 * x + (Math.floor(index / 20) % 20));
	for (const level of [0.1, 0.5, 0.9]) {
		const line = quantileLine(rows, targets, level);
		const below = rows.filter((row, index) => targets[index]! < valueOf(line, row)).length;

		expect(Math.abs(below / rows.length - level)).toBeLessThan(0.06);
		expect(line[1]).toBeCloseTo(2, 1);
	}
});

test('the seed of a public day is its number, of a made-up day its name', () => {
	expect(['10o50t100s1p100', 'made3'].map((instance) => seedOf({ instance }))).toEqual([
		'10',
		'made3'
	]);
});
