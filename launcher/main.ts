/**
 * `npm start`: opens database, queues and pages, starts our processes on them and supervises them until
 * Ctrl-C.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { hashPassword } from 'better-auth/crypto';
import { DEMO_SIGN_INS, seedDemo } from '../db/demo/seed.ts';
import { migrate } from '../db/plumbing/migrate.ts';
import { readLauncherConfig } from '../config/launcher.ts';
import { inProject } from '../config/paths.ts';
import { Ending } from '../process/ending.ts';
import { claimFolder, claimPort } from './guard.ts';
import { freePort, rememberedSecret } from './os.ts';
import { buildPages } from './pages.ts';
import { startPaymentDouble } from './payments.ts';
import { watchNpm } from './parent.ts';
import { startStack } from './processes.ts';
import type { Stack } from './processes.ts';
import { startProgram } from './program.ts';
import { hasTravel, startTravelDouble } from './travel.ts';
import { databaseHome, openDatabase, openQueues } from './services.ts';
import type { Service } from './services.ts';

const config = readLauncherConfig(process.argv.slice(2));
const abort = new AbortController();
const ending = new Ending({
	async onEnd({ error }) {
		print(error ? `${error.stack}` : '\nClosing …');
		abort.abort();
		await started.catch(() => {});
	},
	onFault: ({ message }) => print(message),
	onClosed: () => print('Closed.'),
	onForced: () => print('Forced.')
});
/** Whether the database contains the demo group, not the operator's own shops. */
let isDemo = false;

// EPIPE: the reader of our output may be closed (npm start | head).
process.stdout.on('error', () => {});
const started = start();
if (config.isRunByNpm) watchNpm(() => ending.end());
try {
	await started;
} catch (error) {
	if (!abort.signal.aborted) {
		print(explain(error as NodeJS.ErrnoException));
		ending.fail();
	}
}

async function start(): Promise<void> {
	await claimPort(config.port, config.host);
	const release = await claimFolder(config.dataDir);
	ending.add(release, release);

	const begin = performance.now();
	print('Passe-plat starts …');
	const where = { dataDir: config.dataDir, silenceMs: config.silenceMs };
	const tasks = [
		openFilledDatabase(),
		openQueues({ ...where, given: config.redisUrl }).then(addService),
		pages()
	];
	// When one fails, wait for the others, so that all of them can be closed.
	await Promise.allSettled(tasks);
	const [database, queues] = await Promise.all(tasks);
	abort.signal.throwIfAborted();

	const stack = await runStack(database?.url ?? '', queues?.url);
	ending.add(
		() => stack.stop(),
		() => stack.force()
	);
	await Promise.race([stack.ready(), once(abort.signal, 'abort')]);
	abort.signal.throwIfAborted();
	print(`\nReady in ${seconds(begin)}: ${config.url}\n`);
	if (isDemo) printSignIns();
	print('Ctrl-C ends everything.');
}

async function openFilledDatabase(): Promise<Service> {
	const { dataDir, databaseUrl: given, silenceMs, reserve } = config;
	const database = addService(await openDatabase({ dataDir, given, silenceMs, reserve }));
	const ran = await migrate(database.url ?? '');
	if (ran.length > 0) print(`  Schema:   ${ran.length} migration(s) run`);
	if (config.hasDemo) isDemo = await seedDemo(database.url ?? '', hashPassword, config.demoSize);
	return database;
}

async function pages(): Promise<undefined> {
	if (config.isDev) return;
	const begin = performance.now();
	const wereStale = await buildPages(config.inherited, abort.signal);
	if (wereStale) print(`  Pages:    built in ${seconds(begin)}`);
}

function addService(service: Service): Service {
	ending.add(
		() => service.close(),
		() => service.force()
	);
	print(`  ${service.summary}`);
	return service;
}

