/**
 * Cost of a client that never reads. Twenty kitchen screens get 50 changes a second and a manager
 * the positions of 100 drivers. Then a client joins the same feeds and stops reading for a minute,
 * but keeps sending pongs, so only its unread data reveals it. After each disconnect it reconnects
 * at once and stalls again. Measured are the hub's memory and the latency of the other clients.
 * Each round starts with the same minute without the stalled client; ratios are computed within the
 * round.
 *
 * `npm run bench -- stalled [--quick]`
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './floors/children.ts';
import type { Child } from './floors/children.ts';
import type { CrowdReport } from './floors/crowd.ts';
import { openLink } from './floors/link.ts';
import type { Link } from './floors/link.ts';
import {
	cores,
	cpuOfTrees,
	describeMachine,
	machineCpu,
	median,
	now,
	quantile
} from './floors/machine.ts';
import { addDrivers, demoCookie, openHouse, residentOf } from './support/house.ts';
import { addOrders, moveAll } from './support/orders.ts';
import type { BenchOrder } from './support/orders.ts';
import { steadyChanges } from './support/steady.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 1 : 3;
const STALLED_MS = isQuick ? 20_000 : 60_000;
const WARM_MS = 8000;
const SCREENS = 20;
const DRIVERS = 100;
const ORDERS = 60;
const CHANGES_A_SECOND = 50;
const STALLED = Number(/--readers=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 1);
const SAMPLE_MS = 250;
const FOREIGN_LIMIT = 0.5;
const LIMITS = { growthMb: 5, p99Ratio: 1.2 };
const SHOP = 'gare';

const house = await openHouse({ workers: 0, durable: false });
try {
	await main();
} finally {
	await house.close();
}
process.exit();

interface Round {
	alone: Phase;
	beside: Phase;
	/** Number of joins of each stalled client. */
	joins: number[];
}

interface Phase {
	p50: number;
	p99: number;
	/** Resident memory in MB, median of the last third of the phase. */
	memory: number;
	peak: number;
	delivered: number;
	expected: number;
	foreign: number;
}

async function main(): Promise<void> {
	const orders = await addOrders(house.db, [SHOP], ORDERS);
	await moveAll(house.db, orders, 'accepted', 'making');
	const drivers = await addDrivers(house, DRIVERS);
	const boss = await demoCookie(house, 'direction');
	const place = { do: 'open', port: house.port, protocol: 'socketio', origin: house.url } as const;
	const crowd = start('crowd', {});
	const phones = start('phones', {});
	const seats = Array.from({ length: SCREENS }, () => ({ feed: `kitchen:${SHOP}`, cookie: boss }));
	await crowd.ask({ ...place, seats: [...seats, { feed: 'manage:group', cookie: boss }] });
	await phones.ask({ ...place, drivers });
	await phones.ask({ do: 'drive', epoch: now(), everyMs: 1000 });
	const warming = steadyChanges(house.db, orders, CHANGES_A_SECOND);
	await sleep(WARM_MS);
	await warming.stop();

	const rounds: Round[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const alone = await phase(crowd, orders);
		const stalled = Array.from({ length: STALLED }, () => stall(boss));
		const beside = await phase(crowd, orders);
		for (const one of stalled) one.end();
		rounds.push({ alone, beside, joins: stalled.map((one) => one.joins) });
	}
	await crowd.stop();
	await phones.stop();
	report(rounds);
}

/** The load of one phase. */
async function phase(crowd: Child, orders: readonly BenchOrder[]): Promise<Phase> {
	await crowd.ask({ do: 'record', epoch: now() });
	const memory: number[] = [];
	const sampling = setInterval(() => memory.push(residentOf(house.web.pid ?? 0)), SAMPLE_MS);
	const roots = [process.pid, house.postmaster];
	const before = { machine: machineCpu(), own: sum(cpuOfTrees(roots)), at: performance.now() };
	const writing = steadyChanges(house.db, orders, CHANGES_A_SECOND);
	await sleep(STALLED_MS);
	const sent = await writing.stop();
	clearInterval(sampling);
	const own = sum(cpuOfTrees(roots)) - before.own;
	const elapsed = (performance.now() - before.at) / 1000;
	await sleep(1000);
	const told = await crowd.ask<CrowdReport>({ do: 'tell' });
	const latencies = told.keys.flatMap((key, index) => {
		const at = sent.get(key);
		return at === undefined ? [] : [(told.at[index]! - at) / 1e6];
	});
	const mb = memory.map((bytes) => bytes / 2 ** 20);
	return {
		p50: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99),
		memory: quantile(mb.slice(Math.floor((mb.length * 2) / 3)), 0.5),
		peak: Math.max(...mb),
		delivered: latencies.length,
		expected: sent.size * (SCREENS + 1),
		foreign: Math.max(0, (machineCpu() - before.machine - own) / (elapsed * cores))
	};
}

