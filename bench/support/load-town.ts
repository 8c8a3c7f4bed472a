import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../floors/children.ts';
import type { Child } from '../floors/children.ts';
import type { CrewReport, CrewTask } from '../floors/crew.ts';
import type { CrowdReport, Seat } from '../floors/crowd.ts';
import { cores, cpuOfTrees, machineCpu, quantile } from '../floors/machine.ts';
import type { PhonesReport } from '../floors/phones.ts';
import { fillFridges } from '../../tests/support/house/rows.ts';
import { addDrivers, demoCookie, shopsOf } from './house.ts';
import type { House, Person } from './house.ts';
import { addOrders, moveAll, sendOut } from './orders.ts';
import type { BenchOrder } from './orders.ts';

/** The people and orders for all searches. */
export interface LoadTown {
	shops: string[];
	boss: string;
	/** Each driver has the order with the same index. */
	drivers: Person[];
	carried: BenchOrder[];
	/** Orders in the kitchen, toggled between make line and oven. */
	making: BenchOrder[];
}

export interface Load {
	ordersPerSecond: number;
	pages: number;
	drivers: number;
}

/** The measurement of one load; latencies in ms, CPU in cores. */
export interface Probe extends Load {
	changeP50: number;
	changeP99: number;
	/** 99th percentile of the latency of positions on customers' pages; NaN without any. */
	placeP99: number;
	answerP99: number;
	finished: number;
	refused: number;
	/** Closed connections of pages, screens and phones. */
	closed: number;
	/** Positions sent by phones, and how many of them the hub acknowledged. */
	told: number;
	acked: number;
	why: string | undefined;
	cpu: Record<'web' | 'worker' | 'Postgres' | 'Redis' | 'clients' | 'others', number>;
}

const LIMIT_MS = 100;
const TOGGLES = 10;
const MAKING = 300;
const MANAGERS = 2;
const CROWDS = 2;
const SETTLE_MS = 2000;

