/**
 * Cost of each operation as the group grows: 5, 50 and 1,000 shops, with 200,000 finished orders.
 *
 * The real web process and worker. Each shop has five open orders and two drivers; the finished
 * orders belong to the first five shops. The baseline of each figure is the same operation with
 * five shops and no finished orders, in the same run. Pages are loaded one after another, without
 * compression.
 *
 * `npm run bench -- growth [--quick]`
 */

import { cores, describeMachine } from './floors/machine.ts';
import { demoCookie, openHouse } from './support/house.ts';
import { addFinishedOrders } from './support/growth-history.ts';
import {
	measureCommands,
	measureJoins,
	measurePages,
	measureRest,
	measureStart,
	type Cost,
	type Rest,
	type Visitors
} from './support/growth-measure.ts';
import { addShopsUpTo, prepareFirstShops } from './support/growth-town.ts';

const isQuick = process.argv.includes('--quick');
const SIZES = isQuick ? [1000] : [50, 1000];
const FINISHED = isQuick ? 5000 : 200_000;
const TIMES = isQuick ? 7 : 15;
const GOALS = { pageMs: 300, pageKb: 200, cores: 0.1, mb: 300, ratio: 1.5, orderKb: 8 };
/** Below this many ms, a ratio of two times is noise. */
const LEAST_MS = 2;

interface Stage {
	name: string;
	costs: Map<string, Cost>;
	rest: Rest;
}

const house = await openHouse({ workers: 1, durable: false });

async function measure(name: string, visitors: Visitors): Promise<Stage> {
	console.error(`${name}: measuring`);
	const costs = new Map<string, Cost>([['hub start', await measureStart(house)]]);
	for (const part of [
		await measureCommands(house, visitors, TIMES),
		await measurePages(house, visitors, TIMES),
		await measureJoins(house, visitors, TIMES)
	])
		for (const [what, cost] of part) costs.set(what, cost);
	return { name, costs, rest: await measureRest(house) };
}

const cell = ({ ms, kb, refused }: Cost): string =>
	[ms.toFixed(1), kb === undefined ? '' : `${kb.toFixed(0)} KB`, refused ?? '']
		.filter(Boolean)
		.join(' · ');

function table(stages: readonly Stage[]): void {
	const head = ['', ...stages.map(({ name }) => name)];
	const [first] = stages;
	const rows = [...first!.costs.keys()].map((what) => [
		what,
		...stages.map(({ costs }) => cell(costs.get(what)!))
	]);
	rows.push(['hub at rest, cores', ...stages.map(({ rest }) => rest.cores.toFixed(3))]);
	rows.push(['hub at rest, MB', ...stages.map(({ rest }) => rest.mb.toFixed(0))]);
	for (const [what, ...cells] of [head, ...rows])
		console.log(`  ${what!.padEnd(28)}${cells.map((text) => text.padStart(26)).join('')}`);
}

interface Verdict {
	goal: string;
	value: string;
	holds: boolean;
}

function judge(stages: readonly Stage[], orderKb: number): Verdict[] {
	const [empty, filled, last] = [stages[0]!, stages[1]!, stages.at(-1)!];
	const verdicts: Verdict[] = [];
	for (const [what, { ms, kb = 0, refused }] of last.costs) {
		// The list of finished orders is empty before there are any.
		const before = (what === 'history page' ? filled : empty).costs.get(what)!;
		const ratio = ms / before.ms;
		if (what.includes('page'))
			verdicts.push({
				goal: `${what} ≤ ${GOALS.pageMs} ms, ≤ ${GOALS.pageKb} KB`,
				value: `${ms.toFixed(0)} ms, ${kb.toFixed(0)} KB ${refused ?? ''}`,
				holds: ms <= GOALS.pageMs && kb <= GOALS.pageKb && !refused
			});
		verdicts.push({
			goal: `${what} ≤ ${GOALS.ratio} × five shops`,
			value: ratio.toFixed(2),
			holds: !refused && (ratio <= GOALS.ratio || ms - before.ms <= LEAST_MS)
		});
	}
	const { cores: used, mb } = last.rest;
	verdicts.push({
		goal: `hub at rest ≤ ${GOALS.cores} core, ≤ ${GOALS.mb} MB`,
		value: `${used.toFixed(3)}, ${mb.toFixed(0)} MB`,
		holds: used <= GOALS.cores && mb <= GOALS.mb
	});
	verdicts.push({
		goal: `an archived order ≤ ${GOALS.orderKb} KB`,
		value: `${orderKb.toFixed(1)} KB`,
		holds: orderKb <= GOALS.orderKb
	});
	return verdicts;
}

try {
	const open = await prepareFirstShops(house);
	const visitors: Visitors = {
		owner: await demoCookie(house, 'direction'),
		manager: await demoCookie(house, 'responsable.gare'),
		cook: await demoCookie(house, 'cuisine.gare'),
		token: open[0]!.token
	};
	const stages = [await measure('5 shops', visitors)];
	const begun = performance.now();
	const { made, bytes, archived } = await addFinishedOrders(house, visitors.owner, FINISHED);
	const sum = [...bytes.values()].reduce((total, each) => total + each, 0);
	console.error(`${made} finished orders in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
	stages.push(await measure(`5, ${made} orders`, visitors));
	for (const size of SIZES) {
		await addShopsUpTo(house, size);
		stages.push(await measure(`${size} shops`, visitors));
	}

	const machine = describeMachine(house.postgresVersion);
	console.log(`\n${machine}; ms at the median of ${TIMES}, KB sent; ${cores} cores`);
	table(stages);
	console.log(`\nBytes of disk a finished order, with indexes: ${sum.toFixed(0)}`);
	for (const [name, each] of [...bytes].sort((a, b) => b[1] - a[1]))
		console.log(`  ${name.padEnd(20)}${each.toFixed(0).padStart(8)}`);
	const later = sum - (bytes.get('shop_log') ?? 0) + archived;
	console.log(
		`  its log, archived   ${archived.toFixed(0).padStart(8)}, in all then ${later.toFixed(0)}`
	);
	const verdicts = judge(stages, later / 1024);
	console.log('');
	for (const { goal, value, holds } of verdicts)
		console.log(`  ${goal.padEnd(52)} ${value.padEnd(18)} ${holds ? 'holds' : 'missed'}`);
	const asJson = stages.map(({ costs, ...rest }) => ({
		...rest,
		costs: Object.fromEntries(costs)
	}));
	console.log(
		`\nJSON ${JSON.stringify({ machine, isQuick, verdicts, archived, bytes: Object.fromEntries(bytes), stages: asJson })}`
	);
	process.exitCode = verdicts.every(({ holds }) => holds) ? 0 : 1;
} finally {
	await house.close();
}
process.exit();
