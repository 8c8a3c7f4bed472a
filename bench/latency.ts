/**
 * Latency from COMMIT to the sockets: the complete hub against minimal baselines.
 *
 *  bare ws     UPDATE, one trigger with pg_notify → a plain WebSocket to every client
 *  same bytes  the same with a payload as long as the hub's message
 *  Socket.io   the same trigger → one Socket.io room
 *  hub         the real schema: guards, shop log, nudge → read, present, emit to kitchen:{shop}
 *
 * Every system gets the same UPDATE of an orders table, and new processes in each round. Ratios are
 * computed within a round, then the median is taken, so that variations of the machine cancel out.
 *
 * `npm run bench -- latency [--quick]`
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '#domain/people/access.ts';
import pg from 'pg';
import { startPostgres } from '../launcher/postgres.ts';
import { openStates } from '../db/reads/order-states.ts';
import { kitchenTicket } from '../server/views.ts';
import { migrateAndSeed } from '../tests/support/house/databases.ts';
import { insertOrder, move, signedIn } from '../tests/support/wire/hub.ts';
import { start } from './floors/children.ts';
import type { Child } from './floors/children.ts';
import {
	cores,
	cpuOfTrees,
	describeMachine,
	machineCpu,
	median,
	raisePriority,
	quantile
} from './floors/machine.ts';
import type { SinkResult } from './floors/sink.ts';
import type { WriterResult } from './floors/writer.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 2 : 5;
const SECONDS = isQuick ? 3 : 5;
const BURST = isQuick ? 1500 : 3000;
const WARM_SECONDS = 1.5;
const WRITERS = 8;
const FOREIGN_LIMIT = 0.5;
/** Bytes of a change without its view; below, the size of the baselines' small payload. */
const ENVELOPE_BYTES = 200;
const SMALL_BYTES = 130;

const SYSTEMS = [
	{ name: 'bare ws', program: 'bare', table: 'floor_orders', protocol: 'ws' },
	{ name: 'same bytes', program: 'bare', table: 'floor_same_bytes', protocol: 'ws' },
	{ name: 'Socket.io', program: 'plain', table: 'floor_orders', protocol: 'socketio' },
	{ name: 'hub', program: 'hub', table: 'orders', protocol: 'socketio' }
] as const;
type System = (typeof SYSTEMS)[number];

const SCENARIOS = [
	{ name: 'burst', sockets: 1, rate: 0, count: BURST },
	{ name: '1 socket, 40/s', sockets: 1, rate: 40, count: 40 * SECONDS },
	{ name: '100 sockets, 50/s', sockets: 100, rate: 50, count: 50 * SECONDS }
] as const;
type Scenario = (typeof SCENARIOS)[number];

interface Measure {
	system: string;
	scenario: string;
	round: number;
	p50: number;
	p99: number;
	/** Latency from statement to acknowledgement, ms. */
	commitP50: number;
	lost: number;
	doubled: number;
	/** Connections closed by the server; above 0, the figures are not valid. */
	closed: number;
	/** Server CPU per delivery and Postgres CPU per change, in microseconds. */
	serverUs: number;
	postgresUs: number;
	changesPerSecond: number;
	/** Share of the machine's CPU used by other programs. */
	foreign: number;
}

interface Bench {
	url: string;
	postmaster: number;
	ids: string[];
	feed: string;
	principal: Principal;
}

const home = mkdtempSync(join(tmpdir(), 'passe-plat-latency-'));
const postgres = await startPostgres({ dataDir: home });
raisePriority(postgres.pid);
/**
 * The real schema with open orders in one kitchen, and the baselines' copies of the orders table.
 */
async function prepare(): Promise<Bench> {
	await migrateAndSeed(postgres.url);
	const db = new pg.Client({ connectionString: postgres.url });
	await db.connect();
	const shop = (await db.query<{ id: string }>('select id from shop order by id')).rows[0]!.id;
	const cook = await signedIn(db, shop, 'cook');
	const ids: string[] = [];
	for (let index = 0; index < 3 * WRITERS; index++) {
		const id = await insertOrder(db, { shop });
		await move(db, id, 'accepted', 'making');
		ids.push(id);
	}
	const [state] = await openStates(db, [shop]);
	const bytes = Buffer.byteLength(JSON.stringify(state && kitchenTicket(state))) + ENVELOPE_BYTES;
	await makeFloor(db, 'floor_orders', 0);
	await makeFloor(db, 'floor_same_bytes', bytes - SMALL_BYTES);
	await db.query('vacuum analyze');
	await db.end();
	return {
		url: postgres.url,
		postmaster: postgres.pid,
		ids,
		feed: `kitchen:${shop}`,
		principal: {
			kind: 'staff',
			id: cook.id,
			name: 'Bench',
			sessionId: cook.session,
			roles: [{ shop, role: 'cook' }]
		}
	};
}

