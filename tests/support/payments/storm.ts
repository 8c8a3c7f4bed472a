/**
 * Payments by card and PayPal through the payment double, with customers of every kind, a bad network, forged
 * events and dying processes; then quiet, and a comparison with the double's books.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { requestStaleLooks } from '../../../db/commands/reconcile.ts';
import { createPool, type Pool } from '../../../db/plumbing/pool.ts';
import { inTransaction } from '../../../db/plumbing/transaction.ts';
import { startDouble, type Double } from '../../../doubles/payments/server.ts';
import type { CrashPoint } from '../../../workers/crashpoints.ts';
import { chanceOf } from '../../../simulation/random.ts';
import { sendWebhooksTo, turn } from '../house/payments.ts';
import { startTestStack, type TestStack } from '../house/stack.ts';
import { timersOf } from '../house/workers.ts';
import { readMoney } from './storm-checks.ts';
import { hireCrew, type Crew } from './storm-crew.ts';
import { persist, playGuest, type Scene } from './storm-customers.ts';
import { playPermutations } from './storm-permutations.ts';
import { reportOf, type StormReport, type Toll } from './storm-report.ts';

export interface StormOptions {
	databaseUrl: string;
	/** Undefined: the queues run on the database. */
	redisUrl: string | undefined;
	payments: number;
	seed: number;
	/** Workers die at these points, one after another. */
	crashPoints: readonly CrashPoint[];
	/** How often each of these, and how often the evening's other faults occur. */
	rounds: number;
	/** Each webhook is sent up to so many times more, at once. */
	duplicates: number;
	/** Kills Postgres and starts it again. */
	killPostgres?: () => Promise<void>;
}

const AT_ONCE = 24;
const RECONCILE_MS = 1500;
const COPIES_MS = 400;
/** In production 45 s; here a whole evening lasts a minute. */
const STALE_SECONDS = 4;
const QUIET_MS = 150_000;
const TROUBLE = {
	reorder: 4,
	drop: 0.1,
	forge: 0.05,
	errorAfterEffect: 0.05,
	lostReply: 0.03,
	rateLimit: 0.03
};

export async function runStorm(options: StormOptions): Promise<StormReport> {
	const double = await startDouble({ seed: options.seed });
	const pool = createPool(options.databaseUrl, { name: 'storm', max: 30 }, () => {});
	const toll: Toll = new Map();
	const house = await openHouse(options, double, toll);
	const scene: Scene = { pool, double, seed: options.seed, placed: [], tally: new Map() };
	try {
		await pool.query('update stock set quantity = 10000000');
		await timersOf(pool, 'gare', { remind: 3600, escalate: 3601, lapse: 3602 });
		const began = performance.now();
		const failed = await playPermutations(scene, options.duplicates);
		await turn(double, { ...TROUBLE, seed: options.seed });
		failed.push(...(await playAll(scene, options, house)));
		toll.set('storm (s)', Math.round((performance.now() - began) / 1000));
		await turn(double, { reset: true });
		await house.crew.calm();
		await settleAll(pool);
		const { crew, lines } = house;
		return await reportOf({ ...options, scene, crew, toll, lines: lines(), failed });
	} finally {
		await house.end();
		await pool.end();
		await double.close();
	}
}

interface House {
	crew: Crew;
	web: TestStack;
	toll: Toll;
	/** All that the processes have logged. */
	lines(): string[];
	end(): Promise<void>;
}

/** One web process, which takes the events, and the workers. It dies with each worker that reaches a crash point. */
async function openHouse(options: StormOptions, double: Double, toll: Toll): Promise<House> {
	const { databaseUrl, redisUrl, crashPoints, rounds } = options;
	const said: string[] = [];
	const env = { PAYMENT_DOUBLE_URL: double.url, LOG_LEVEL: 'debug' };
	const web = await startTestStack({
		databaseUrl,
		workers: 0,
		queues: redisUrl ? 'Redis' : 'Postgres',
		...(redisUrl && { redisUrl }),
		env,
		onLine: (line) => said.push(line)
	});
	const crew = await hireCrew({
		env: { ...env, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl },
		points: crashPoints,
		rounds,
		onDeath(point) {
			count(toll, `worker dead: ${point}`);
			killWeb(web, toll);
		}
	});
	await sendWebhooksTo(web.url, double);
	return {
		crew,
		web,
		toll,
		lines: () => [...said, ...crew.lines()],
		async end() {
			await crew.end();
			await web.stop();
		}
	};
}