function sum(values: readonly number[]): number {
	return values.reduce((total, one) => total + one, 0);
}

/** Joins, then reads nothing; sends a pong every two seconds without a ping. */
function stall(cookie: string): { joins: number; end(): void } {
	const self = { joins: 0, end };
	let link: Link;
	let isOver = false;
	const alive = setInterval(() => link.send('3'), 2000);

	function begin(): void {
		let joined = 0;
		link = openLink({
			port: house.port,
			path: '/socket.io/?EIO=4&transport=websocket',
			headers: { origin: house.url, cookie },
			onText: (data) => {
				const first = data.toString('latin1', 0, 2);
				if (first[0] === '0') link.send('40');
				else if (first === '40')
					for (const feed of [`kitchen:${SHOP}`, 'manage:group'])
						link.send(`42${joined}${JSON.stringify(['join', { feed }])}`);
				else if (first === '43' && ++joined === 2) {
					self.joins++;
					link.socket.pause();
				}
			},
			onClose: () => {
				if (!isOver) setTimeout(begin, 100);
			}
		});
	}

	function end(): void {
		isOver = true;
		clearInterval(alive);
		link.socket.destroy();
	}

	begin();
	return self;
}

function report(rounds: readonly Round[]): void {
	const machine = describeMachine(house.postgresVersion);
	const phases = rounds.flatMap(({ alone, beside }) => [alone, beside]);
	const isNoisy = phases.some(({ foreign }) => foreign > FOREIGN_LIMIT);
	const seconds = STALLED_MS / 1000;
	console.log(
		`\n${machine}; ${SCREENS} kitchens and a manager, ${CHANGES_A_SECOND} changes/s, ${DRIVERS} drivers at 1 Hz; ${STALLED} stalled for ${seconds} s, ${ROUNDS} rounds`
	);
	console.log('            p50 ms  p99 ms  memory MB  peak MB         delivered  others  let in');
	for (const { alone, beside, joins } of rounds) {
		console.log(rowOf('alone', alone));
		console.log(`${rowOf('beside', beside)}  ${Math.min(...joins)} to ${Math.max(...joins)}`);
	}
	const growths = rounds.map(({ alone, beside }) => beside.memory - alone.memory);
	const ratios = rounds.map(({ alone, beside }) => beside.p99 / alone.p99);
	const missed = phases.reduce((total, one) => total + one.expected - one.delivered, 0);
	const verdicts = [
		{ goal: 'memory, MB more', value: Math.max(...growths), limit: LIMITS.growthMb },
		{ goal: 'p99 of the others, ratio', value: median(ratios), limit: LIMITS.p99Ratio },
		{ goal: 'changes others missed', value: missed, limit: 0 }
	].map((one) => ({ ...one, verdict: wordFor(one, isNoisy) }));
	for (const { goal, value, limit, verdict } of verdicts)
		console.log(
			`  G17 ${goal.padEnd(26)} ${value.toFixed(2).padStart(7)}  <= ${limit}  ${verdict}`
		);
	console.log(`\nJSON ${JSON.stringify({ machine, seconds, rounds, verdicts })}`);
	process.exitCode = verdicts.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
}

function rowOf(name: string, one: Phase): string {
	return [
		name.padEnd(10),
		one.p50.toFixed(2).padStart(7),
		one.p99.toFixed(1).padStart(7),
		one.memory.toFixed(1).padStart(10),
		one.peak.toFixed(1).padStart(8),
		`${one.delivered} of ${one.expected}`.padStart(17),
		`${Math.round(one.foreign * 100)} %`.padStart(7)
	].join(' ');
}

function wordFor(one: { goal: string; value: number; limit: number }, isNoisy: boolean): string {
	if (one.goal.startsWith('p99') && isNoisy) return 'not judged';
	return one.value <= one.limit ? 'holds' : 'missed';
}
