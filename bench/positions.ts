/**
 * Positions at scale: 1,000 drivers' phones at one fix per second, 10,000 tracking pages (ten per
 * driver's order), ten managers, and changing orders. The complete web process against plain
 * WebSockets with the same fan-out, alternating: CPU, age of a position on arrival, messages to
 * managers, and missed changes.
 *
 * `npm run bench -- positions [--quick]`
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './floors/children.ts';
import type { Child } from './floors/children.ts';
import type { CrowdReport, Seat } from './floors/crowd.ts';
import {
	cores,
	cpuOfTrees,
	describeMachine,
	machineCpu,
	median,
	now,
	quantile
} from './floors/machine.ts';
import type { PhonesReport } from './floors/phones.ts';
import { addDrivers, demoCookie, openHouse, residentOf } from './support/house.ts';
import type { Person } from './support/house.ts';
import { addOrders, sendOut } from './support/orders.ts';
import type { BenchOrder } from './support/orders.ts';
import { steadyChanges } from './support/steady.ts';

const isQuick = process.argv.includes('--quick');
const DRIVERS = 1000;
const PAGES_A_DRIVER = 10;
const CROWDS = 2;
const MANAGERS = 10;
const ROUNDS = isQuick ? 1 : 3;
const SECONDS = isQuick ? 5 : 10;
const WARM_MS = 3000;
const CHANGES_A_SECOND = 20;
const EVERY_MS = 1000;
const FOREIGN_LIMIT = 0.5;
const MANAGERS_FEED = 'manage:group';
const LIMITS = { cores: 0.5, p99: 25, ratio: 1.6, share: 1 / 100, missed: 0 };

interface Town {
	drivers: Person[];
	orders: BenchOrder[];
	boss: string;
}

interface Measure {
	system: 'bare ws' | 'hub';
	/** CPU in cores while positions are sent. */
	cpu: number;
	/** CPU in cores with all clients connected and no traffic. */
	cpuAtRest: number;
	p50: number;
	p99: number;
	/** Share of the sent positions that reached the customers. */
	delivered: number;
	expected: number;
	/** Frames with positions that each manager got, per position sent. */
	managerShare: number;
	managerKb: number;
	changes: number;
	/** Changes of orders that a page missed. */
	missed: number;
	refused: number;
	closed: number;
	rss: number;
	foreign: number;
}

const house = await openHouse({ workers: 0, durable: false });
try {
	const town = await settle();
	const measures: Measure[] = [];
	for (let round = 0; round < ROUNDS; round++)
		for (const system of ['bare ws', 'hub'] as const) measures.push(await run(system, town));
	report(measures);
} finally {
	await house.close();
}
process.exit();

/** Every driver gets one order on the road. */
async function settle(): Promise<Town> {
	const drivers = await addDrivers(house, DRIVERS);
	const shops = [...new Set(drivers.map(({ shop }) => shop))];
	const orders = await addOrders(house.db, shops, DRIVERS);
	await sendOut(house.db, orders, drivers);
	await house.db.query('vacuum analyze');
	return { drivers, orders, boss: await demoCookie(house, 'direction') };
}

async function run(system: Measure['system'], town: Town): Promise<Measure> {
	const floor = system === 'bare ws' ? start('gps', {}) : undefined;
	const port = floor ? (await floor.receive<{ port: number }>()).port : house.port;
	const legs = Object.fromEntries(
		town.drivers.map(({ id }, index) => [id, feedOf(town.orders[index]!)])
	);
	await floor?.ask({ legs });
	if (!floor) await house.renewWeb();
	const place = {
		do: 'open',
		port,
		protocol: floor ? 'ws' : 'socketio',
		origin: house.url
	} as const;
	const crowds = Array.from({ length: CROWDS }, () => start('crowd', {}));
	const managers = start('crowd', {});
	const phones = start('phones', {});
	try {
		await Promise.all(
			crowds.map((crowd, lane) => crowd.ask({ ...place, seats: pagesOf(town, lane) }))
		);
		const seats = Array.from({ length: MANAGERS }, () => ({
			feed: MANAGERS_FEED,
			cookie: town.boss
		}));
		await managers.ask({ ...place, seats });
		await phones.ask({ ...place, drivers: town.drivers });
		const pid = floor?.pid ?? house.web.pid ?? 0;
		return { system, ...(await measure(town, { crowds, managers, phones, pid, isHub: !floor })) };
	} finally {
		for (const child of [phones, managers, ...crowds, floor]) await child?.stop();
	}
}

function feedOf({ token }: BenchOrder): string {
	return `order:${token}`;
}

function pagesOf({ orders }: Town, lane: number): Seat[] {
	return orders
		.filter((_, index) => index % CROWDS === lane)
		.flatMap((order) =>
			Array.from({ length: PAGES_A_DRIVER }, () => ({ feed: feedOf(order), order: order.id }))
		);
}

interface Cast {
	crowds: Child[];
	managers: Child;
	phones: Child;
	pid: number;
	isHub: boolean;
}

