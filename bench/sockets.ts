/**
 * Thousands of clients on one hub: memory of an idle socket and of a tracking page, compared with a
 * plain WebSocket in the same run; whether all stay connected and get all changes; and the recovery
 * time after a `kill -9` of the web process, until every page is equal to the database again.
 *
 * `npm run bench -- sockets [--quick]`
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './floors/children.ts';
import type { Child } from './floors/children.ts';
import type { CrowdCount, CrowdReport, Seat } from './floors/crowd.ts';
import { describeMachine, now, quantile } from './floors/machine.ts';
import { openHouse, residentOf, shopsOf } from './support/house.ts';
import { addOrders, moveAll, versionsOf } from './support/orders.ts';
import type { BenchOrder } from './support/orders.ts';
import { steadyChanges } from './support/steady.ts';

const isQuick = process.argv.includes('--quick');
const CLIENTS = isQuick ? 1000 : 5000;
const HOLD_MS = isQuick ? 5000 : 20_000;
const CHANGES_A_SECOND = 50;
const SETTLE_MS = 3000;
const BACK_LIMIT_MS = 60_000;
const LIMIT_KB = 20;
const LIMIT_RATIO = 2.5;

const house = await openHouse({ workers: 0, durable: false });
try {
	await main();
} finally {
	await house.close();
}
process.exit();

async function main(): Promise<void> {
	const orders = await addOrders(house.db, await shopsOf(house), CLIENTS);
	await moveAll(house.db, orders, 'accepted', 'making');
	await house.db.query('vacuum analyze');

	const bare = await costOfBare();
	const idle = await costOf(orders.map(() => ({})));
	await idle.crowd.stop();
	const pages = await costOf(
		orders.map(({ id, token }) => ({ feed: `order:${token}`, order: id }))
	);
	const held = await hold(pages.crowd, orders);
	const back = await killAndCount(pages.crowd, orders);
	await pages.crowd.stop();

	report({ bare, idle: idle.kb, page: pages.kb, held, back });
}

/** Resident memory per client of a plain WebSocket server, in KB. */
async function costOfBare(): Promise<number> {
	const server = start('gps', {});
	const { port } = await server.receive<{ port: number }>();
	await sleep(SETTLE_MS);
	const before = residentOf(server.pid);
	const crowd = start('crowd', {});
	const seats = Array.from({ length: CLIENTS }, () => ({ feed: 'room' }));
	await crowd.ask({ do: 'open', port, protocol: 'ws', origin: house.url, seats });
	await sleep(SETTLE_MS);
	const after = residentOf(server.pid);
	await crowd.stop();
	await server.stop();
	return (after - before) / CLIENTS / 1024;
}

/** A new web process with these clients, and its resident memory per client in KB. */
async function costOf(seats: Seat[]): Promise<{ kb: number; crowd: Child }> {
	await house.renewWeb();
	await sleep(SETTLE_MS);
	const before = residentOf(house.web.pid ?? 0);
	const crowd = start('crowd', {});
	await crowd.ask({
		do: 'open',
		port: house.port,
		protocol: 'socketio',
		origin: house.url,
		seats
	});
	await sleep(SETTLE_MS);
	const after = residentOf(house.web.pid ?? 0);
	return { kb: (after - before) / CLIENTS / 1024, crowd };
}

interface Held {
	changes: number;
	delivered: number;
	gaps: number;
	closed: number;
	p50: number;
	p99: number;
}

/** Checks that every page stays connected and gets every change of its order. */
async function hold(crowd: Child, orders: readonly BenchOrder[]): Promise<Held> {
	await crowd.ask({ do: 'record', epoch: now() });
	const writing = steadyChanges(house.db, orders, CHANGES_A_SECOND);
	await sleep(HOLD_MS);
	const sent = await writing.stop();
	await sleep(1000);
	const told = await crowd.ask<CrowdReport>({ do: 'tell' });
	const latencies = told.keys.map((key, index) => (told.at[index]! - (sent.get(key) ?? NaN)) / 1e6);
	return {
		changes: sent.size,
		delivered: new Set(told.keys).size,
		gaps: told.gaps,
		closed: told.closed,
		p50: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99)
	};
}

