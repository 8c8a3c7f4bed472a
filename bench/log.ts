/**
 * Cost of the shop log and its NOTIFY per transaction, and the saturation of one shop and of five.
 *
 * The same UPDATE (an order of three lines to the rack and back into the oven) on the same orders,
 * in one database per variant: no triggers; a plain pg_notify trigger; that plus the order's own
 * rules (transitions, version); everything as shipped; without NOTIFY; with a NOTIFY each time. One
 * LISTENing client receives. Writers are Node connections in separate processes; rounds are short
 * and interleaved, and ratios are computed within a round.
 *
 * `npm run bench -- log [--quick]`
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../launcher/postgres.ts';
import { start, type Child } from './floors/children.ts';
import {
	cores,
	cpuOfTrees,
	describeMachine,
	machineCpu,
	median,
	quantile
} from './floors/machine.ts';
import {
	logFaults,
	makeVariants,
	run,
	SHOPS,
	VARIANTS,
	WRITERS,
	type VariantName
} from './support/log-variants.ts';
import type { WriterResult, WriterTask } from './support/log-writer.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 3 : 9;
const RUN_MS = isQuick ? 200 : 500;
const WARM_MS = 100;
const PROCESSES = 2;
const FOREIGN_LIMIT = 0.5;

const LAYOUTS = [
	{ name: 'five shops', writers: WRITERS, shops: SHOPS, goal: 0.9 },
	{ name: 'one shop', writers: WRITERS, shops: 1, goal: 0.4 },
	{ name: 'one writer', writers: 1, shops: SHOPS, goal: undefined }
] as const;
type Layout = (typeof LAYOUTS)[number];

interface Measure {
	layout: Layout['name'];
	variant: VariantName;
	round: number;
	commitsPerSecond: number;
	p50: number;
	p99: number;
	/** CPU of Postgres and of the writers per commit, in microseconds. */
	postgresUs: number;
	writerUs: number;
	nudgesPerCommit: number;
	errors: number;
	/** Share of the machine's CPU used by other programs. */
	foreign: number;
}

const home = mkdtempSync(join(tmpdir(), 'passe-plat-log-'));
const postgres = await startPostgres({ dataDir: home });
const writers = Array.from({ length: PROCESSES }, () => start('../support/log-writer', {}));
type Variants = Awaited<ReturnType<typeof makeVariants>>;

async function measure(
	made: Variants,
	layout: Layout,
	variant: VariantName,
	round: number
): Promise<Measure> {
	const url = made.urls[variant];
	const listener = new pg.Client({ connectionString: url });
	let nudges = 0;
	listener.on('notification', () => nudges++);
	await listener.connect();
	await listener.query('listen shop_log');

	await write(url, made.orders, layout, WARM_MS);
	nudges = 0;
	const roots = [postgres.pid, process.pid];
	const before = { own: cpuOfTrees(roots), machine: machineCpu(), at: performance.now() };
	const results = await write(url, made.orders, layout, RUN_MS);
	const after = { own: cpuOfTrees(roots), machine: machineCpu(), at: performance.now() };
	await listener.end();

	const sum = (pick: (result: WriterResult) => number) =>
		results.reduce((total, result) => total + pick(result), 0);
	const commits = sum((result) => result.commits);
	const seconds = (after.at - before.at) / 1000;
	const [server = 0, own = 0] = after.own.map((cpu, index) => cpu - (before.own[index] ?? 0));
	const latencies = results.flatMap((result) => [...result.latencies]);
	return {
		layout: layout.name,
		variant,
		round,
		commitsPerSecond: commits / seconds,
		p50: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99),
		postgresUs: (server * 1e6) / commits,
		writerUs: (sum((result) => result.cpu) * 1e6) / commits,
		nudgesPerCommit: nudges / commits,
		errors: sum((result) => result.errors),
		foreign: Math.max(0, after.machine - before.machine - server - own) / (seconds * cores)
	};
}

/** Each lane has its own orders, so that row locks are not measured. */
async function write(
	url: string,
	orders: readonly string[][],
	layout: Layout,
	ms: number
): Promise<WriterResult[]> {
	const lanes = Array.from({ length: layout.writers }, (_, lane) =>
		orders.slice(0, layout.shops).flatMap((shop) => shop.filter((__, n) => n % WRITERS === lane))
	);
	const busy = writers.slice(0, Math.min(PROCESSES, layout.writers));
	return Promise.all(
		busy.map((writer: Child, index) => {
			const task: WriterTask = {
				url,
				lanes: lanes.filter((_, lane) => lane % busy.length === index),
				ms
			};
			return writer.ask<WriterResult>(task);
		})
	);
}

interface Verdict {
	goal: string;
	ratio: number;
	limit: number;
	verdict: 'holds' | 'missed' | 'not judged';
}