async function measure(town: Town, cast: Cast): Promise<Omit<Measure, 'system'>> {
	const { crowds, managers, phones, pid, isHub } = cast;
	await sleep(WARM_MS);
	const cpuAtRest = await cpuDuring(pid, () => sleep(WARM_MS));
	const epoch = now();
	await phones.ask({ do: 'drive', epoch, everyMs: EVERY_MS });
	await sleep(WARM_MS);

	for (const crowd of [...crowds, managers]) await crowd.ask({ do: 'record', epoch });
	const writing = isHub ? steadyChanges(house.db, town.orders, CHANGES_A_SECOND) : undefined;
	const machineBefore = machineCpu();
	const ownBefore = cpuOfTrees([process.pid, house.postmaster]);
	const startedAt = performance.now();
	const cpu = await cpuDuring(pid, () => sleep(SECONDS * 1000));
	const elapsed = (performance.now() - startedAt) / 1000;
	const own = cpuOfTrees([process.pid, house.postmaster]).reduce(
		(sum, one, index) => sum + one - ownBefore[index]!,
		0
	);
	const foreign = (machineCpu() - machineBefore - own) / (elapsed * cores);
	const told = await Promise.all(crowds.map((crowd) => crowd.ask<CrowdReport>({ do: 'tell' })));
	const managed = await managers.ask<CrowdReport>({ do: 'tell' });
	const sent = await writing?.stop();
	await sleep(1000);
	const late = await Promise.all(crowds.map((crowd) => crowd.ask<CrowdReport>({ do: 'tell' })));
	const sums = await phones.ask<PhonesReport>({ do: 'halt' });

	const ages = told.flatMap(({ moved }) => [...moved]);
	const changes = sent?.size ?? 0;
	const heard = late.flatMap(({ keys }) => keys).filter((key) => sent?.has(key)).length;
	const positions = DRIVERS * elapsed * (1000 / EVERY_MS);
	return {
		cpu,
		cpuAtRest,
		p50: quantile(ages, 0.5),
		p99: quantile(ages, 0.99),
		delivered: ages.length,
		expected: Math.round(positions * PAGES_A_DRIVER),
		managerShare: managed.movedFrames / MANAGERS / positions,
		managerKb: managed.movedBytes / MANAGERS / elapsed / 1024,
		changes,
		missed: changes * PAGES_A_DRIVER - heard + late.reduce((sum, { gaps }) => sum + gaps, 0),
		refused: sums.refused,
		closed: [...late, managed, sums].reduce((sum, { closed }) => sum + closed, 0),
		rss: residentOf(pid),
		foreign: Math.max(0, foreign)
	};
}

/** CPU in cores used by the process during `act`. */
async function cpuDuring(pid: number, act: () => Promise<unknown>): Promise<number> {
	const [before = 0] = cpuOfTrees([pid]);
	const startedAt = performance.now();
	await act();
	const [after = 0] = cpuOfTrees([pid]);
	return (after - before) / ((performance.now() - startedAt) / 1000);
}

function report(measures: Measure[]): void {
	const machine = describeMachine(house.postgresVersion);
	console.log(
		`\n${machine}; ${DRIVERS} drivers at 1 Hz, ${DRIVERS * PAGES_A_DRIVER} tracking pages, ${MANAGERS} managers, ${CHANGES_A_SECOND} changes/s; ${ROUNDS} rounds of ${SECONDS} s`
	);
	console.log(
		'           cores (at rest)  µs/delivery  p50 ms  p99 ms  delivered        manager msg/s  kB/s  changes  missed  closed  RSS MB  others'
	);
	for (const one of measures) console.log(rowOf(one));
	const of = (system: string, pick: (one: Measure) => number) =>
		median(measures.filter((one) => one.system === system).map(pick));
	const hubs = measures.filter((one) => one.system === 'hub');
	const floors = measures.filter((one) => one.system === 'bare ws');
	const isNoisy = hubs.every(({ foreign }) => foreign > FOREIGN_LIMIT);
	const verdicts = [
		{ goal: 'cores', value: of('hub', ({ cpu }) => cpu), limit: LIMITS.cores },
		{ goal: 'customers p99, ms', value: of('hub', ({ p99 }) => p99), limit: LIMITS.p99 },
		{
			goal: 'CPU against bare ws',
			value: median(hubs.map(({ cpu }, round) => cpu / floors[round]!.cpu)),
			limit: LIMITS.ratio
		},
		{
			goal: 'messages to a manager for each position',
			value: of('hub', ({ managerShare }) => managerShare),
			limit: LIMITS.share
		},
		{
			goal: 'changes of orders missed',
			value: hubs.reduce((sum, { missed }) => sum + missed, 0),
			limit: LIMITS.missed
		}
	].map((one) => ({ ...one, verdict: one.value <= one.limit ? 'holds' : 'missed' }));
	for (const { goal, value, limit, verdict } of verdicts)
		console.log(`  G9 ${goal.padEnd(40)} ${value.toFixed(4).padStart(9)}  <= ${limit}  ${verdict}`);
	if (isNoisy) console.log('  others used over half of the machine: latency is not to be judged');
	console.log(`\nJSON ${JSON.stringify({ machine, isQuick, verdicts, measures })}`);
	process.exitCode = verdicts.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
}

function rowOf(one: Measure): string {
	const perDelivery = (one.cpu * 1e6) / (one.delivered / SECONDS);
	return [
		one.system.padEnd(10),
		`${one.cpu.toFixed(3)} (${one.cpuAtRest.toFixed(3)})`.padStart(15),
		perDelivery.toFixed(1).padStart(11),
		one.p50.toFixed(2).padStart(8),
		one.p99.toFixed(1).padStart(7),
		`${one.delivered} of ${one.expected}`.padStart(17),
		(one.managerShare * DRIVERS).toFixed(1).padStart(11),
		one.managerKb.toFixed(0).padStart(6),
		String(one.changes).padStart(8),
		String(one.missed).padStart(7),
		String(one.closed).padStart(7),
		(one.rss / 2 ** 20).toFixed(0).padStart(7),
		`${Math.round(one.foreign * 100)} %`.padStart(7)
	].join(' ');
}
