import type { Instance } from '../instance.ts';
import { mean } from '../measures.ts';
import type { PlanOptions } from '../plan-policy.ts';
import { preparationError, type Knowledge } from './beliefs.ts';
import { samplesOf, seedOf, type Sample } from './samples.ts';
import { etaMeasures, METHODS } from './windows.ts';

/** Seeds of the public instances to calibrate on and to test on; of the made-up days, by number. */
const CALIBRATION = new Set(['0', '1', '3', '4', 'made1', 'made2', 'made3', 'made4']);
const TEST = new Set(['5', '7', '9', 'made5', 'made6', 'made7']);

interface Day {
	name: string;
	samples: Sample[];
	undelivered: number;
	/** See `preparationError`. */
	floor: number;
}

/** Forecasts at placement with unknown preparation times: plays the days, then compares the methods. */
export function printEta(
	instances: Iterable<Instance>,
	options: PlanOptions,
	knowledge: Knowledge
): void {
	const calibration: Day[] = [];
	const test: Day[] = [];
	for (const instance of instances) {
		const seed = seedOf({ instance: instance.name });
		const to = CALIBRATION.has(seed) ? calibration : TEST.has(seed) ? test : null;
		to?.push(dayOf(instance, options, knowledge));
	}
	const orders = calibration.flatMap(({ samples }) => samples);
	if (!orders.length || !test.length)
		throw new Error('Days to calibrate on (seeds 0, 1, 3, 4) and to test on (5, 7, 9) are needed');
	console.log(
		`Preparation times: ${knowledge}. Calibrated on ${calibration.length} days, ${orders.length} orders; tested on ${test.length}.`
	);
	for (const [name, method] of Object.entries(METHODS)) {
		const forecast = method(orders);
		const windows = test.map(({ samples }) => forecast(samples));
		const each = test.map(({ samples }, index) => etaMeasures(samples, windows[index]!));
		const all = etaMeasures(
			test.flatMap(({ samples }) => samples),
			windows.flat()
		);
		const byDay = {
			mae: mean(each.map(({ mae }) => mae)),
			width: mean(each.map(({ width }) => width))
		};
		console.log(JSON.stringify({ method: name, ...all, byDay }, rounded));
	}
	const floor = mean(test.flatMap(({ floor, samples }) => samples.map(() => floor)));
	const undelivered = test.reduce((sum, day) => sum + day.undelivered, 0);
	console.log(JSON.stringify({ preparationError: floor, undelivered }, rounded));
}

function dayOf(instance: Instance, options: PlanOptions, knowledge: Knowledge): Day {
	const samples = samplesOf(instance, options, knowledge);
	const error = mean(samples.map(({ planned, actual }) => Math.abs(actual - planned)));
	const door = mean(samples.map(({ actual }) => actual));
	console.log(
		`${instance.name.padEnd(16)} CtD ${door.toFixed(2)}, error of the plan ${error.toFixed(2)}`
	);
	return {
		name: instance.name,
		samples,
		undelivered: instance.orders.length - samples.length,
		floor: preparationError(instance)
	};
}

const rounded = (_key: string, value: unknown) =>
	typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
