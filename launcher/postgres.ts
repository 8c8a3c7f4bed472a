import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readlinkSync,
	realpathSync,
	renameSync,
	rmSync
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
	eventually,
	isRunning,
	readIfThere,
	rememberedPort,
	rememberedSecret,
	signal,
	waitForEnd
} from './os.ts';
import { chooseIdentity, findBinaries, handOver } from './postgres-binaries.ts';
import type { Binaries, Identity } from './postgres-binaries.ts';

const HOST = '127.0.0.1';
/** The superuser and the database have the same name. */
const NAME = 'passe_plat';
/** SQLSTATE of a server that is starting or stopping. */
const CANNOT_CONNECT_NOW = '57P03';
const limitMs = 60_000;

export interface PostgresOptions {
	/** The folder for the cluster, its password, its port and its log; made when missing. */
	dataDir: string;
	/** Without it a free port is chosen once and remembered. */
	port?: number;
	/** False skips fsync: for throw-away servers only. */
	durable?: boolean;
}

export interface PostgresServer {
	/** With user, password and the database `passe_plat`, which exists. */
	url: string;
	port: number;
	pid: number;
	/** True when it was found running: its launcher had been killed. */
	adopted: boolean;
	/** Ends open transactions, writes everything down and waits for the end. */
	stop(): Promise<void>;
}

/** A cluster's folder and what is needed to talk to it. */
interface Cluster {
	dir: string;
	log: string;
	password: string;
	binaries: Binaries;
	identity: Identity;
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, creating its cluster the first time.
 * A server left behind by a killed launcher is taken over as it is.
 * Throws with the end of the server's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
	const home = resolve(options.dataDir);
	mkdirSync(home, { recursive: true });
	const dir = join(home, 'cluster');
	const identity = chooseIdentity(dir);
	const cluster: Cluster = {
		dir,
		log: join(home, 'server.log'),
		password: rememberedSecret(join(home, 'password')),
		binaries: await findBinaries(),
		identity
	};
	if (!existsSync(dir)) await createCluster(cluster, home);
	handOver(dir, identity);

	const left = await takeOver(cluster);
	if (left) return describe(cluster, left, true);
	const port = options.port ?? (await rememberedPort(join(home, 'port')));
	const pid = await launchPatiently(cluster, port, options.durable ?? true);
	await createDatabase(cluster, port);
	return describe(cluster, { pid, port }, false);
}

/** Built beside its place and moved there whole: a start that is cut off leaves no half cluster. */
async function createCluster(cluster: Cluster, home: string): Promise<void> {
	const building = join(home, 'cluster.new');
	rmSync(building, { recursive: true, force: true });
	mkdirSync(building, { mode: 0o700 });
	handOver(home, cluster.identity);
	const args = ['-D', building, '-U', NAME, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync'];
	args.push(`--pwfile=${join(home, 'password')}`, '--no-instructions');
	args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
	await run(cluster, cluster.binaries.initdb, args);
	renameSync(building, cluster.dir);
}

/** Finds a server that already runs on this cluster and waits until it is ready, or gone. */
async function takeOver(cluster: Cluster): Promise<Postmaster | undefined> {
	const found = readPostmaster(cluster);
	if (!found || !isRunning(found.pid)) return undefined;
	let answer: Answer = 'busy';
	await eventually(
		async () => {
			answer = await ask(cluster);
			return answer !== 'busy' || !isRunning(found.pid);
		},
		limitMs,
		50
	);
	if (!isRunning(found.pid)) return undefined;
	if ((answer as Answer) === 'ours') return readPostmaster(cluster);
	if (worksIn(found.pid, cluster.dir)) await stop(cluster, found.pid);
	// Else the machine has given a dead server's process id to somebody else.
	else rmSync(join(cluster.dir, 'postmaster.pid'), { force: true });
	return undefined;
}

interface Postmaster {
	pid: number;
	port: number;
	/** '' before it listens, then its own word: starting, ready, stopping. */
	status: string;
}

/** PostgreSQL's own lock file: process id, folder, start, port, socket, address, memory, status. */
function readPostmaster(cluster: Cluster): Postmaster | undefined {
	const lines = readIfThere(join(cluster.dir, 'postmaster.pid'))?.split('\n');
	if (!lines) return undefined;
	return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

/** The server works in its cluster's folder. False as well where the system does not tell. */
function worksIn(pid: number, dir: string): boolean {
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir);
	} catch {
		return false;
	}
}

