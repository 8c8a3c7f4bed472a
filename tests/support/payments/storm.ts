/**
 * Payments by card and PayPal through the payment double, with customers of every kind, a bad network, forged
 * events and dying processes; then quiet, and a comparison with the double's books.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { requestStaleLooks } from '../../../db/commands/reconcile.ts';
import { createPool, type Pool } from '../../../db/plumbing/pool.ts';
import { inTransaction } from '../../../db/plumbing/transaction.ts';
import { readBooks } from '../../../doubles/payments/books.ts';
import { startDouble, type Double } from '../../../doubles/payments/server.ts';
import type { CrashPoint } from '../../../workers/crashpoints.ts';
import { turn } from '../house/payments.ts';
import { startTestStack, type TestStack } from '../house/stack.ts';
import { timersOf } from '../house/workers.ts';
import { byOrder, findFaults, ledgerSums, readMoney, sumOf } from './storm-checks.ts';
import { hireCrew, type Crew } from './storm-crew.ts';
import { persist, playGuest, type Scene } from './storm-customers.ts';

export interface StormOptions {
	databaseUrl: string;
	/** Undefined: the queues run on the database. */
	redisUrl: string | undefined;
	payments: number;
	seed: number;
	/** Workers die at these points, one after another. */
	crashPoints: readonly CrashPoint[];
	/** How often a worker is killed at any time. */
	kills: number;
	/** Kills Postgres and starts it again. */
	killPostgres?: () => Promise<void>;
}

export interface StormReport {
	/** In words; empty when every claim holds. */
	faults: string[];
	/** Measures by name, for the table. */
	table: Record<string, number | string>;
	/** How often each kind of customer and decision occurred. */
	tally: Record<string, number>;
	crashPoints: readonly CrashPoint[];
}

const AT_ONCE = 24;
const RECONCILE_MS = 1500;
/** In production 45 s; here a whole evening lasts a minute. */
const STALE_SECONDS = 4;
const QUIET_MS = 150_000;
const TROUBLE = {
	duplicate: 3,
	reorder: 4,
	drop: 0.1,
	forge: 0.05,
	errorAfterEffect: 0.05,
	lostReply: 0.03,
	rateLimit: 0.03
};

export async function runStorm(options: StormOptions): Promise<StormReport> {
	const began = performance.now();
	const double = await startDouble({ seed: options.seed });
	const pool = createPool(options.databaseUrl, { name: 'storm', max: 30 }, () => {});
	const house = await openHouse(options, double);
	const scene: Scene = { pool, double, seed: options.seed, placed: [], tally: new Map() };
	try {
		await pool.query('update stock set quantity = 10000000');
		await timersOf(pool, 'gare', { remind: 3600, escalate: 3601, lapse: 3602 });
		await turn(double, { ...TROUBLE, seed: options.seed });
		const failed = await playAll(scene, options, house);
		const stormSeconds = (performance.now() - began) / 1000;
		await turn(double, { reset: true });
		await house.crew.calm();
		await settleAll(pool);
		return await reportOf(scene, options, house.crew, failed, stormSeconds);
	} finally {
		await house.end();
		await pool.end();
		await double.close();
	}
}

interface House {
	crew: Crew;
	web: TestStack;
	end(): Promise<void>;
}

/** One web process, which takes the events, and the workers. */
async function openHouse(options: StormOptions, double: Double): Promise<House> {
	const { databaseUrl, redisUrl } = options;
	const web = await startTestStack({
		databaseUrl,
		workers: 0,
		queues: redisUrl ? 'Redis' : 'Postgres',
		...(redisUrl && { redisUrl }),
		env: { PAYMENT_DOUBLE_URL: double.url, LOG_LEVEL: 'silent' }
	});
	const crew = await hireCrew(
		{
			DATABASE_URL: databaseUrl,
			REDIS_URL: redisUrl,
			PAYMENT_DOUBLE_URL: double.url,
			LOG_LEVEL: 'silent'
		},
		options.crashPoints
	);
	await fetch(`${double.url}/endpoints`, {
		method: 'POST',
		body: JSON.stringify({
			stripe: { url: `${web.url}/api/webhooks/stripe`, secret: 'whsec_double' },
			paypal: { url: `${web.url}/api/webhooks/paypal`, webhookId: 'WH-DOUBLE' }
		})
	});
	return {
		crew,
		web,
		async end() {
			await crew.end();
			await web.stop();
		}
	};
}

/** All guests, some at a time, with the faults spread between them; returns what failed. */
async function playAll(scene: Scene, options: StormOptions, house: House): Promise<string[]> {
	const failed: string[] = [];
	const faults = faultsOf(options, house);
	const every = options.payments / (faults.length + 1);
	const running: Promise<void>[] = [];
	const isOver = new AbortController();
	const reconciler = reconcile(scene.pool, isOver.signal);
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
	await reconciler;
	return failed;
}

/** What happens in the evening, in this order: workers killed, Redis emptied, the web process and Postgres killed. */
function faultsOf(options: StormOptions, { crew, web }: House): (() => Promise<void>)[] {
	const { redisUrl, killPostgres } = options;
	const others = [
		...(redisUrl ? [() => empty(redisUrl)] : []),
		async () => web.webs[0]?.kill(),
		...(killPostgres ? [killPostgres] : [])
	];
	const kills = Array.from({ length: options.kills }, () => () => crew.killOne());
	return others
		.flatMap((other, at) => [...kills.slice(at, at + 1), other])
		.concat(kills.slice(others.length));
}

async function empty(redisUrl: string): Promise<void> {
	const client = createClient({ url: redisUrl });
	client.on('error', () => {});
	await client.connect();
	await client.flushDb();
	client.destroy();
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

async function reportOf(
	scene: Scene,
	options: StormOptions,
	crew: Crew,
	failed: string[],
	stormSeconds: number
): Promise<StormReport> {
	const books = readBooks(scene.double.world);
	const orders = await readMoney(scene.pool);
	const theirs = sumOf([...byOrder(books).values()].flat());
	const ours = sumOf(orders.map(({ ledger }) => ledgerSums(ledger)));
	const faults = [...failed, ...findFaults(orders, books, scene.placed)];
	if (JSON.stringify(ours) !== JSON.stringify(theirs))
		faults.push(`the sums differ: ${JSON.stringify({ ours, theirs })}`);
	for (const point of options.crashPoints)
		if (!crew.killed.includes(point)) faults.push(`no worker died at ${point}`);
	const { rows } = await scene.pool.query<{ events: number }>(
		'select count(*)::int as events from provider_event'
	);
	return {
		faults,
		table: {
			payments: scene.placed.length,
			'captured, ledger (cents)': ours.capturedMinor,
			'captured, books (cents)': theirs.capturedMinor,
			'refunded, ledger (cents)': ours.refundedMinor,
			'refunded, books (cents)': theirs.refundedMinor,
			'disputed, ledger (cents)': ours.disputedMinor,
			'disputed, books (cents)': theirs.disputedMinor,
			'webhooks sent': books.webhooks.sent,
			'events stored': rows[0]?.events ?? 0,
			'forged sent': books.webhooks.forged,
			'forged accepted': books.webhooks.forgedAccepted,
			'crash points': crew.killed.length,
			'workers killed': options.kills,
			'storm (s)': Math.round(stormSeconds),
			faults: faults.length
		},
		tally: Object.fromEntries([...scene.tally].sort()),
		crashPoints: crew.killed
	};
}
