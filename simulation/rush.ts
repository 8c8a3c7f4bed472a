/** `npm run rush`: simulates an evening of the whole town on a running demo system. */

import { basename } from 'node:path';
import { readShops } from './cast.ts';
import { createCaller } from './client/caller.ts';
import { houseAt, type House } from './client/house.ts';
import { endSoon, listenForCtrlC, watchServer } from './ending.ts';
import { playEvening, type Progress } from './evening.ts';
import { readOptions, USAGE, type RushOptions } from './options.ts';
import { keepPace } from './pace.ts';
import { doorsOf } from './plan/doors.ts';
import { planEvening, type Plan, type Town } from './plan/evening-plan.ts';
import { readScene } from './plan/read-scene.ts';
import type { Scene } from './plan/scene.ts';
import { readInstance } from './replay/instance.ts';
import { planOfRecordedDay } from './replay/lay.ts';
import { TOWN_STREETS } from './road/roads.ts';
import { describe, figuresOf } from './report.ts';
import { newTally, type Tally } from './tally.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

function fail(error: unknown, code: number): never {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(code);
}

let options: RushOptions;
try {
	options = readOptions(process.argv.slice(2));
} catch (error) {
	fail(`${(error as Error).message}\n\n${USAGE}`, 2);
}
try {
	process.exit((await rush(options)) ? 0 : 1);
} catch (error) {
	fail(error, 1);
}

async function rush(wish: RushOptions): Promise<boolean> {
	const house = houseAt(wish.url);
	const tally = newTally();
	await askWhetherDemo(house, tally, wish);
	const { shops, menus } = await readShops(house, tally);
	const town: Town = { shops, menus, doors: doorsOf(TOWN_STREETS) };
	const { plan, title, starts } = await planOf(wish, town);
	say(`${title}, seed ${wish.seed}, ${wish.speed} × time: ${plan.orders.length} orders`);
	say(`at ${plan.shops.map(({ id }) => id).join(', ')} (open now), on ${house.origin}`);
	say('Ctrl-C: last orders; once more: at once.\n');

	const { lastOrders, broken } = listenForEnds(house, wish.patienceMs);
	const ids = plan.shops.map(({ id }) => id);
	const keeper = await keepPace(house, ids, wish.speed);
	const begun = { house, plan, shops, seed: wish.seed, speed: wish.speed, tally };
	const onProgress = (progress: Progress) => say(lineOf(progress, starts));
	const evening = { ...begun, pace: keeper.pace, onProgress, lastOrders, broken };
	const result = await playEvening(evening).finally(() => keeper.end());
	const figures = figuresOf(tally, result);
	say(describe(figures, result));
	if (wish.json) say(JSON.stringify({ options: wish, figures }));
	return result.isDrained && result.verdicts.every(({ faults }) => faults.length === 0);
}

/** Refuses to order on a system that is not a demo: the orders would be real. */
async function askWhetherDemo(house: House, tally: Tally, wish: RushOptions): Promise<void> {
	const caller = createCaller(house, 'passer-by', tally);
	const reachable = await fetch(new URL('/healthz', house.target)).catch(() => undefined);
	if (!reachable?.ok)
		throw new Error(`Nothing answers at ${house.origin}. Start it first: npm start`);
	const { demo } = (await reachable.json()) as { demo?: boolean };
	caller.close();
	if (demo || wish.anyway) return;
	throw new Error(
		`${house.origin} is not a demo: orders placed there are real. With --not-a-demo it is done all the same.`
	);
}

async function planOf(
	wish: RushOptions,
	town: Town
): Promise<{ plan: Plan; title: string; starts: string }> {
	const scene = await readScene(wish.scene);
	if (wish.replay) return recorded(wish, wish.replay, town, scene);
	return { plan: planEvening(scene, town, wish), title: scene.name, starts: scene.starts };
}

/** The plan of a recorded day, with baskets from the scene. */
async function recorded(wish: RushOptions, folder: string, town: Town, { menu }: Scene) {
	const day = await readInstance(folder);
	const { seed, minutes, drivers, shares } = wish;
	const plan = planOfRecordedDay(day, town, { seed, menu, minutes, drivers, shares });
	return { plan, title: `A recorded day, ${basename(folder)}`, starts: '00:00' };
}

function listenForEnds(
	house: House,
	patienceMs: number
): { lastOrders: AbortSignal; broken: AbortSignal } {
	const last = new AbortController();
	const broken = new AbortController();
	listenForCtrlC(() => {
		say('Last orders …');
		last.abort();
	});
	process.on('SIGTERM', () => endSoon(1, () => broken.abort()));
	watchServer(house, patienceMs, () => {
		say(
			`Nothing has answered at ${house.origin} for ${patienceMs / 1000} s: the evening ends here.`
		);
		process.exitCode = 1;
		endSoon(1, () => broken.abort());
	});
	return { lastOrders: last.signal, broken: broken.signal };
}

function lineOf({ minute, placed, open, phase }: Progress, starts: string): string {
	const [hours = 0, minutes = 0] = starts.split(':').map(Number);
	const time = Math.floor(hours * 60 + minutes + minute);
	const two = (value: number) => String(value).padStart(2, '0');
	const shown = `${two(Math.floor(time / 60) % 24)}:${two(time % 60)}`;
	return `${shown}  ${String(placed).padStart(5)} placed  ${String(open).padStart(4)} open${phase === 'open' ? '' : `  (${phase})`}`;
}
