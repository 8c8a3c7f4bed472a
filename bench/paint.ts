/**
 * Latency and weight in a real Chromium with the built application:
 *
 *  change       from an UPDATE to the ticket's new version on the kitchen's screen: one change at a time, and
 *               60 tickets changing once a second. Long tasks (over 50 ms) of the page are counted by wall
 *               clock, as browsers do, and by CPU time: with too few cores, a task also waits.
 *               Baseline: the same UPDATE of a plain table, NOTIFY, a plain WebSocket, one text node
 *  first paint  of the server-rendered kitchen (40 tickets) and tracking page, with an empty cache, in a
 *               window that has settled and in a new one. Baseline: the same page as static HTML from
 *               memory without scripts. Also its plain text without styles, and the frame that contains
 *               the whole document
 *  weight       transferred HTML, CSS and JS of a load, without maps: gzip, which is judged, and brotli
 *
 * Baseline and page alternate in the same Chromium; ratios are computed within a round, then the
 * median.
 *
 * `npm run bench -- paint [--quick]`
 */

import type { Browser, Page } from '@playwright/test';
import type { Snapshots } from '#domain/wire/contract.ts';
import { openBrowser, openHouse, visit } from '../tests/support/house/running-house.ts';
import type { RunningHouse } from '../tests/support/house/running-house.ts';
import { inKib, sumOf, weigh } from '../tests/support/pages/weight.ts';
import type { Piece } from '../tests/support/pages/weight.ts';
import { start } from './floors/children.ts';
import type { Child } from './floors/children.ts';
import {
	cores,
	cpuOfTrees,
	describeMachine,
	machineCpu,
	median,
	quantile
} from './floors/machine.ts';
import { fillBoard } from './support/board.ts';
import {
	changeBaseline,
	changeTicket,
	createBaselineTable,
	measurePaints
} from './support/changes.ts';
import type { ChangeOrder, Painting, Schedule } from './support/changes.ts';
import { firstPaint } from './support/first-paint.ts';
import type { FirstPaint } from './support/first-paint.ts';
import { LONG_MS } from './support/long-tasks.ts';
import { watch } from './support/paint-watch.ts';
import { livePage, staticHtmlOf, wordsOfKitchen, wordsOfTracking } from './support/static-pages.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 1 : 3;
const TICKETS = 60;
const TICKETS_AT_LOAD = 40;
const LOADS = isQuick ? 5 : 13;
const FOREIGN_LIMIT = 0.5;
const PAINT_RATIO = 1.4;
/** Age of the window when the page is requested, ms. */
const WINDOWS = { 'settled window': 700, 'window just opened': 0 } as const;
/** Limits with gzip, see docs/decisions/0008. */
const KIB = { kitchen: 110, tracking: 90 };

const SCENARIOS = [
	{ name: 'one change at a time', orders: 1, rate: 5, count: isQuick ? 25 : 100 },
	{ name: '60 tickets, each once a second', orders: TICKETS, rate: 60, count: isQuick ? 300 : 1200 }
] as const;
const WALL = { viewport: { width: 1920, height: 1080 }, locale: 'fr-FR' };
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'fr-FR' };

interface Measure extends Omit<Painting, 'latencies' | 'sinceCommit'> {
	system: 'static page' | 'kitchen';
	scenario: string;
	round: number;
	p50: number;
	p99: number;
	/** The same from the acknowledgement of the commit. */
	commitP50: number;
	/** Share of the machine's CPU used by other programs. */
	foreign: number;
}

interface Bench {
	house: RunningHouse;
	browser: Browser;
	floor: Child;
	floorUrl: string;
	ids: string[];
	tokens: string[];
}

interface Verdict {
	goal: string;
	value: number;
	limit: number;
	verdict: 'holds' | 'missed' | 'not judged';
}

