/**
 * `npm run proof -- payments [count] [seed]`: the storm of `tests/fault/payments.test.ts` with 2,000 payments
 * unless said otherwise, for each kind of queue. At every crash point that a payment passes the worker dies, and
 * the web process with it; Postgres is killed, and Redis is emptied.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { waitForEnd } from '../../launcher/os.ts';
import { buildPages } from '../../launcher/pages.ts';
import { startPostgres } from '../../launcher/postgres.ts';
import { startRedis } from '../../launcher/redis.ts';
import { CRASH_POINTS, PLAN_POINTS, type CrashPoint } from '../../workers/crashpoints.ts';
import { createEmpty, migrateAndSeed } from '../support/house/databases.ts';
import { ensureTools } from '../support/house/tools.ts';
import { runStorm } from '../support/payments/storm.ts';
import type { StormReport } from '../support/payments/storm-report.ts';

const payments = Number(process.argv[2] ?? 2000);
const seed = Number(process.argv[3] ?? 20_261_123);
/** Each crash point, and each other fault of the evening, so often. */
const ROUNDS = 3;
/** Beside each webhook up to so many copies at once: it arrives 1 to 20 times. */
const DUPLICATES = 19;
/** A payment sends no mail by itself, and plans no run. */
const crashPoints = CRASH_POINTS.filter(
	(point) => !point.endsWith('-mail') && !(PLAN_POINTS as readonly CrashPoint[]).includes(point)
);

const env = { ...process.env, ...ensureTools({ browser: false, redis: true, python: false }) };
Object.assign(process.env, env);
await buildPages(env);
const home = mkdtempSync(join(tmpdir(), 'passe-plat-storm-'));
const dataDir = join(home, 'postgres');
let postgres = await startPostgres({ dataDir });
const redis = await startRedis({ dataDir: join(home, 'redis') });
let isGood = redis !== undefined;
const measured: [string, StormReport['table']][] = [];
try {
	for (const redisUrl of [redis?.url, undefined]) {
		const database = await createEmpty(postgres.url);
		await migrateAndSeed(database.url);
		const { faults, table, tally } = await runStorm({
			databaseUrl: database.url,
			redisUrl,
			payments,
			seed,
			crashPoints,
			rounds: ROUNDS,
			duplicates: DUPLICATES,
			killPostgres
		});
		const queues = redisUrl ? 'Redis' : 'Postgres';
		console.log(`Queues on ${queues}, seed ${seed}: ${faults.length} faults`);
		measured.push([`queues on ${queues}`, { ...table, ...tally }]);
		for (const fault of faults.slice(0, 40)) console.log(fault);
		isGood &&= faults.length === 0;
	}
	printTable(measured);
	const [{ model = 'unknown' } = {}] = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	console.log(`seed ${seed}, ${new Date().toISOString()}`);
	console.log(`${cpus().length} × ${model}, ${memory} GB, Node ${process.version}`);
} finally {
	await postgres.stop();
	await redis?.stop();
	rmSync(home, { recursive: true, force: true });
}
process.exit(isGood ? 0 : 1);

async function killPostgres(): Promise<void> {
	process.kill(postgres.pid, 'SIGKILL');
	await waitForEnd(postgres.pid, 10_000);
	postgres = await startPostgres({ dataDir });
}

/** As in docs/payments.md. */
function printTable(columns: readonly [string, StormReport['table']][]): void {
	const names = new Set(columns.flatMap(([, values]) => Object.keys(values)));
	const row = (cells: readonly (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);
	row(['', ...columns.map(([title]) => title)]);
	row(['---', ...columns.map(() => '--:')]);
	for (const name of names) row([name, ...columns.map(([, values]) => values[name] ?? '')]);
}
