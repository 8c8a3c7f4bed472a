/** The worker process: opens database, mail server and queues, runs jobs, and closes all of it in order. */
import { pino } from 'pino';
import { schemaFault } from '../db/plumbing/migrate.ts';
import { clockFault, followClock } from '../db/plumbing/clock.ts';
import { createPool } from '../db/plumbing/pool.ts';
import { readWorkerConfig } from '../config/worker.ts';
import { Ending } from '../process/ending.ts';
import { measureTravel } from '../travel/metrics.ts';
import { openTravel } from '../travel/open.ts';
import { postgresBackend, redisBackend, type Backend } from './backends.ts';
import type { WorkerContext } from './context.ts';
import { CRASH_POINTS, createCrash, isCrashPoint } from './crashpoints.ts';
import { createMetrics, serveHealth } from './health.ts';
import { createMailer } from './notices/mail.ts';
import { startOutboxPump } from './outbox-pump.ts';
import { compareToday } from './payments/compare.ts';
import { openGateways } from './payments/gateways.ts';
import { describeError, processJob, type JobRef } from './process.ts';
import { openQueues } from './queues.ts';
import { policyFault, startWarnings, type Warnings } from './warnings.ts';
import { startWatch } from './watch.ts';
import { requestForecasts } from './dispatch/forecast-shop.ts';
import { requestUpkeep } from './upkeep/minute.ts';

const GRACE_MS = 10_000;
const UPKEEP_EVERY_MS = 20_000;
const FORECAST_EVERY_MS = 1000;
/** One worker of all compares payments once a day; a day that was missed is made up for within this. */
const COMPARE_EVERY_MS = 10 * 60_000;
const QUEUES_WAIT_MS = 2000;

const config = readWorkerConfig();
const log = pino({ level: config.logLevel, base: null });
const ending = new Ending({
	graceMs: GRACE_MS + 3000,
	onEnd({ error, signal }) {
		if (error) logFatal(`ending after a bug: ${error.stack}`);
		else log.info({ why: signal ?? 'the launcher is gone' }, 'worker closes');
	},
	onFault: onTrouble
});
let isForecasting = false;
/** When each kind of trouble was last logged. */
const loggedAt = new Map<string, number>();

// The launcher's health check. It restarts a process that does not answer.
process.on('message', (message: { ask?: boolean }) => {
	if (message.ask === true) process.send?.({ answer: true });
});

try {
	await start();
} catch (error) {
	fail((error as Error).message || describeError(error));
}

async function start(): Promise<void> {
	const crash = createCrash(crashPointOf(config.crashPoint));
	const fault = await schemaFault(config.databaseUrl);
	if (fault) throw new Error(fault.message);
	const pool = createPool(config.databaseUrl, { name: 'passe-plat worker', max: 16 }, onTrouble);
	ending.add(() => pool.end());
	const clock = followClock(pool, {
		onApart: (_isApart, aheadMs) =>
			log.warn({ aheadMs: Math.round(aheadMs) }, clockFault(aheadMs) ?? 'The clocks agree again.')
	});
	ending.add(() => clock.close());
	await clock.measure();
	const mailer = config.smtpUrl
		? createMailer({
				smtpUrl: config.smtpUrl,
				from: config.mailFrom,
				domain: new URL(config.publicUrl).hostname
			})
		: undefined;
	ending.add(() => mailer?.close());
	const travel = openTravel({ config: config.travel, log });
	ending.add(() => travel.close());
	const { appSecret, publicUrl, sealDir } = config;
	const gateways = openGateways(config.payments);
	const ctx = {
		pool,
		log,
		crash,
		now: clock.now,
		appSecret,
		publicUrl,
		gateways,
		mailer,
		travel,
		sealDir
	};
	await work(ctx, clock.aheadMs);
	process.send?.({ ready: true });
}