const bench = await open();
try {
	const loads = await firstPaints(bench);
	const weights = await weighPages(bench);
	const measures = await changes(bench);
	await report(measures, loads, weights);
} finally {
	await bench.browser.close();
	await bench.floor.stop();
	await bench.house.close();
}
process.exit();

async function open(): Promise<Bench> {
	const house = await openHouse();
	const { ids, tokens } = await fillBoard(house, TICKETS_AT_LOAD);
	await createBaselineTable(house.db, ids);
	const floor = start('page', { DATABASE_URL: house.databaseUrl });
	const { port } = await floor.receive<{ port: number }>();
	const browser = await openBrowser('--disable-gpu');
	const floorUrl = `http://localhost:${port}`;
	return { house, browser, floor, floorUrl, ids, tokens };
}

/** Alternates our pages and the static ones; the first round is a warm-up and not counted. */
async function firstPaints({ house, browser, floor, floorUrl, tokens }: Bench) {
	const { cookie = '' } = await house.person('cuisine.gare');
	const [token, ...others] = tokens;
	// Fills the server's caches for these pages, as in normal operation.
	for (const other of others.slice(0, 2)) await written(`/track/${other}`);
	const tickets = await read<{ snapshot: Snapshots['kitchen'] }>('/api/shops/gare/tickets');
	const tracked = await read<{ snapshot: Snapshots['order'] }>(`/api/track/${token}`);
	await floor.ask({
		'/kitchen': staticHtmlOf(await written('/kitchen/gare')),
		'/kitchen/words': wordsOfKitchen(tickets.snapshot.orders),
		'/track': staticHtmlOf(await written(`/track/${token}`)),
		'/track/words': wordsOfTracking(tracked.snapshot.order)
	});
	const anybody = (b: Browser) => visit(b, house, undefined, PHONE);
	const wall = (b: Browser) => visit(b, house, undefined, WALL);
	const cook = (b: Browser) => visit(b, house, 'cuisine.gare', WALL);

	const loads: { page: string; trios: Trio[] }[] = [];
	for (const [window, settledMs] of Object.entries(WINDOWS)) {
		const trios = { kitchen: [] as Trio[], tracking: [] as Trio[] };
		const look = (who: typeof cook, url: string) => firstPaint(who, browser, url, settledMs);
		for (let load = 0; load <= LOADS; load++) {
			const kitchen = {
				floor: await look(wall, `${floorUrl}/kitchen`),
				words: await look(wall, `${floorUrl}/kitchen/words`),
				page: await look(cook, `${house.url}/kitchen/gare`)
			};
			const tracking = {
				floor: await look(anybody, `${floorUrl}/track`),
				words: await look(anybody, `${floorUrl}/track/words`),
				page: await look(anybody, `${house.url}/track/${token}`)
			};
			if (load === 0) continue;
			trios.kitchen.push(kitchen);
			trios.tracking.push(tracking);
		}
		for (const [page, all] of Object.entries(trios))
			loads.push({ page: `${page}, ${window}`, trios: all });
	}
	return loads;

	function ask(path: string): Promise<Response> {
		return fetch(house.url + path, { headers: { cookie, 'accept-language': 'fr' } });
	}
	async function read<T>(path: string): Promise<T> {
		return (await (await ask(path)).json()) as T;
	}
	async function written(path: string): Promise<string> {
		return (await ask(path)).text();
	}
}
interface Trio {
	floor: FirstPaint;
	words: FirstPaint;
	page: FirstPaint;
}
type Loads = Awaited<ReturnType<typeof firstPaints>>;

async function weighPages({ house, browser, tokens }: Bench): Promise<Record<string, Piece[]>> {
	const cook = await visit(browser, house, 'cuisine.gare', WALL);
	const anybody = await visit(browser, house, undefined, PHONE);
	const weights = {
		kitchen: await weigh(await cook.newPage(), '/kitchen/gare'),
		tracking: await weigh(await anybody.newPage(), `/track/${tokens[0]}`)
	};
	await cook.close();
	await anybody.close();
	return weights;
}