/** A copy of the orders table with only a version and one NOTIFY trigger. */
async function makeFloor(db: pg.Client, table: string, padding: number): Promise<void> {
	await db.query(`create table ${table} (like orders including all)`);
	await db.query(`insert into ${table} select * from orders`);
	await db.query(`create function notify_${table}() returns trigger language plpgsql as $$
		begin
			new.version := old.version + 1;
			perform pg_notify('floor', json_build_object('id', new.id, 'version', new.version,
				'status', new.status, 'quoteTo', new.quote_to, 'pad', repeat('x', ${padding}))::text);
			return new;
		end $$`);
	await db.query(`create trigger floor before update on ${table}
		for each row execute function notify_${table}()`);
}

async function runSystem(bench: Bench, system: System, round: number): Promise<Measure[]> {
	const env = { DATABASE_URL: bench.url, BENCH_PRINCIPAL: JSON.stringify(bench.principal) };
	const children: Child[] = [];
	try {
		const server = start(system.program, env);
		children.push(server);
		const { port } = await server.receive<{ port: number }>();
		const writer = start('writer', env);
		const sink = start('sink', env);
		children.push(writer, sink);
		const measures: Measure[] = [];
		for (const scenario of SCENARIOS) {
			const feed = system.program === 'hub' ? bench.feed : undefined;
			const { protocol } = system;
			const connected = await sink.ask<{ ok: boolean; error?: string }>({
				do: 'connect',
				count: scenario.sockets,
				port,
				protocol,
				feed
			});
			if (!connected.ok) throw new Error(connected.error);
			await writer.ask(task(bench, system, scenario, warming(scenario)));
			await new Promise((resolve) => setTimeout(resolve, 300));
			measures.push(await measure(bench, { system, scenario, round, server, writer, sink }));
		}
		return measures;
	} finally {
		for (const child of children.reverse()) await child.stop();
	}
}

const warming = (scenario: Scenario) =>
	scenario.rate === 0 ? 500 : Math.round(scenario.rate * WARM_SECONDS);

const task = (bench: Bench, system: System, scenario: Scenario, count: number) => ({
	table: system.table,
	ids: bench.ids,
	connections: WRITERS,
	rate: scenario.rate,
	count
});

interface Run {
	system: System;
	scenario: Scenario;
	round: number;
	server: Child;
	writer: Child;
	sink: Child;
}

async function measure(bench: Bench, run: Run): Promise<Measure> {
	const { system, scenario, round } = run;
	await run.sink.ask({ do: 'record' });
	const roots = [run.server.pid, bench.postmaster, process.pid];
	const before = { own: cpuOfTrees(roots), machine: machineCpu(), at: performance.now() };
	const written = await run.writer.ask<WriterResult>(task(bench, system, scenario, scenario.count));
	const expected = (scenario.count - written.errors) * scenario.sockets;
	const after = { own: cpuOfTrees(roots), machine: machineCpu(), at: performance.now() };
	const got = await run.sink.ask<SinkResult>({ do: 'collect', expected });

	const used = after.own.map((cpu, index) => cpu - (before.own[index] ?? 0));
	const elapsed = (after.at - before.at) / 1000;
	const foreign = after.machine - before.machine - (used[1] ?? 0) - (used[2] ?? 0);
	const seen = match(written, got);
	return {
		system: system.name,
		scenario: scenario.name,
		round,
		p50: quantile(seen.latencies, 0.5),
		p99: quantile(seen.latencies, 0.99),
		commitP50: median([...written.acked].map((at, index) => (at - written.sent[index]!) / 1e6)),
		lost: expected - seen.latencies.length,
		doubled: seen.doubled,
		closed: got.closed,
		serverUs: ((used[0] ?? 0) * 1e6) / Math.max(1, seen.latencies.length),
		postgresUs: ((used[1] ?? 0) * 1e6) / scenario.count,
		changesPerSecond: scenario.count / written.took,
		foreign: Math.max(0, foreign / (elapsed * cores))
	};
}

/** Matches the written changes with those received by each socket, by order and version. */
function match(written: WriterResult, got: SinkResult) {
	const sent = new Map(written.keys.map((key, index) => [key, written.sent[index] ?? 0]));
	const once = new Set<string>();
	const latencies: number[] = [];
	let doubled = 0;
	for (const [index, key] of got.keys.entries()) {
		const from = sent.get(key);
		if (from === undefined) continue;
		const own = `${got.sockets[index]} ${key}`;
		if (once.has(own)) doubled++;
		else latencies.push((got.at[index]! - from) / 1e6);
		once.add(own);
	}
	return { latencies, doubled };
}