interface Back {
	/** ms from the kill until half, 99 % and all of the pages have joined again. */
	p50: number;
	p99: number;
	all: number;
	/** Pages whose content then differed from the database. */
	wrong: number;
	missing: number;
	/** Changes committed during the outage. */
	meanwhile: number;
	tries: number;
}

/** Orders keep changing during the outage. */
async function killAndCount(crowd: Child, orders: readonly BenchOrder[]): Promise<Back> {
	const writing = steadyChanges(house.db, orders, CHANGES_A_SECOND);
	await sleep(1000);
	const before = await crowd.ask<CrowdCount>({ do: 'count' });
	const killed = now();
	await house.renewWeb();
	let count = before;
	do {
		await sleep(200);
		count = await crowd.ask<CrowdCount>({ do: 'count' });
	} while (!isBack(count, killed) && (now() - killed) / 1e6 < BACK_LIMIT_MS);
	const sent = await writing.stop();
	await sleep(1500);
	count = await crowd.ask<CrowdCount>({ do: 'count' });
	const truth = await versionsOf(house.db, orders);
	const times = [...count.joinedAt].filter((at) => at > killed).map((at) => (at - killed) / 1e6);
	return {
		p50: quantile(times, 0.5),
		p99: quantile(times, 0.99),
		all: Math.max(...times),
		wrong: truth.filter((version, index) => version !== count.versions[index]).length,
		missing: CLIENTS - times.length,
		meanwhile: [...sent.values()].filter((at) => at > killed).length,
		tries: count.tries - before.tries
	};
}

function isBack({ joined, joinedAt }: CrowdCount, killed: number): boolean {
	return joined === CLIENTS && joinedAt.every((at) => at > killed);
}

interface Figures {
	bare: number;
	idle: number;
	page: number;
	held: Held;
	back: Back;
}

function report(figures: Figures): void {
	const { bare, idle, page, held, back } = figures;
	const machine = describeMachine(house.postgresVersion);
	const holdsMemory = idle <= LIMIT_KB && idle <= LIMIT_RATIO * bare;
	const holdsAll = held.gaps + held.closed === 0 && held.delivered === held.changes;
	const holdsBack = back.missing + back.wrong === 0;
	const word = (holds: boolean) => (holds ? 'holds' : 'missed');
	const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
	console.log(`\n${machine}; ${CLIENTS} clients; KB of RSS a client`);
	console.log(`  bare ws          ${bare.toFixed(1).padStart(6)}`);
	console.log(
		`  idle socket      ${idle.toFixed(1).padStart(6)}  ${(idle / bare).toFixed(2)} × ws: ${word(holdsMemory)} (<= ${LIMIT_KB} KB, <= ${LIMIT_RATIO} × ws)`
	);
	console.log(
		`  tracking page    ${page.toFixed(1).padStart(6)}  ${(page / bare).toFixed(2)} × ws`
	);
	console.log(
		`  held ${HOLD_MS / 1000} s: ${held.delivered} of ${held.changes} changes, ${held.gaps} gaps, ${held.closed} closed, p50 ${held.p50.toFixed(2)} p99 ${held.p99.toFixed(1)} ms: ${word(holdsAll)}`
	);
	console.log(
		`  kill -9: half back after ${seconds(back.p50)}, 99 % ${seconds(back.p99)}, all ${seconds(back.all)} (${back.tries} connections tried), ${back.meanwhile} changes meanwhile, ${back.wrong} pages wrong, ${back.missing} missing: ${word(holdsBack)}`
	);
	console.log(`\nJSON ${JSON.stringify({ machine, CLIENTS, ...figures })}`);
	process.exitCode = holdsMemory && holdsAll && holdsBack ? 0 : 1;
}
