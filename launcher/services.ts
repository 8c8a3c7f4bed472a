/** The database and the queues of an installation: the operator's own servers, or ours. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, signal } from './os.ts';
import { askPostgres } from './postgres-server.ts';
import { startPostgres } from './postgres.ts';
import { keepReserve, type ReserveOptions } from './reserve.ts';
import { askRedis, startRedis } from './redis.ts';
import { endHung, watchSilence } from './silence.ts';

export interface Closable {
	/** Shuts it down in order, without a time limit. */
	close(): Promise<void>;
	/** Kills it. */
	force(): void;
}

/** A server that our processes need. */
export interface Service extends Closable {
	/** Undefined if there is no such server. */
	url: string | undefined;
	summary: string;
}

const external: Closable = { close: async () => {}, force: () => {} };

export interface ServiceOptions {
	dataDir: string;
	/** Address of the operator's own server, which is used instead of ours. */
	given?: string | undefined;
	/** A server of ours that gives no answer for so many ms is killed and restarted; 0 for never. */
	silenceMs?: number;
}

export interface DatabaseOptions extends ServiceOptions {
	/** The reserve for a full disk, beside an embedded database. Default: none. */
	reserve?: Pick<ReserveOptions, 'bytes' | 'minFreePercent'>;
}

/** Folder of the embedded database. */
export const databaseHome = (dataDir: string): string => join(dataDir, 'postgres');

/** The operator's PostgreSQL, or the embedded one. */
export async function openDatabase(options: DatabaseOptions): Promise<Service> {
	const { dataDir, given, silenceMs = 0 } = options;
	if (given) {
		const summary = `Database: PostgreSQL given by DATABASE_URL (${placeOf(given)})`;
		return { url: given, summary, ...external };
	}
	const home = databaseHome(dataDir);
	const print = (line: string) => void process.stderr.write(`${line}\n`);
	const reserve = options.reserve && (await keepReserve({ dir: home, ...options.reserve, print }));
	const start = () => startPostgres({ dataDir: home });
	const server = await start();
	const summary = `Database: embedded PostgreSQL in ${home}, ${placeNow(server)}`;
	// SIGQUIT: immediate shutdown of PostgreSQL, which loses no committed data.
	const alive = keepAlive(server, start, { forcedBy: 'SIGQUIT', ask: askPostgres, silenceMs });
	return {
		url: server.url,
		summary,
		...alive,
		async close() {
			await alive.close();
			await reserve?.stop();
		}
	};
}

/** The operator's Redis, or a private one if a server program is installed, or none. */
export async function openQueues(options: ServiceOptions): Promise<Service> {
	const { dataDir, given, silenceMs = 0 } = options;
	if (given) {
		const summary = `Queues:   on Redis given by REDIS_URL (${placeOf(given)})`;
		return { url: given, summary, ...external };
	}
	const start = () => startRedis({ dataDir: join(dataDir, 'redis') });
	const server = await start();
	if (!server) {
		const summary =
			'Queues:   on PostgreSQL (no REDIS_URL, no redis-server or valkey-server on PATH)';
		return { url: undefined, summary, ...external };
	}
	const summary = `Queues:   on Redis, a private ${server.program}, ${placeNow(server)}`;
	return {
		url: server.url,
		summary,
		...keepAlive(server, start, { forcedBy: 'SIGTERM', ask: askRedis, silenceMs })
	};
}

function placeNow({ port, adopted }: { port: number; adopted: boolean }): string {
	return `port ${port}${adopted ? ' (it was still running)' : ''}`;
}

interface Server {
	pid: number;
	url: string;
	stop(): Promise<void>;
}

interface Care {
	/** The signal of a forced end. */
	forcedBy: NodeJS.Signals;
	/** Settles at any answer of the server. */
	ask(url: string, abort: AbortSignal): Promise<void>;
	silenceMs: number;
}

/** Restarts a server on the same port whenever it dies or hangs, until it is closed. */
function keepAlive(
	first: Server,
	start: () => Promise<Server | undefined>,
	{ forcedBy, ask, silenceMs }: Care
): Closable {
	let server = first;
	const ended = new AbortController();
	let silence = watchAnswers();
	const watching = watch();

	function watchAnswers() {
		if (silenceMs <= 0) return undefined;
		return watchSilence({
			limitMs: silenceMs,
			ask: (abort) => ask(server.url, abort),
			onSilent() {
				const url = placeOf(server.url);
				const line = `The server at ${url} has answered nothing for ${silenceMs / 1000} s`;
				process.stderr.write(`${line}; it is started again\n`);
				endHung(server.pid);
			}
		});
	}

	async function watch(): Promise<void> {
		while (!ended.signal.aborted) {
			await sleep(500, undefined, { signal: ended.signal }).catch(() => {});
			if (ended.signal.aborted || isRunning(server.pid)) continue;
			silence?.stop();
			try {
				server = (await start()) ?? server;
			} catch (error) {
				process.stderr.write(`${(error as Error).message}\n`);
			}
			silence = ended.signal.aborted ? undefined : watchAnswers();
		}
	}

	return {
		async close() {
			ended.abort();
			await watching;
			silence?.stop();
			await server.stop();
		},
		force: () => signal(server.pid, forcedBy)
	};
}

/** The address without its password. */
function placeOf(url: string): string {
	const { hostname, port, pathname } = new URL(url);
	return `${hostname}${port ? `:${port}` : ''}${pathname}`;
}