async function changes(bench: Bench): Promise<Measure[]> {
	const { house, floor, floorUrl } = bench;
	const more = await fillBoard(house, TICKETS - TICKETS_AT_LOAD);
	const ids = [...bench.ids, ...more.ids];
	await house.db.query('insert into floor_orders (id) select unnest($1::uuid[])', [more.ids]);
	await house.db.query('vacuum analyze');
	await floor.ask({ '/live': livePage(ids) });

	const measures: Measure[] = [];
	for (let round = 1; round <= ROUNDS; round++)
		for (const scenario of SCENARIOS)
			for (const system of ['static page', 'kitchen'] as const) {
				const isFloor = system === 'static page';
				const context = await visit(
					bench.browser,
					house,
					isFloor ? undefined : 'cuisine.gare',
					WALL
				);
				const page = await context.newPage();
				await page.goto(isFloor ? `${floorUrl}/live` : `${house.url}/kitchen/gare`);
				await page.waitForSelector('[data-connection="live"]');
				await page.waitForTimeout(1000);
				await watch(page);
				const schedule = { ...scenario, ids: ids.slice(0, scenario.orders) };
				const change = isFloor ? changeBaseline : changeTicket;
				const run = { system, scenario: scenario.name, round };
				measures.push({ ...run, ...(await measure(bench, page, change, schedule)) });
				await context.close();
			}
	return measures;
}

async function measure(bench: Bench, page: Page, change: ChangeOrder, schedule: Schedule) {
	const roots = [bench.house.postmaster, process.pid];
	const warm = { ...schedule, count: schedule.ids.length * 2 };
	await measurePaints(bench.house.db, page, change, warm);

	const before = { own: cpuOfTrees(roots), machine: machineCpu(), at: performance.now() };
	const got = await measurePaints(bench.house.db, page, change, schedule);
	const after = { own: cpuOfTrees(roots), machine: machineCpu(), at: performance.now() };

	const own = after.own.reduce((sum, cpu, index) => sum + cpu - before.own[index]!, 0);
	const elapsed = (after.at - before.at) / 1000;
	const { latencies, sinceCommit, ...rest } = got;
	return {
		...rest,
		p50: median(latencies),
		p99: quantile(latencies, 0.99),
		commitP50: median(sinceCommit),
		foreign: Math.max(0, (after.machine - before.machine - own) / (elapsed * cores))
	};
}