type Answer = 'ours' | 'busy' | 'other';

async function ask(cluster: Cluster): Promise<Answer> {
	const found = readPostmaster(cluster);
	if (!found?.port) return 'busy';
	try {
		const [row] = await query(cluster, found.port, 'show data_directory');
		return row?.data_directory === cluster.dir ? 'ours' : 'other';
	} catch (error) {
		const code = (error as { code?: string }).code;
		if (code === CANNOT_CONNECT_NOW) return 'busy';
		return code === 'ECONNREFUSED' && found.status !== 'ready' ? 'busy' : 'other';
	}
}

/** Starts the server in a session of its own (a Ctrl-C is for the launcher) and waits until it is ready. */
async function launch(cluster: Cluster, port: number, durable: boolean): Promise<number> {
	const settings = [`port=${port}`, `listen_addresses=${HOST}`, 'unix_socket_directories='];
	settings.push('max_connections=200', 'timezone=UTC', 'log_timezone=UTC');
	if (!durable) settings.push('fsync=off', 'full_page_writes=off');
	const args = ['-D', cluster.dir, ...settings.flatMap((setting) => ['-c', setting])];
	const log = openSync(cluster.log, 'w');
	const child = spawn(...command(cluster, cluster.binaries.postgres, args), {
		detached: true,
		stdio: ['ignore', log, log]
	});
	closeSync(log);
	child.on('error', () => {});
	child.unref();
	const { pid } = child;
	await eventually(() => isReady(cluster, pid) || hasEnded(child), limitMs, 5);
	if (pid && isReady(cluster, pid)) return pid;
	if (pid) await stop(cluster, pid);
	throw new Error(`PostgreSQL did not start:\n${tail(cluster.log)}`);
}

/** The sessions of a server that was killed hold its memory until they notice; that takes a moment. */
async function launchPatiently(cluster: Cluster, port: number, durable: boolean): Promise<number> {
	const end = performance.now() + 10_000;
	for (;;) {
		try {
			return await launch(cluster, port, durable);
		} catch (error) {
			const isHeld = /shared memory block|lock file/.test((error as Error).message);
			if (!isHeld || performance.now() > end) throw error;
			await sleep(100);
		}
	}
}

function isReady(cluster: Cluster, pid?: number): boolean {
	const found = readPostmaster(cluster);
	return found?.pid === pid && found?.status === 'ready';
}

function hasEnded(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
	const known = await query(cluster, port, `select 1 from pg_database where datname = '${NAME}'`);
	if (known.length === 0) await query(cluster, port, `create database ${NAME}`);
}

async function query(
	cluster: Cluster,
	port: number,
	text: string
): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres') });
	client.on('error', () => {});
	try {
		await client.connect();
		return (await client.query<Record<string, unknown>>(text)).rows;
	} finally {
		await client.end().catch(() => {});
	}
}

function describe(cluster: Cluster, at: { pid: number; port: number }, adopted: boolean) {
	return {
		url: urlOf(cluster, at.port, NAME),
		port: at.port,
		pid: at.pid,
		adopted,
		stop: () => stop(cluster, at.pid)
	};
}

function urlOf(cluster: Cluster, port: number, database: string): string {
	return `postgres://${NAME}:${cluster.password}@${HOST}:${port}/${database}`;
}

/** Fast shutdown; a server that is not gone in time is stopped as by a power cut, which it survives. */
async function stop(cluster: Cluster, pid: number): Promise<void> {
	if (!isRunning(pid)) return;
	if (process.platform === 'win32') {
		await run(cluster, cluster.binaries.pgCtl, ['stop', '-D', cluster.dir, '-m', 'fast', '-w']);
		return;
	}
	for (const name of ['SIGINT', 'SIGQUIT'] as const) {
		signal(pid, name);
		if (await waitForEnd(pid, 20_000)) return;
	}
	signal(pid, 'SIGKILL');
}

async function run(cluster: Cluster, program: string, args: string[]): Promise<void> {
	const child = spawn(...command(cluster, program, args), { stdio: ['ignore', 'ignore', 'pipe'] });
	let output = '';
	child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`${program} failed:\n${output}`);
}

function command(cluster: Cluster, program: string, args: string[]): [string, string[]] {
	const [first = program, ...rest] = [...cluster.identity.prefix, program, ...args];
	return [first, rest];
}

function tail(file: string): string {
	return readIfThere(file)?.trim().split('\n').slice(-8).join('\n') ?? '';
}
