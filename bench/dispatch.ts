/**
 * The planner of the road on days of the Meal Delivery Routing Problem: an event simulator with the
 * product's own planner inside, an evaluator apart from it, and two simple policies as floors in the
 * same run. The public instances are not in this repository: docs/dispatch.md says where they are.
 *
 * `npm run bench -- dispatch [--data <folder>]`
 */

import { cpus, totalmem } from 'node:os';
import type { Measures } from './dispatch/measures.ts';
import { share } from './dispatch/measures.ts';
import { parseOptions, USAGE, type Options } from './dispatch/options.ts';
import { printHead, printRow, summary, type Row } from './dispatch/report.ts';
import { runPlan, runSimple } from './dispatch/run-one.ts';
import { printEta } from './dispatch/eta/eta-days.ts';
import { printShops } from './dispatch/shop-days.ts';
import { printTable } from './dispatch/table.ts';
import { shopDecisions } from './dispatch/shop-decisions.ts';
import { writeSolution } from './dispatch/solution-files.ts';
import type { Instance } from './dispatch/instance.ts';
import { meanMeasures } from './dispatch/measures.ts';

function optionsOrEnd(): Options {
	try {
		return parseOptions(process.argv.slice(2));
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
		process.exit(2);
	}
}

const options = optionsOrEnd();

function runRow(instance: Instance): Row {
	const spent: number[] = [];
	const plans: Measures[] = options.seeds.map((seed, index) => {
		const ran = runPlan(instance, { ...options.plan, seed });
		spent.push(...ran.spent);
		if (options.out && index === 0) writeSolution(options.out, instance, ran.solution);
		return ran.measures;
	});
	const floors = options.hasFloors ? runSimple(instance) : null;
	return {
		name: instance.name,
		plan: meanMeasures(plans),
		floors: floors && { placement: floors.placement.measures, inTime: floors.inTime.measures },
		spent
	};
}

console.log(
	`${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
);
if (options.what === 'table') printTable(options.instances, planOptions());
else if (options.what === 'eta') printEta(options.instances, planOptions(), options.knowledge);
else if (options.what === 'shop') printShops(options.instances, planOptions());
else days();

function planOptions() {
	return { ...options.plan, seed: options.seeds[0] ?? 1 };
}

function days(): void {
	const shop = shopDecisions(300, options.plan.rounds);
	console.log(
		`One shop, 60 orders, 20 drivers: p95 ${share(shop, 0.95).toFixed(1)} ms, max ${Math.max(...shop).toFixed(1)} ms (goals 10 and 100)`
	);
	printHead();
	const rows: Row[] = [];
	for (const instance of options.instances) {
		const row = runRow(instance);
		printRow(row);
		rows.push(row);
	}
	console.log(JSON.stringify(summary(rows), null, '\t'));
}
