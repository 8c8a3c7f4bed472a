import { faultsOf } from './evaluate.ts';
import type { Instance } from './instance.ts';
import { measure, type Measures } from './measures.ts';
import { planPolicy, type PlanOptions } from './plan-policy.ts';
import { simulate, type Decide } from './simulate.ts';
import { atPlacement, justInTime } from './simple-policies.ts';
import type { Solution } from './solution.ts';

export interface Ran {
	solution: Solution;
	measures: Measures;
	/** ms of each decision. */
	spent: number[];
}

/** Plays a day with a policy; throws if the evaluator does not accept what came of it. */
export function runPolicy(instance: Instance, decide: Decide, spent: number[] = []): Ran {
	const solution = simulate(instance, decide);
	const faults = faultsOf(instance, solution);
	if (faults.length)
		throw new Error(`${instance.name}: ${faults.length} faults, the first: ${faults[0]}`);
	return { solution, measures: measure(instance, solution), spent };
}

export function runPlan(instance: Instance, options: PlanOptions): Ran {
	const spent: number[] = [];
	return runPolicy(instance, planPolicy(instance, options, spent), spent);
}

/** The floors: simple policies on the same day. */
export const runSimple = (instance: Instance) => ({
	placement: runPolicy(instance, atPlacement(instance)),
	inTime: runPolicy(instance, justInTime(instance))
});
