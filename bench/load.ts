/**
 * Capacity of one hub and one worker on this machine. The whole application runs (web, worker,
 * Postgres with fsync, Redis if installed) and is driven through its public API: orders placed,
 * cooked and collected, tracking pages, drivers' phones at 1 Hz, two screens per kitchen, managers.
 * Each of the three loads is searched alone with a small share of the others, and all together. The
 * result is the highest level at which 99 % of the changes reach a client within 100 ms. Drivers
 * and their orders are inserted by SQL first, and no runs are planned during the test; `npm run rush` shows
 * planning under load.
 *
 * `npm run load [-- --quick] [-- --only orders|town|pages|drivers]`
 */

import { describeMachine } from './floors/machine.ts';
import { openHouse } from './support/house.ts';
import { bottleneck, Clients, fillTown, sendMoreOut } from './support/load-town.ts';
import type { Load, Probe } from './support/load-town.ts';
import { search } from './support/search.ts';
import type { Search } from './support/search.ts';

const isQuick = process.argv.includes('--quick');
const only = /--only[ =](\w+)/.exec(process.argv.join(' '))?.[1];
const MEASURE_MS = isQuick ? 2000 : 4000;
const REFINE = isQuick ? 0 : 2;
/** CPU cores used by other programs, above which a level is not judged. */
const FOREIGN_LIMIT = 0.3;

interface Dimension {
	name: string;
	unit: string;
	from: number;
	to: number;
	/** All drivers on the road; some of them send no positions. */
	out: number;
	load(level: number): Load;
}

// At most 16,000: a process may open 20,000 files here.
const DIMENSIONS: Dimension[] = [
	{
		name: 'orders',
		unit: 'orders/s',
		from: 10,
		to: 320,
		out: 20,
		load: (level) => ({ ordersPerSecond: level, pages: 200, drivers: 20 })
	},
	{
		name: 'town',
		unit: 'orders/s, each with 150 pages and 15 drivers',
		from: 5,
		to: 80,
		out: 1200,
		load: (level) => ({ ordersPerSecond: level, pages: 150 * level, drivers: 15 * level })
	},
	{
		name: 'pages',
		unit: 'tracking pages',
		from: 2000,
		to: 16_000,
		out: 1200,
		load: (level) => ({ ordersPerSecond: 2, pages: level, drivers: 20 })
	},
	{
		name: 'drivers',
		unit: 'drivers at 1 Hz, a page for every second of them',
		from: 500,
		to: 8000,
		out: 8000,
		load: (level) => ({ ordersPerSecond: 2, pages: level, drivers: level })
	}
];

type Found = Search<Probe> & { name: string; unit: string };

const house = await openHouse({ workers: 1, durable: true });
try {
	const town = await fillTown(house);
	const machine = describeMachine(house.postgresVersion);
	console.log(`\n${machine}; a level holds while p99 of changes and places is within 100 ms`);
	const found: Found[] = [];
	for (const dimension of DIMENSIONS.filter(({ name }) => !only || name === only)) {
		console.log(`\n${dimension.unit}`);
		console.log(head());
		await sendMoreOut(house, town, dimension.out);
		const clients = new Clients(house, town);
		try {
			const { name, unit } = dimension;
			found.push({ name, unit, ...(await climb(dimension, clients)) });
		} finally {
			await clients.stop();
		}
		tell(found.at(-1)!);
		await house.renewWeb();
	}
	console.log(`\nJSON ${JSON.stringify({ machine, isQuick, found })}`);
} finally {
	await house.close();
}
process.exit();

function climb({ from, to, load }: Dimension, clients: Clients): Promise<Search<Probe>> {
	return search({
		from,
		to,
		refine: REFINE,
		probe: async (level) => {
			const probe = await clients.probe(load(level), MEASURE_MS);
			console.log(rowOf(level, probe));
			return { holds: probe.why === undefined, result: probe };
		}
	});
}

function head(): string {
	return '   level  change p50    p99  place p99  answer p99    web  worker  Postgres  Redis  clients  others';
}

function rowOf(level: number, probe: Probe): string {
	const { web, worker, Postgres, Redis, clients, others } = probe.cpu;
	return [
		String(level).padStart(8),
		probe.changeP50.toFixed(1).padStart(11),
		probe.changeP99.toFixed(0).padStart(6),
		probe.placeP99.toFixed(0).padStart(10),
		probe.answerP99.toFixed(0).padStart(11),
		web.toFixed(2).padStart(6),
		worker.toFixed(2).padStart(7),
		Postgres.toFixed(2).padStart(9),
		Redis.toFixed(2).padStart(6),
		clients.toFixed(2).padStart(8),
		others.toFixed(2).padStart(7),
		probe.why ? `  ${probe.why}` : ''
	].join(' ');
}

function tell({ held, failed, unit, tried }: Found): void {
	const first = tried.find(({ level }) => level === failed);
	const gave = first
		? `; at ${failed}: ${first.result.why}; what was full: ${bottleneck(first.result)}`
		: '; nothing gave way up to there';
	console.log(`  holds ${held} ${unit}${gave}`);
	const others = Math.max(...tried.map(({ result }) => result.cpu.others));
	if (others > FOREIGN_LIMIT)
		console.log(`  others took up to ${others.toFixed(1)} cores meanwhile: not to be judged`);
}