async function report(made: Variants, measures: Measure[]): Promise<void> {
	const [row] = await run(postgres.url, 'show server_version');
	const machine = describeMachine(String(row?.server_version));
	console.log(`\n${machine}; ${ROUNDS} rounds of ${RUN_MS} ms; medians, ratio inside a round`);
	for (const layout of LAYOUTS) table(layout, measures);

	const verdicts: Verdict[] = [];
	for (const layout of LAYOUTS)
		if (layout.goal !== undefined) verdicts.push(judge(layout.name, layout.goal, measures));
	let faults = measures.reduce((sum, one) => sum + one.errors, 0);
	for (const { name, isLogged } of VARIANTS)
		if (isLogged) faults += await logFaults(made.urls[name]);
	const verdict = faults === 0 ? 'holds' : 'missed';
	verdicts.push({ goal: 'errors, holes, missing rows', ratio: faults, limit: 0, verdict });

	console.log('\nAs shipped, against the rules with a bare pg_notify trigger and no log:');
	for (const { goal, ratio, limit, verdict } of verdicts)
		console.log(`  ${goal.padEnd(28)} ${ratio.toFixed(2).padStart(6)}  (${limit})  ${verdict}`);
	console.log(`\nJSON ${JSON.stringify({ machine, isQuick, verdicts, measures })}`);
	process.exitCode = verdicts.some((one) => one.verdict === 'missed') ? 1 : 0;
}

const of = (measures: Measure[], layout: string, variant: VariantName) =>
	measures.filter((one) => one.layout === layout && one.variant === variant);

/** Commits per second relative to the pg_notify trigger in the same round. */
function ratios(measures: Measure[], layout: string, variant: VariantName): number[] {
	const base = of(measures, layout, 'notify');
	return of(measures, layout, variant).map(
		(one, round) => one.commitsPerSecond / (base[round]?.commitsPerSecond ?? NaN)
	);
}

function table(layout: Layout, measures: Measure[]): void {
	console.log(`\n${layout.name}, ${layout.writers} writer${layout.writers > 1 ? 's' : ''}`);
	console.log(
		'                             commits/s  ratio (rounds)        p50 ms  p99 ms  PG µs  writer µs  nudges'
	);
	for (const { name, what } of VARIANTS) {
		const own = of(measures, layout.name, name);
		const mid = (pick: (one: Measure) => number) => median(own.map(pick));
		const all = ratios(measures, layout.name, name);
		const spread = [Math.min(...all), Math.max(...all)].map((ratio) => ratio.toFixed(2));
		const cells: [string, number][] = [
			[mid((one) => one.commitsPerSecond).toFixed(0), 9],
			[median(all).toFixed(2), 5],
			[`(${spread.join(' to ')})`.padEnd(14), 14],
			[mid((one) => one.p50).toFixed(2), 7],
			[mid((one) => one.p99).toFixed(1), 7],
			[mid((one) => one.postgresUs).toFixed(0), 6],
			[mid((one) => one.writerUs).toFixed(0), 10],
			[mid((one) => one.nudgesPerCommit).toFixed(2), 7]
		];
		console.log(
			`  ${what.padEnd(27)}${cells.map(([text, width]) => text.padStart(width)).join(' ')}`
		);
	}
	const noisy = measures.filter((one) => one.layout === layout.name && one.foreign > FOREIGN_LIMIT);
	if (noisy.length > 0)
		console.log(`  others used over half of the machine in ${noisy.length} runs`);
}

/** Rounds in which other programs used more than half of the machine are not judged. */
function judge(layout: Layout['name'], limit: number, measures: Measure[]): Verdict {
	const isCalm = (round: number) =>
		measures.every(
			(one) =>
				one.layout !== layout ||
				one.round !== round ||
				!['notify', 'shipped'].includes(one.variant) ||
				one.foreign <= FOREIGN_LIMIT
		);
	const all = ratios(measures, layout, 'shipped');
	const calm = all.filter((_, index) => isCalm(index + 1));
	const ratio = median(calm.length > 0 ? calm : all);
	const goal = `commits/s, ${layout}`;
	if (calm.length === 0) return { goal, ratio, limit, verdict: 'not judged' };
	return { goal, ratio, limit, verdict: ratio >= limit ? 'holds' : 'missed' };
}

try {
	const made = await makeVariants(postgres.url);
	const measures: Measure[] = [];
	for (let round = 1; round <= ROUNDS; round++)
		for (const layout of LAYOUTS) {
			// The order rotates, so that each variant runs first once.
			const turn = VARIANTS.map((_, index) => VARIANTS[(index + round) % VARIANTS.length]!);
			for (const { name } of turn) measures.push(await measure(made, layout, name, round));
		}
	await report(made, measures);
} finally {
	for (const writer of writers) await writer.stop();
	await postgres.stop();
	rmSync(home, { recursive: true, force: true });
}
process.exit();