async function report(measures: Measure[], loads: Loads, weights: Record<string, Piece[]>) {
	const { rows } = await bench.house.db.query<{ server_version: string }>('show server_version');
	const machine = `${describeMachine(rows[0]!.server_version)}, Chromium ${bench.browser.version()}`;
	console.log(`\n${machine}; ${ROUNDS} rounds, ${LOADS} loads`);
	const verdicts: Verdict[] = [];

	console.log(
		'\nUPDATE sent → frame done, ms                    p50    p99   p50 from commit  lost  long tasks'
	);
	for (const { name } of SCENARIOS)
		for (const system of ['static page', 'kitchen'] as const)
			changeRow(measures.filter((one) => one.scenario === name && one.system === system));
	const kitchen = measures.filter((one) => one.system === 'kitchen');
	const full = kitchen.filter((one) => one.scenario === SCENARIOS[1].name);
	const calm = full.filter((one) => one.foreign <= FOREIGN_LIMIT);
	const long = (calm.length > 0 ? calm : full).flatMap((one) => one.long);
	const worked = long.filter(({ ran }) => ran > LONG_MS);
	verdicts.push(judge('tasks over 50 ms at 60/s', long.length, 0, calm.length > 0));
	verdicts.push(judge('the same by what the page ran', worked.length, 0, calm.length > 0));
	verdicts.push(judge('changes not shown', sum(kitchen.map((one) => one.lost)), 0));

	console.log(
		'\nfirst contentful paint, ms        p50 (min)  first byte  whole   static p50 (min)  whole   ratio   words p50 (min)  whole   ratio'
	);
	for (const { page, trios } of loads) {
		loadRow(page, trios);
		verdicts.push(judge(`first paint, ${page}`, ratioTo('floor', trios), PAINT_RATIO));
	}

	console.log('\nKiB with gzip                 all   html    css     js   all with brotli');
	for (const [name, pieces] of Object.entries(weights)) {
		const parts = [undefined, 'html', 'css', 'js'] as const;
		const columns = parts.map((kind) => inKib(sumOf(pieces, kind)).padStart(6));
		const brotli = inKib(sum(pieces.map((piece) => piece.brotli)));
		console.log(`${name.padEnd(26)} ${columns.join(' ')} ${brotli.padStart(17)}`);
		for (const { bytes, path } of pieces.slice(0, 8))
			console.log(`  ${inKib(bytes).padStart(6)}  ${path}`);
		verdicts.push(
			judge(`KiB with gzip, ${name}`, sumOf(pieces) / 1024, KIB[name as keyof typeof KIB])
		);
	}

	console.log('');
	for (const { goal, value, limit, verdict } of verdicts)
		console.log(`  ${goal.padEnd(42)} ${value.toFixed(2).padStart(6)}  <= ${limit}  ${verdict}`);
	const noisy = measures.filter((one) => one.foreign > FOREIGN_LIMIT).length;
	if (noisy > 0) console.log(`  others used over half of the machine in ${noisy} measurements`);
	console.log(`\nJSON ${JSON.stringify({ machine, isQuick, verdicts, measures, loads, weights })}`);
	process.exitCode = verdicts.some((one) => one.verdict === 'missed') ? 1 : 0;
}

function changeRow(own: Measure[]): void {
	const mid = (pick: (one: Measure) => number) => median(own.map(pick)).toFixed(1);
	const long = own.flatMap((one) => one.long);
	const times = long.map(({ wall, ran }) => `${wall.toFixed(0)} ms, ran ${ran.toFixed(0)}`);
	const longest = long.length > 0 ? ` (${times.join('; ')})` : '';
	console.log(
		[
			`${own[0]!.system}, ${own[0]!.scenario}`.padEnd(44),
			mid((one) => one.p50).padStart(6),
			mid((one) => one.p99).padStart(6),
			mid((one) => one.commitP50).padStart(12),
			String(sum(own.map((one) => one.lost))).padStart(10),
			`${long.length}${longest}`.padStart(8)
		].join(' ')
	);
}

function loadRow(name: string, trios: Trio[]): void {
	const cell = (which: keyof Trio) => {
		const paints = trios.map((trio) => trio[which].paint);
		return `${median(paints).toFixed(0)} (${Math.min(...paints).toFixed(0)})`;
	};
	const mid = (which: keyof Trio, what: keyof FirstPaint) =>
		median(trios.map((trio) => trio[which][what])).toFixed(0);
	console.log(
		[
			name.padEnd(30),
			cell('page').padStart(12),
			mid('page', 'firstByte').padStart(8),
			mid('page', 'whole').padStart(8),
			cell('floor').padStart(16),
			mid('floor', 'whole').padStart(7),
			ratioTo('floor', trios).toFixed(2).padStart(9),
			cell('words').padStart(16),
			mid('words', 'whole').padStart(7),
			ratioTo('words', trios).toFixed(2).padStart(8)
		].join(' ')
	);
}

function ratioTo(which: 'floor' | 'words', trios: Trio[]): number {
	return median(trios.map((trio) => trio.page.paint / trio[which].paint));
}

function judge(goal: string, value: number, limit: number, isJudged = true): Verdict {
	const verdict = value <= limit ? 'holds' : 'missed';
	return { goal, value, limit, verdict: isJudged ? verdict : 'not judged' };
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
