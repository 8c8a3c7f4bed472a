/**
 * The demo town's Friday evening in simulated time: the same seeds with the first release's greedy rule (`off`),
 * with the product's planner whose suggestions people answer (`suggest`), and with `auto`. One process, no clock.
 *
 * `npm run bench -- town [--seeds 30|11-20] [--shops gare,halles] [--drivers 4] [--curve]`
 */

import { appendFileSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Mode } from './town/desk.ts';
import { play } from './town/evening.ts';
import { figuresOf } from './town/measures.ts';
import { nightOf } from './town/night.ts';
import { parseOptions, USAGE, type Options } from './town/options.ts';
import { printCurve, printModes, type SeedRow } from './town/report.ts';

const KNOBS = [0, 0.25, 0.5, 0.75, 1];
/** The default of a shop. */
const USUAL = 0.5;

function optionsOrEnd(): Options {
	try {
		return parseOptions(process.argv.slice(2));
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
		process.exit(2);
	}
}

const options = optionsOrEnd();

function rowOf(seed: number): SeedRow {
	const nights = options.shops.map((shop) => nightOf(seed, shop, options.drivers));
	const setting = { runOrders: 3, rounds: options.rounds };
	const off = nights.map((night) => play(night, { ...setting, mode: 'off', freshness: USUAL }));
	const planned = (mode: Mode, freshness: number) =>
		figuresOf(
			nights.map((night, at) =>
				play(night, { ...setting, mode, freshness, promises: off[at]!.promises })
			)
		);
	const auto = planned('auto', USUAL);
	const knobs = options.hasCurve ? KNOBS : [];
	return {
		seed,
		modes: { off: figuresOf(off), suggest: planned('suggest', USUAL), auto },
		curve: knobs.map((freshness) => {
			return { freshness, figures: freshness === USUAL ? auto : planned('auto', freshness) };
		})
	};
}

function played(): SeedRow[] {
	return options.seeds.map((seed) => {
		const row = rowOf(seed);
		if (options.out) appendFileSync(options.out, `${JSON.stringify(row)}\n`);
		return row;
	});
}

const readRows = (file: string): SeedRow[] =>
	readFileSync(file, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as SeedRow);

const rows = options.read.length > 0 ? options.read.flatMap(readRows) : played();
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`);
console.log(`${rows.length} evenings`);
printModes(rows);
printCurve(rows.filter(({ curve }) => curve.length > 0));