function killWeb(web: TestStack, toll: Toll): void {
	if (web.webs[0]?.pid === undefined) return;
	web.webs[0].kill();
	count(toll, 'web process killed');
}

const count = (toll: Toll, what: string): unknown => toll.set(what, (toll.get(what) ?? 0) + 1);

/** All guests, some at a time, with the faults spread between them; returns what failed. */
async function playAll(scene: Scene, options: StormOptions, house: House): Promise<string[]> {
	const failed: string[] = [];
	const faults = faultsOf(options, house);
	const every = options.payments / (faults.length + 1);
	const running: Promise<void>[] = [];
	const isOver = new AbortController();
	const background = [
		reconcile(scene.pool, isOver.signal),
		duplicate(scene, options.duplicates, isOver.signal)
	];
	let next = 0;
	const play = async () => {
		for (let n = next++; n < options.payments; n = next++) {
			if (faults.length > 0 && n >= every * (running.length + 1)) {
				const fault = faults.shift();
				if (fault) running.push(fault());
			}
			await playGuest(scene, n).catch((error: unknown) =>
				failed.push(`guest ${n}: ${error instanceof Error ? error.message : String(error)}`)
			);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, play));
	await Promise.all(running);
	isOver.abort();
	await Promise.all(background);
	return failed;
}

/** What happens in the evening, in this order, again in each round. */
function faultsOf(options: StormOptions, { crew, web, toll }: House): (() => Promise<void>)[] {
	const { redisUrl, killPostgres } = options;
	const faults: [string, (() => Promise<void>) | undefined][] = [
		['worker killed', () => crew.killOne()],
		['Redis flushed', redisUrl === undefined ? undefined : () => empty(redisUrl)],
		['worker killed', () => crew.killOne()],
		['Postgres killed', killPostgres]
	];
	const evening = faults.flatMap(([name, fault]) => {
		if (!fault) return [];
		return async () => {
			await fault();
			count(toll, name);
		};
	});
	const killsWeb = () => Promise.resolve(killWeb(web, toll));
	return Array.from({ length: options.rounds }, () => [...evening, killsWeb]).flat();
}

async function empty(redisUrl: string): Promise<void> {
	const client = createClient({ url: redisUrl });
	client.on('error', () => {});
	await client.connect();
	await client.flushDb();
	client.destroy();
}

/** The number of copies of each webhook changes all the time, between none and the most. */
async function duplicate(scene: Scene, most: number, isOver: AbortSignal): Promise<void> {
	const chance = chanceOf(scene.seed, 'copies');
	while (!isOver.aborted) {
		await turn(scene.double, { duplicate: chance.whole(0, most) });
		await sleep(COPIES_MS);
	}
}

/** The look at unsettled payments, which the workers request every minute, in the pace of the storm. */
async function reconcile(pool: Pool, isOver: AbortSignal): Promise<void> {
	while (!isOver.aborted) {
		await persist(() => looked(pool, STALE_SECONDS));
		await sleep(RECONCILE_MS);
	}
}

const looked = (pool: Pool, seconds: number) =>
	inTransaction(pool, 'worker', (tx) => requestStaleLooks(tx, seconds));

/** Waits until no job is due and every attempt is settled, or waits for a person. */
async function settleAll(pool: Pool): Promise<void> {
	for (const end = performance.now() + QUIET_MS; performance.now() < end; await sleep(2000)) {
		await persist(() => looked(pool, 1));
		await sleep(500);
		const { rows } = await pool.query<{ due: number }>(
			`select count(*)::int as due from outbox
				where done_at is null and failed_at is null and run_at <= clock_timestamp()`
		);
		const orders = await readMoney(pool);
		if (rows[0]?.due === 0 && orders.every(({ unsettled }) => unsettled === 0)) return;
	}
}