async function work(ctx: WorkerContext, aheadMs: () => number | undefined): Promise<void> {
	const { pool, crash } = ctx;
	const warnings = startWarnings({ pool, log, aheadMs, onError: onTrouble });
	ending.add(() => warnings.stop());
	const queues = openQueues({
		backend: await openBackend(warnings),
		lockMs: config.lockMs,
		onError: onTrouble
	});
	ending.add(() => queues.close(GRACE_MS));
	await waitForQueues(queues.isReady);
	const metrics = createMetrics({ pool, aheadMs, evicts: warnings.evicts });
	measureTravel(metrics.registry, ctx.travel);
	queues.work((ref) => metrics.observe(ref, () => processLogged(ctx, ref)));
	const pump = startOutboxPump({ pool, queues, log, crash, requeueSeconds: config.requeueSeconds });
	ending.add(() => pump.stop());
	const watch = startWatch({
		queues,
		pump,
		onStuck: (what) => fail(`${what} stands still; a fresh process will do better`)
	});
	ending.add(() => watch.stop());
	const upkeep = setInterval(() => void upkeepNow(ctx), UPKEEP_EVERY_MS);
	ending.add(() => clearInterval(upkeep));
	await upkeepNow(ctx);
	const forecasting = setInterval(() => void forecastNow(ctx), FORECAST_EVERY_MS);
	ending.add(() => clearInterval(forecasting));
	const comparing = setInterval(() => void compareToday(ctx).catch(onTrouble), COMPARE_EVERY_MS);
	ending.add(() => clearInterval(comparing));
	if (config.port !== undefined) {
		const isWell = () => performance.now() - pump.beatAt() < GRACE_MS;
		const server = serveHealth(config.port, metrics, isWell);
		ending.add(() => server.close());
	}
	log.info({ queues: queues.kind, mail: ctx.mailer !== undefined }, 'worker ready');
}

function crashPointOf(name: string | undefined) {
	if (name === undefined || isCrashPoint(name)) return name;
	throw new Error(`CRASH_POINT must be one of ${CRASH_POINTS.join(', ')}.`);
}

async function openBackend(warnings: Warnings): Promise<Backend> {
	if (!config.redisUrl) return postgresBackend(config.databaseUrl, onTrouble);
	let isFirst = true;
	const onPolicy = (policy: string) => {
		const fault = policyFault(policy);
		// In production it does not start with this fault. A running one goes on: lost jobs come back from Postgres.
		if (fault && isFirst && config.isProduction) fail(fault);
		isFirst = false;
		warnings.onPolicy(policy);
	};
	return redisBackend(config.redisUrl, onPolicy, onTrouble);
}

/** Waits a moment for the queues. Without them the worker starts as well: due jobs wait in Postgres. */
async function waitForQueues(isReady: () => Promise<boolean>): Promise<void> {
	const end = performance.now() + QUEUES_WAIT_MS;
	while (!(await isReady())) {
		if (performance.now() > end) {
			log.warn('the queues cannot be reached yet; jobs wait in Postgres');
			return;
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function processLogged(ctx: WorkerContext, ref: JobRef) {
	try {
		return await processJob(ctx, ref);
	} catch (error) {
		const why = describeError(error);
		log.info({ outbox: ref.id, queue: ref.queue, why }, 'job comes again');
		throw error;
	}
}

async function upkeepNow(ctx: WorkerContext): Promise<void> {
	await requestUpkeep(ctx.pool, ctx.now()).catch(onTrouble);
}

/** Skips a turn while the last one still waits for Postgres. */
async function forecastNow(ctx: WorkerContext): Promise<void> {
	if (isForecasting) return;
	isForecasting = true;
	await requestForecasts(ctx.pool).catch(onTrouble);
	isForecasting = false;
}

/** Logs at most one line a second for each kind of trouble: a lost connection repeats its error often. */
function onTrouble(error: Error): void {
	const why = describeError(error);
	const now = performance.now();
	if (now - (loggedAt.get(why) ?? -Infinity) < 1000) return;
	loggedAt.set(why, now);
	log.warn({ why }, 'connection trouble');
}

/** Exits without closing anything: closing would wait for what is stuck. */
function fail(why: string): void {
	logFatal(why);
	process.exit(1);
}

function logFatal(why: string): void {
	log.fatal(why);
	// For the parent process: pino may be silent.
	if (config.logLevel === 'silent') process.stderr.write(`${why}\n`);
}