interface Verdict {
	goal: string;
	ratio: number;
	limit: number;
	verdict: 'holds' | 'missed' | 'not judged';
}

async function report(measures: Measure[]): Promise<void> {
	const db = new pg.Client({ connectionString: postgres.url });
	await db.connect();
	const version = (await db.query<{ server_version: string }>('show server_version')).rows[0]!;
	await db.end();
	const machine = describeMachine(version.server_version);
	const noisy = measures.filter((one) => one.foreign > FOREIGN_LIMIT).length;
	console.log(`\n${machine}; ${ROUNDS} rounds of ${SECONDS} s; burst of ${BURST} by ${WRITERS}`);
	for (const scenario of SCENARIOS) table(scenario.name, measures);

	const verdicts: Verdict[] = [
		verdict('G1 p50 at 1 socket', measures, '1 socket, 40/s', (one) => one.p50, 1.3),
		verdict('G2 p50 at 100 sockets', measures, '100 sockets, 50/s', (one) => one.p50, 1.5),
		verdict(
			'G8 CPU a delivery',
			measures,
			'100 sockets, 50/s',
			(one) => one.serverUs,
			1.3,
			'same bytes'
		)
	];
	const lost = measures.reduce((sum, one) => sum + one.lost + one.doubled, 0);
	verdicts.push({
		goal: 'lost or doubled',
		ratio: lost,
		limit: 0,
		verdict: lost === 0 ? 'holds' : 'missed'
	});
	console.log('\nAgainst bare ws (G8: with the same bytes), ratio inside each round, median:');
	for (const { goal, ratio, limit, verdict } of verdicts)
		console.log(`  ${goal.padEnd(24)} ${ratio.toFixed(2).padStart(6)}  <= ${limit}  ${verdict}`);
	if (noisy > 0) console.log(`  others used over half of the machine in ${noisy} measurements`);
	console.log(`\nJSON ${JSON.stringify({ machine, isQuick, verdicts, measures })}`);
	process.exitCode = verdicts.some((one) => one.verdict === 'missed') ? 1 : 0;
}

function table(scenario: string, measures: Measure[]): void {
	console.log(`\n${scenario}`);
	console.log(
		'            p50 ms (rounds)          p99 ms  commit ms  server µs/delivery  PG µs/change  changes/s  lost'
	);
	for (const { name } of SYSTEMS) {
		const own = measures.filter((one) => one.system === name && one.scenario === scenario);
		const mid = (pick: (one: Measure) => number) => median(own.map(pick));
		const spread = own.map((one) => one.p50.toFixed(2)).join(' ');
		console.log(
			[
				name.padEnd(10),
				mid((one) => one.p50)
					.toFixed(2)
					.padStart(6),
				`(${spread})`.padEnd(18),
				mid((one) => one.p99)
					.toFixed(1)
					.padStart(7),
				mid((one) => one.commitP50)
					.toFixed(2)
					.padStart(9),
				mid((one) => one.serverUs)
					.toFixed(1)
					.padStart(18),
				mid((one) => one.postgresUs)
					.toFixed(0)
					.padStart(13),
				mid((one) => one.changesPerSecond)
					.toFixed(0)
					.padStart(11),
				own
					.reduce((sum, one) => sum + one.lost, 0)
					.toString()
					.padStart(5)
			].join(' ')
		);
	}
}

/** Latency is not judged in rounds disturbed by other programs; CPU is always judged. */
function verdict(
	goal: string,
	measures: Measure[],
	scenario: string,
	pick: (one: Measure) => number,
	limit: number,
	floor: System['name'] = 'bare ws'
): Verdict {
	const of = (system: string, round: number) =>
		measures.find(
			(one) => one.system === system && one.scenario === scenario && one.round === round
		)!;
	const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);
	const calm = rounds.filter(
		(round) =>
			goal.includes('CPU') ||
			(of('hub', round).foreign <= FOREIGN_LIMIT && of(floor, round).foreign <= FOREIGN_LIMIT)
	);
	const ratio = median(
		(calm.length > 0 ? calm : rounds).map(
			(round) => pick(of('hub', round)) / pick(of(floor, round))
		)
	);
	if (calm.length === 0) return { goal, ratio, limit, verdict: 'not judged' };
	return { goal, ratio, limit, verdict: ratio <= limit ? 'holds' : 'missed' };
}

try {
	const bench = await prepare();
	const measures: Measure[] = [];
	for (let round = 1; round <= ROUNDS; round++)
		for (const system of SYSTEMS) measures.push(...(await runSystem(bench, system, round)));
	await report(measures);
} finally {
	await postgres.stop();
	rmSync(home, { recursive: true, force: true });
}
process.exit();
