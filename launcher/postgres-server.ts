/** The process of the embedded PostgreSQL: start, stop, questions to it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventually, isRunning, readIfThere, signal, waitForEnd } from './os.ts';
import type { Binaries, Identity } from './postgres-binaries.ts';

const HOST = '127.0.0.1';
/** The superuser and the database have the same name. */
export const NAME = 'passe_plat';
/** Time limit for the start and for the stop of a server. */
export const limitMs = 60_000;

/** A cluster: its folder, log, password, programs and user. */
export interface Cluster {
	dir: string;
	log: string;
	password: string;
	binaries: Binaries;
	identity: Identity;
}

/** The running server, read from its lock file. */
export interface Postmaster {
	pid: number;
	port: number;
	/** '' before it listens; then starting, ready or stopping. */
	status: string;
}

/** Lines of PostgreSQL's lock file: process id, folder, start, port, socket, address, memory, status. */
export function readPostmaster(cluster: Pick<Cluster, 'dir'>): Postmaster | undefined {
	const lines = readIfThere(join(cluster.dir, 'postmaster.pid'))?.split('\n');
	if (!lines) return undefined;
	return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

/** Retries: after a kill, the sessions keep the shared memory for a moment. */
export async function launchPatiently(
	cluster: Cluster,
	port: number,
	durable: boolean
): Promise<number> {
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

/** Starts the server and waits until it is ready. Detached: a Ctrl-C must reach only the launcher. */
async function launch(cluster: Cluster, port: number, durable: boolean): Promise<number> {
	const settings = [`port=${port}`, `listen_addresses=${HOST}`, 'unix_socket_directories='];
	settings.push('max_connections=200', 'timezone=UTC', 'log_timezone=UTC');
	// A transaction that loses a deadlock is retried; the default of 1 s is a delay that a cook notices.
	settings.push('deadlock_timeout=100ms');
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

function isReady(cluster: Cluster, pid?: number): boolean {
	const found = readPostmaster(cluster);
	return found?.pid === pid && found?.status === 'ready';
}

function hasEnded(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Fast shutdown; after 20 s an immediate shutdown, which loses no committed data. */
export async function stop(cluster: Cluster, pid: number): Promise<void> {
	if (!isRunning(pid)) return;
	if (process.platform === 'win32') {
		await run(cluster, cluster.binaries.pgCtl, ['stop', '-D', cluster.dir, '-m', 'fast', '-w']);
		return;
	}
	for (const name of ['SIGINT', 'SIGQUIT'] as const) {
		signal(pid, name);
		// A stopped process (SIGSTOP) handles the signal only after SIGCONT.
		signal(pid, 'SIGCONT');
		if (await waitForEnd(pid, 20_000)) return;
	}
	signal(pid, 'SIGKILL');
}

/** Runs one of the programs to its end. Throws with its error output when it fails. */
export async function run(cluster: Cluster, program: string, args: string[]): Promise<void> {
	const child = spawn(...command(cluster, program, args), { stdio: ['ignore', 'ignore', 'pipe'] });
	let output = '';
	child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`${program} failed:\n${output}`);
}

/** One query on a new connection, as the superuser. */
export async function query(
	cluster: Cluster,
	port: number,
	text: string
): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({
		connectionString: urlOf(cluster, port, 'postgres'),
		connectionTimeoutMillis: 5000,
		query_timeout: limitMs
	});
	client.on('error', () => {});
	try {
		await client.connect();
		return (await client.query<Record<string, unknown>>(text)).rows;
	} finally {
		await client.end().catch(() => {});
	}
}

/**
 * Settles at any answer of the server: a row, or the error that it is full or starting. Only `abort` limits
 * the time: the caller would take the error of a time-out for an answer.
 */
export async function askPostgres(url: string, abort: AbortSignal): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	const end = () => void client.end().catch(() => {});
	abort.addEventListener('abort', end, { once: true });
	try {
		await client.connect();
		await client.query('select 1');
	} finally {
		abort.removeEventListener('abort', end);
		end();
	}
}

/** Address of a database, for the superuser. */
export function urlOf(cluster: Pick<Cluster, 'password'>, port: number, database: string): string {
	return `postgres://${NAME}:${cluster.password}@${HOST}:${port}/${database}`;
}

function command(cluster: Cluster, program: string, args: string[]): [string, string[]] {
	const [first = program, ...rest] = [...cluster.identity.prefix, program, ...args];
	return [first, rest];
}

function tail(file: string): string {
	return readIfThere(file)?.trim().split('\n').slice(-8).join('\n') ?? '';
}
