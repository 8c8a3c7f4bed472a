import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClient } from 'redis';
import {
	eventually,
	isRunning,
	readIfThere,
	rememberedPort,
	rememberedSecret,
	signal,
	waitForEnd
} from './os.ts';

const HOST = '127.0.0.1';
const programs = ['redis-server', 'valkey-server'];
const limitMs = 30_000;

export interface RedisOptions {
	/** Folder for its data, password, port and log; created if missing. */
	dataDir: string;
	/** By default a free port, chosen once and stored. */
	port?: number;
}

export interface RedisServer {
	url: string;
	port: number;
	pid: number;
	/** `redis-server` or `valkey-server`. */
	program: string;
	/** It ran already: its launcher was killed. */
	adopted: boolean;
	/** Writes all data to disk and waits for the end. */
	stop(): Promise<void>;
}

/** The Redis or Valkey server on PATH, or undefined. */
export function findRedisProgram(): string | undefined {
	return programs.find(
		(program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
	);
}

/**
 * Starts a private Redis (or Valkey) on 127.0.0.1, with an append-only file that is written every second,
 * and without eviction, by which queues would lose jobs. Adopts a server that runs already because its
 * launcher was killed. Undefined when the machine has neither program.
 */
export async function startRedis(options: RedisOptions): Promise<RedisServer | undefined> {
	const program = findRedisProgram();
	if (!program) return undefined;
	const dir = resolve(options.dataDir);
	mkdirSync(dir, { recursive: true });
	const password = rememberedSecret(join(dir, 'password'));

	const left = Number(readIfThere(join(dir, 'port')));
	const leftPid = left > 0 ? await processBehind(urlOf(left, password)) : undefined;
	if (leftPid !== undefined) return describe(program, leftPid, left, password, true);

	const port = options.port ?? (await rememberedPort(join(dir, 'port')));
	writeFileSync(join(dir, 'port'), String(port));
	const pid = await launch(program, dir, port, password);
	return describe(program, pid, port, password, false);
}

/** Detached: a Ctrl-C must reach only the launcher, which stops the server after our processes. */
async function launch(program: string, dir: string, port: number, password: string) {
	const config = join(dir, 'redis.conf');
	writeFileSync(config, configuration(dir, port, password), { mode: 0o600 });
	const log = openSync(join(dir, 'server.log'), 'w');
	const child = spawn(program, [config], { detached: true, stdio: ['ignore', log, log] });
	closeSync(log);
	child.on('error', () => {});
	child.unref();
	const { pid } = child;
	const url = urlOf(port, password);
	await eventually(
		async () => child.exitCode !== null || (await processBehind(url)) !== undefined,
		limitMs
	);
	if (pid !== undefined && child.exitCode === null) return pid;
	throw new Error(`${program} did not start:\n${readIfThere(join(dir, 'server.log')) ?? ''}`);
}

function configuration(dir: string, port: number, password: string): string {
	const lines = [
		`bind ${HOST}`,
		`port ${port}`,
		`dir ${JSON.stringify(dir)}`,
		`requirepass ${password}`,
		'appendonly yes',
		'appendfsync everysec',
		'save ""',
		'maxmemory-policy noeviction',
		'databases 64',
		'loglevel warning'
	];
	return lines.join('\n') + '\n';
}

/**
 * Settles at any answer of the server: PONG, or the error that it is busy or loading. Only `abort` limits
 * the time: the caller would take the error of a time-out for an answer.
 */
export async function askRedis(url: string, abort: AbortSignal): Promise<void> {
	const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 0 } });
	client.on('error', () => {});
	const end = () => {
		if (client.isOpen) client.destroy();
	};
	abort.addEventListener('abort', end, { once: true });
	try {
		await client.connect();
		await client.ping();
	} finally {
		abort.removeEventListener('abort', end);
		end();
	}
}

/** Process id of the server that accepts our password, once it has loaded its data. */
async function processBehind(url: string): Promise<number | undefined> {
	const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 2000 } });
	client.on('error', () => {});
	try {
		await client.connect();
		const pid = /^process_id:(\d+)/m.exec(await client.info('server'))?.[1];
		await eventually(async () => !/^loading:1/m.test(await client.info('persistence')), limitMs);
		return pid === undefined ? undefined : Number(pid);
	} catch {
		return undefined;
	} finally {
		client.destroy();
	}
}

function describe(
	program: string,
	pid: number,
	port: number,
	password: string,
	adopted: boolean
): RedisServer {
	return { url: urlOf(port, password), port, pid, program, adopted, stop: () => stop(pid) };
}

function urlOf(port: number, password: string): string {
	return `redis://:${password}@${HOST}:${port}`;
}

async function stop(pid: number): Promise<void> {
	if (!isRunning(pid)) return;
	signal(pid, 'SIGTERM');
	signal(pid, 'SIGCONT');
	if (!(await waitForEnd(pid, 10_000))) signal(pid, 'SIGKILL');
}