/** All shops open all night with unlimited stock; no driver is on the road yet. */
export async function fillTown(house: House): Promise<LoadTown> {
	const shops = await shopsOf(house);
	await house.db.query('delete from opening_hours');
	await house.db.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select id, day, '00:00', '24:00' from shop, generate_series(1, 7) day`
	);
	await house.db.query(`update shop set dispatch_mode = 'off'`);
	await fillFridges(house.db);
	const making = await addOrders(house.db, shops, MAKING);
	await moveAll(house.db, making, 'accepted', 'making');
	const boss = await demoCookie(house, 'direction');
	return { shops, boss, drivers: [], carried: [], making };
}

/** Sends drivers out until this many are on the road. */
export async function sendMoreOut(house: House, town: LoadTown, drivers: number): Promise<void> {
	const more = drivers - town.drivers.length;
	if (more > 0) {
		const people = await addDrivers(house, more);
		const orders = await addOrders(house.db, town.shops, more, MAKING + town.drivers.length);
		await sendOut(house.db, orders, people);
		town.drivers.push(...people);
		town.carried.push(...orders);
	}
	await house.db.query('vacuum analyze');
}

/** The clients of one search; each level adds clients to the previous one. */
export class Clients {
	readonly #house: House;
	readonly #town: LoadTown;
	readonly #crowds = Array.from({ length: CROWDS }, () => start('crowd', {}));
	readonly #screens = start('crowd', {});
	readonly #crew = start('crew', {});
	#phones: Child | undefined;
	#phonesOpen = 0;
	#pages = 0;
	#hasScreens = false;
	#turn = 0;

	constructor(house: House, town: LoadTown) {
		this.#house = house;
		this.#town = town;
	}

	/** Sets the clients to this load and measures it. */
	async probe(load: Load, measureMs: number): Promise<Probe> {
		await this.#openScreens();
		await this.#openPages(load.pages);
		const epoch = await this.#drive(load.drivers);
		const crew: CrewTask = {
			url: this.#house.url,
			cookie: this.#town.boss,
			shops: this.#town.shops,
			rate: load.ordersPerSecond,
			toggled: this.#town.making.slice(0, TOGGLES).map(({ id }) => id),
			toggles: TOGGLES,
			ms: SETTLE_MS + measureMs
		};
		const working = this.#crew.ask<CrewReport>(crew);
		await sleep(SETTLE_MS);
		for (const child of this.#watching()) await child.ask({ do: 'record', epoch });
		const phonesBefore = await this.#phonesTell();
		const before = this.#cpu();
		await sleep(measureMs);
		const cpu = this.#cpuSince(before);
		const phones = minus(await this.#phonesTell(), phonesBefore);
		const report = await working;
		const told = await Promise.all(
			this.#watching().map((child) => child.ask<CrowdReport>({ do: 'tell' }))
		);
		return judge(load, {
			report,
			told,
			phones,
			cpu,
			seconds: crew.ms / 1000,
			measured: measureMs / 1000
		});
	}

	async stop(): Promise<void> {
		const all = [this.#phones, this.#crew, this.#screens, ...this.#crowds];
		for (const child of all) await child?.stop();
	}

	#watching(): Child[] {
		return [...this.#crowds, this.#screens];
	}

	#place() {
		const { port, url } = this.#house;
		return { do: 'open', port, protocol: 'socketio', origin: url } as const;
	}

	/** Two screens per kitchen, and the managers of the group. */
	async #openScreens(): Promise<void> {
		if (this.#hasScreens) return;
		this.#hasScreens = true;
		const cookie = this.#town.boss;
		const kitchens = this.#town.shops.flatMap((shop) =>
			[1, 2].map(() => ({ feed: `kitchen:${shop}`, cookie }))
		);
		const managers = Array.from({ length: MANAGERS }, () => ({ feed: 'manage:group', cookie }));
		await this.#screens.ask({ ...this.#place(), seats: [...kitchens, ...managers] });
	}

	/** Alternately for an order on the road and one in the kitchen. */
	async #openPages(pages: number): Promise<void> {
		const { carried, making } = this.#town;
		const seats: Seat[] = [];
		for (; this.#pages < pages; this.#pages++) {
			const half = Math.floor(this.#pages / 2);
			const isOnRoad = this.#pages % 2 === 0;
			const order = isOnRoad ? carried[half % carried.length]! : making[half % making.length]!;
			seats.push({ feed: `order:${order.token}` });
		}
		await Promise.all(
			this.#crowds.map((crowd, lane) =>
				crowd.ask({
					...this.#place(),
					seats: seats.filter((_, index) => index % CROWDS === lane)
				})
			)
		);
	}

	async #drive(drivers: number): Promise<number> {
		const epoch = Number(process.hrtime.bigint());
		if (drivers === 0) return epoch;
		this.#phones ??= start('phones', {});
		if (this.#turn++ > 0) await this.#phones.ask({ do: 'halt' });
		const more = this.#town.drivers.slice(this.#phonesOpen, drivers);
		await this.#phones.ask({ ...this.#place(), drivers: more });
		this.#phonesOpen = Math.max(this.#phonesOpen, drivers);
		const from = Number(process.hrtime.bigint());
		await this.#phones.ask({ do: 'drive', epoch: from, everyMs: 1000 });
		return from;
	}

	async #phonesTell(): Promise<PhonesReport> {
		const silent = { sent: 0, acked: 0, refused: 0, closed: 0 };
		return (await this.#phones?.ask<PhonesReport>({ do: 'tell' })) ?? silent;
	}

	#cpu(): Usage {
		const { web, worker, postmaster, redis } = this.#house;
		const clients = [...this.#watching(), this.#crew, this.#phones].map((child) => child?.pid ?? 0);
		const pids = [web.pid ?? 0, worker?.pid ?? 0, postmaster, redis ?? 0, process.pid, ...clients];
		return { used: cpuOfTrees(pids), machine: machineCpu(), at: performance.now() };
	}

	#cpuSince(before: Usage): Probe['cpu'] {
		const after = this.#cpu();
		const seconds = (after.at - before.at) / 1000;
		const [web = 0, worker = 0, postgres = 0, redis = 0, , ...rest] = after.used.map(
			(one, index) => (one - before.used[index]!) / seconds
		);
		const clients = rest.reduce((sum, one) => sum + one, 0);
		const machine = (after.machine - before.machine) / seconds;
		const others = machine - web - worker - postgres - redis - clients;
		return { web, worker, Postgres: postgres, Redis: redis, clients, others: Math.max(0, others) };
	}
}

interface Usage {
	used: number[];
	machine: number;
	at: number;
}

interface Heard {
	report: CrewReport;
	told: CrowdReport[];
	phones: PhonesReport;
	cpu: Probe['cpu'];
	/** Seconds for the crew's rates; the other counters have their own period. */
	seconds: number;
	measured: number;
}

const minus = (after: PhonesReport, before: PhonesReport): PhonesReport => ({
	sent: after.sent - before.sent,
	acked: after.acked - before.acked,
	refused: after.refused - before.refused,
	// A disconnected phone stays disconnected, so it counts at every later level.
	closed: after.closed
});

/** Share of the positions that must be acknowledged; the last ones are still in transit. */
const ACKED = 0.95;

function judge(load: Load, { report, told, phones, cpu, seconds, measured }: Heard): Probe {
	const late = told.flatMap((one) => [...one.late]);
	const places = told.flatMap(({ moved }) => [...moved]);
	const closed = told.reduce((sum, one) => sum + one.closed, phones.closed);
	const changeP99 = quantile(late, 0.99);
	const placeP99 = quantile(places, 0.99);
	const asked = Math.floor(load.ordersPerSecond * seconds);
	const why = faultOf();
	return {
		...load,
		changeP50: quantile(late, 0.5),
		changeP99,
		placeP99,
		answerP99: quantile([...report.answered], 0.99),
		finished: report.finished,
		refused: report.refused,
		closed,
		told: phones.sent,
		acked: phones.acked,
		why,
		cpu
	};

	function faultOf(): string | undefined {
		if (report.refused > 0) return `${report.refused} refused: ${report.firstRefusal}`;
		if (closed > 0) return `${closed} connections lost`;
		if (!(changeP99 <= LIMIT_MS)) return `changes p99 ${changeP99.toFixed(0)} ms`;
		if (load.drivers > 0 && !(placeP99 <= LIMIT_MS)) return `places p99 ${placeP99.toFixed(0)} ms`;
		if (phones.refused > 0) return `${phones.refused} places refused`;
		if (phones.acked < phones.sent * ACKED) return `${phones.acked} of ${phones.sent} places heard`;
		if (phones.sent < load.drivers * measured * ACKED) return `${phones.sent} places told`;
		if (report.finished < asked * 0.95) return `${report.finished} of ${asked} orders done in time`;
		return undefined;
	}
}

/** The bottleneck: a single-threaded process, or the whole machine. */
export function bottleneck({ cpu }: Probe): string {
	const single = (['web', 'worker', 'Redis'] as const).filter((name) => cpu[name] > 0.85);
	const total = Object.values(cpu).reduce((sum, one) => sum + one, 0);
	if (single.length > 0) return `the thread of ${single.join(' and ')}`;
	if (total > 0.9 * cores) {
		const [most] = Object.entries(cpu).sort((a, b) => b[1] - a[1]);
		return `the machine's ${cores} cores, most of them by ${most?.[0]}`;
	}
	return 'neither a thread nor the cores';
}
