import { setTimeout as sleep } from 'node:timers/promises';
import { lookAtShops } from '../../simulation/cast.ts';
import { houseAt } from '../../simulation/client/house.ts';
import { playEvening } from '../../simulation/evening.ts';
import { doorsOf } from '../../simulation/plan/doors.ts';
import { planEvening } from '../../simulation/plan/plan.ts';
import { readScene } from '../../simulation/plan/read-scene.ts';
import { figuresOf, type Figures } from '../../simulation/report.ts';
import { TOWN_STREETS } from '../../simulation/road/roads.ts';
import { newTally, type Tally } from '../../simulation/tally.ts';
import { openScreen, signIn, type Screen } from './client.ts';
import * as check from './history.ts';
import { fillFridges } from './rows.ts';
import { harmUntil, type Harm } from './soak-faults.ts';
import type { SoakHouse } from './soak-house.ts';
import { readTruth } from './truth.ts';

export interface EveningWish {
	seed: number;
	speed: number;
	/** Of the evening. */
	minutes: number;
	ordersPerHour: number;
	/** All five when absent. */
	shops?: readonly string[];
	/** Minutes of the evening from the end of one fault to the next. */
	faultEvery: number;
	/** How many faults, instead of as many as find room. */
	faults?: number;
}

export interface EveningReport {
	figures: Figures;
	harms: Harm[];
	seconds: number;
	/** What was found wrong, by invariant. Every list has to be empty. */
	faults: Record<string, string[]>;
	memory: ReturnType<SoakHouse['memory']>;
}

/** A breath between two faults, however fast the evening is: or nothing would ever run. */
const LEAST_PAUSE_MS = 2000;
/** A link that went dark holds a transaction for 22 s; what was queued meanwhile and lost comes again after 15. */
const QUIET_MS = 40_000;

/** One evening with faults; then everything that reliability promises is looked at. */
export async function soakEvening(house: SoakHouse, wish: EveningWish): Promise<EveningReport> {
	await fillFridges(house.db);
	const tally = newTally();
	const town = houseAt(house.url);
	const sights = await lookAtShops(town, tally);
	const shops = sights.shops.filter(({ id }) => wish.shops?.includes(id) ?? true);
	const scene = await readScene('friday-rush');
	// Many fingers slip; nobody orders so far ahead that the evening must wait for them.
	Object.assign(scene.customers, { twice: 0.15, ahead: 0 });
	const plan = planEvening(scene, { ...sights, shops, doors: doorsOf(TOWN_STREETS) }, wish);
	const watchers = await watch(house);
	const before = await idsOf(house);
	let harms: Harm[] = [];
	const result = await playEvening({
		house: town,
		plan,
		shops,
		seed: wish.seed,
		speed: wish.speed,
		tally,
		meanwhile: async (isOver) => {
			const pauseMs = Math.max(LEAST_PAUSE_MS, (wish.faultEvery * 60_000) / wish.speed);
			harms = await harmUntil(house, isOver, { seed: wish.seed, pauseMs, times: wish.faults });
		}
	});
	const faults = await judge(house, { tally, watchers, before });
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

/** Screens that write down what they show, several times a second (I4, I5, I6). */
async function watch({ url }: SoakHouse): Promise<Screen[]> {
	const person = (mailbox: string) => signIn({ url }, `${mailbox}@oc-pizza.example`);
	return [
		openScreen(await person('cuisine.gare'), 'kitchen:gare'),
		openScreen(await person('responsable.gare'), 'manage:gare'),
		openScreen(await person('direction'), 'manage:group')
	];
}

async function idsOf({ db }: SoakHouse): Promise<Set<string>> {
	const { rows } = await db.query<{ id: string }>('select id from orders');
	return new Set(rows.map(({ id }) => id));
}

interface Evening {
	tally: Tally;
	watchers: Screen[];
	/** Orders of earlier evenings. */
	before: ReadonlySet<string>;
}

async function judge(
	house: SoakHouse,
	{ tally, watchers, before }: Evening
): Promise<Record<string, string[]>> {
	let truth = await readTruth(house.db);
	const ours = () => truth.orders.filter(({ id }) => !before.has(id)).map(({ id }) => id);
	// I13: what is due is done, at the latest a sweep later.
	for (const until = performance.now() + QUIET_MS; performance.now() < until; await sleep(250)) {
		truth = await readTruth(house.db);
		if (check.undone(truth, ours()).length === 0 && screens(watchers, truth).length === 0) break;
	}
	const there = new Set(ours());
	const known = new Set(tally.placed.map(({ id }) => id));
	const faults: Record<string, string[]> = {
		...(await judgeDatabase(house)),
		'I1 no acknowledged order is lost': [...known].filter((id) => !there.has(id)),
		'I4 screens equal the database': screens(watchers, truth),
		'I5 no old data is shown as new': watchers.flatMap(({ history }) => [
			...check.silent(history),
			...check.behind(history, truth.log)
		]),
		'I6 no screen goes back': watchers.flatMap(({ history }) => check.backwards(history)),
		'I9 a command sent again has one effect': [
			...[...there].filter((id) => !known.has(id)).map((id) => `${id} is nobody’s`),
			...(tally.unknown > 0 ? [`${tally.unknown} commands never got an answer`] : [])
		],
		'I13 work that is due is done': check.undone(truth, [...there]),
		'the shop logs have no hole': check.holes(truth)
	};
	for (const screen of watchers) screen.close();
	return faults;
}

/** What must hold in the tables at any time, whoever wrote them. */
export async function judgeDatabase(
	house: Pick<SoakHouse, 'db'>
): Promise<Record<string, string[]>> {
	return {
		'I7 one driver an order, one run a driver': await rowsOf(house, TWO_AT_ONCE),
		'I8 the stock is the sum of its movements': await rowsOf(house, STOCK_OFF),
		'I14 every change has its row': await rowsOf(house, UNLOGGED)
	};
}

const screens = (watchers: readonly Screen[], truth: Parameters<typeof check.different>[2]) =>
	watchers.flatMap(({ feed, rows }) => check.different(feed, rows(), truth));

async function rowsOf({ db }: Pick<SoakHouse, 'db'>, text: string): Promise<string[]> {
	const { rows } = await db.query<{ what: string }>(text);
	return rows.map(({ what }) => what);
}

const TWO_AT_ONCE = `
	select 'order ' || order_id || ' has ' || count(*) || ' stops' as what
		from stop where outcome is null group by order_id having count(*) > 1
	union all
	select 'driver ' || driver_id || ' has ' || count(*) || ' runs'
		from run where status in ('offered', 'accepted', 'out') group by driver_id having count(*) > 1`;

const STOCK_OFF = `
	select s.shop_id || ' ' || s.ingredient_id || ': ' || s.quantity || ' there, ' || m.total || ' moved' as what
		from stock s join (select shop_id, ingredient_id, sum(delta) as total
			from stock_movement group by 1, 2) m using (shop_id, ingredient_id)
		where s.quantity <> m.total or s.quantity < 0`;

const UNLOGGED = `
	select 'order ' || o.id || ' is v' || o.version || ', ' || count(l.seq) || ' rows' as what
		from orders o left join shop_log l on l.subject = 'order' and l.subject_id = o.id::text
		group by o.id, o.version having count(l.seq) <> o.version`;

/** After everybody has gone: nobody is left in any room. Looks again for some seconds. */
export async function roomsLeft(house: SoakHouse): Promise<number> {
	let left = NaN;
	for (let tries = 0; tries < 40; tries++) {
		left = await house.sockets().catch(() => NaN);
		if (left === 0) return 0;
		await sleep(250);
	}
	return left;
}
