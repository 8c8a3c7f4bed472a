import { setTimeout as sleep } from 'node:timers/promises';
import { readShops } from '../../simulation/cast.ts';
import { houseAt } from '../../simulation/client/house.ts';
import { playEvening } from '../../simulation/evening.ts';
import { doorsOf } from '../../simulation/plan/doors.ts';
import { planEvening } from '../../simulation/plan/evening-plan.ts';
import { readScene } from '../../simulation/plan/read-scene.ts';
import { figuresOf, type Figures } from '../../simulation/report.ts';
import { TOWN_STREETS } from '../../simulation/road/roads.ts';
import { newTally, type Tally } from '../../simulation/tally.ts';
import * as check from '../support/wire/history.ts';
import { fillFridges } from '../support/house/rows.ts';
import { injectFaults, type Fault, type InjectedFault } from './soak-faults.ts';
import type { SoakHouse } from './soak-house.ts';
import { judgeTables, latest } from './soak-tables.ts';
import { openWatchers, type Watchers } from './soak-watch.ts';
import { readTruth } from '../support/wire/truth.ts';

export interface EveningWish {
	seed: number;
	speed: number;
	/** Simulated minutes. */
	minutes: number;
	ordersPerHour: number;
	/** All five by default. */
	shops?: readonly string[];
	/** Simulated minutes between two faults. */
	faultEvery: number;
	kinds: readonly Fault[];
	/** Number of faults; by default as many as there is time for. */
	faults?: number;
}

export interface EveningReport {
	figures: Figures;
	harms: InjectedFault[];
	seconds: number;
	/** The faults found, by invariant. Every list must be empty. */
	faults: Record<string, string[]>;
	memory: ReturnType<SoakHouse['memory']>;
}

/** Minimum real pause between two faults, so that the system can recover at any speed. */
const LEAST_PAUSE_MS = 2000;
/** Each client sends every fifth command twice at once. */
const SLIPS = 5;
/** Maximum delay of a job, not counting the duration of faults. A job that fails again waits twice as long each time. */
const LATE_MS = 90_000;
/**
 * A dead link can hold a transaction for 22 s; a job queued in the meantime and lost is requeued
 * after 15 s.
 */
const QUIET_MS = 40_000;

/** Runs one evening with faults, then checks all guarantees of the reliability document. */
export async function soakEvening(house: SoakHouse, wish: EveningWish): Promise<EveningReport> {
	await fillFridges(house.db);
	const tally = newTally();
	const town = { ...houseAt(house.url), slips: SLIPS };
	const sights = await readShops(town, tally);
	const shops = sights.shops.filter(({ id }) => wish.shops?.includes(id) ?? true);
	const scene = await readScene('friday-rush');
	// Many double clicks; few orders ahead, so that the evening does not have to wait for them.
	Object.assign(scene.customers, { twice: 0.15, ahead: 0.02 });
	const plan = planEvening(scene, { ...sights, shops, doors: doorsOf(TOWN_STREETS) }, wish);
	const watchers = await openWatchers(house);
	const before = await idsOf(house);
	const began = new Date();
	const wrong: string[] = [];
	let harms: InjectedFault[] = [];
	const result = await playEvening({
		house: town,
		plan,
		shops,
		seed: wish.seed,
		speed: wish.speed,
		tally,
		meanwhile: async (isOver) => {
			const pauseMs = Math.max(LEAST_PAUSE_MS, (wish.faultEvery * 60_000) / wish.speed);
			const onHarm = async (harm: InjectedFault) => {
				wrong.push(...(await watchers.after(harm)));
				watchers.track(tally.placed);
			};
			const { seed, kinds, faults: times } = wish;
			harms = await injectFaults(house, isOver, { seed, kinds, pauseMs, times, onHarm });
		}
	});
	const faults = await judge(house, { tally, watchers, harms, before, began });
	watchers.close();
	faults['I4 screens are right again soon after a fault'] = wrong;
	for (const { question, faults: found } of result.verdicts) faults[question] = found;
	if (!result.isDrained) faults.drained = ['orders were still open when patience was over'];
	return {
		figures: figuresOf(tally, result),
		harms,
		seconds: result.seconds,
		faults,
		memory: house.memory()
	};
}

async function idsOf({ db }: SoakHouse): Promise<Set<string>> {
	const { rows } = await db.query<{ id: string }>('select id from orders');
	return new Set(rows.map(({ id }) => id));
}

interface Evening {
	tally: Tally;
	watchers: Watchers;
	harms: readonly InjectedFault[];
	/** Ids of orders from earlier evenings. */
	before: ReadonlySet<string>;
	began: Date;
}

async function judge(
	house: SoakHouse,
	{ tally, watchers, harms, before, began }: Evening
): Promise<Record<string, string[]>> {
	let truth = await readTruth(house.db);
	const ours = () => truth.orders.filter(({ id }) => !before.has(id)).map(({ id }) => id);
	for (const until = performance.now() + QUIET_MS; performance.now() < until; await sleep(250)) {
		truth = await readTruth(house.db);
		if (check.jobFaults(truth, ours()).length === 0 && watchers.differences(truth).length === 0)
			break;
	}
	const there = new Set(ours());
	const known = new Set(tally.placed.map(({ id }) => id));
	const seen = watchers.history(truth, harms);
	return {
		...(await judgeTables(house)),
		'I1 no acknowledged order is lost': [...known].filter((id) => !there.has(id)),
		'I4 screens equal the database': watchers.differences(truth),
		'I5 no old data is shown as new': seen.I5,
		'I6 no screen goes back': seen.I6,
		'I9 a command sent again has one effect': [
			...[...there].filter((id) => !known.has(id)).map((id) => `${id} is nobody’s`),
			...(tally.unknown > 0 ? [`${tally.unknown} commands never got an answer`] : [])
		],
		'I13 work that is due is done': check.jobFaults(truth, [...there]),
		'I13 and in time': await tooLate(house, harms, began),
		'the shop logs have no hole': check.seqGaps(truth)
	};
}

/** A fault stops jobs while it lasts, and interrupted ones are restarted a little later. */
async function tooLate(
	house: SoakHouse,
	harms: readonly InjectedFault[],
	began: Date
): Promise<string[]> {
	const broken = harms.reduce((sum, { ms }) => sum + ms, 0);
	const late = await latest(house, began);
	return late
		.filter(({ ms }) => !(ms <= LATE_MS + broken))
		.map(({ what, ms }) => `${what} was done ${Math.round(ms)} ms late`);
}

/** After all clients have left, no room has a socket. Polls for some seconds. */
export async function roomsLeft(house: SoakHouse): Promise<number> {
	let left = NaN;
	for (let tries = 0; tries < 40; tries++) {
		left = await house.sockets().catch(() => NaN);
		if (left === 0) return 0;
		await sleep(250);
	}
	return left;
}