async function runStack(databaseUrl: string, redisUrl: string | undefined): Promise<Stack> {
	const env: NodeJS.ProcessEnv = {
		...config.inherited,
		NODE_ENV: config.nodeEnv,
		HOST: config.host,
		ORIGIN: config.origins.join(','),
		PUBLIC_URL: config.inherited.PUBLIC_URL || config.url,
		DEMO: isDemo ? 'on' : 'off',
		GEOCODER: config.geocoder ?? (isDemo ? 'demo-town' : 'none'),
		APP_SECRET: config.appSecret ?? rememberedSecret(join(config.dataDir, 'secret')),
		LOG_LEVEL: config.logLevel,
		DATABASE_DIR: config.databaseDir ?? (config.databaseUrl ? '' : databaseHome(config.dataDir)),
		FILES_DIR: config.inherited.FILES_DIR || join(config.dataDir, 'files')
	};
	const port = config.isDev ? await freePort() : config.port;
	if (isDemo && !hasProvider(config.inherited)) Object.assign(env, await openPayments(port));
	if (isDemo && !hasTravel(config.inherited)) Object.assign(env, await openTravel());
	const stack = startStack({
		databaseUrl,
		redisUrl,
		ports: [port],
		workers: config.workers,
		env,
		onLine: forwardLine,
		silenceMs: config.silenceMs
	});
	return config.isDev ? withDevPages(stack, port, env) : stack;
}

/** Whether the operator has given a provider, or a double of theirs. */
function hasProvider(given: NodeJS.ProcessEnv): boolean {
	return Object.entries(given).some(
		([name, value]) => /^(STRIPE|PAYPAL)_(?!PAGE$)|^PAYMENT_DOUBLE_URL$/.test(name) && value
	);
}

/** The payment double of the demo group; returns its addresses for web and workers. */
async function openPayments(webPort: number): Promise<NodeJS.ProcessEnv> {
	const { program, url, publicUrl } = await startPaymentDouble({
		dataDir: config.dataDir,
		publicUrl: config.url,
		webPort,
		host: config.host,
		path: config.inherited.PATH,
		onLine: forwardLine
	});
	ending.add(
		() => program.stop(),
		() => program.kill()
	);
	await program.ready();
	print(`  Payments: by the payment double, ${publicUrl} (no money moves)`);
	return { PAYMENT_DOUBLE_URL: url, PAYMENT_DOUBLE_PUBLIC_URL: publicUrl };
}

/** The travel double of the demo group; returns its address for web and workers. */
async function openTravel(): Promise<NodeJS.ProcessEnv> {
	const { program, env } = await startTravelDouble({
		path: config.inherited.PATH,
		onLine: forwardLine
	});
	ending.add(
		() => program.stop(),
		() => program.kill()
	);
	await program.ready();
	print("  Travel:   on the demo town's streets, by the travel double");
	return env;
}

function withDevPages(stack: Stack, apiPort: number, env: NodeJS.ProcessEnv): Stack {
	const pages = startProgram({
		name: 'pages',
		script: inProject('launcher/dev-pages.ts'),
		args: [String(config.port), String(apiPort)],
		env: { ...env, PORT: String(apiPort) },
		onLine: forwardLine
	});
	return {
		...stack,
		ready: async () => void (await Promise.all([stack.ready(), pages.ready()])),
		stop: async () => void (await Promise.all([pages.stop(), stack.stop()])),
		force: () => {
			void pages.stop();
			pages.kill();
			stack.force();
		}
	};
}

function forwardLine(name: string, line: string): void {
	process.stderr.write(`${name.padEnd(8)}| ${line}\n`);
}

function printSignIns(): void {
	print(`Sign in at ${config.url}/sign-in as one of the demo group's people:`);
	for (const { role, email, password, shop } of DEMO_SIGN_INS) {
		print(`  ${role.padEnd(8)} ${email}  ${password}${shop ? `  (${shop})` : ''}`);
	}
	print('\nSee it live, in a second terminal: npm run rush\n');
}

function explain(error: NodeJS.ErrnoException): string {
	if (error.code !== 'EACCES' || !error.path) return error.message;
	return `${error.path} belongs to another user; start as that user, or set DATA_DIR to a folder of your own.`;
}

function seconds(since: number): string {
	return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
