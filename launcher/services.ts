import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, signal } from './os.ts';
import { askPostgres } from './postgres-server.ts';
import { startPostgres } from './postgres.ts';
import { keepReserve, type ReserveOptions } from './reserve.ts';
import { askRedis, startRedis } from './redis.ts';
import { endHung, watchSilence } from './silence.ts';

export interface Closable {
	/** In order, however long that takes. */
	close(): Promise<void>;
	/** At once. */
	force(): void;
}

/** Something the processes need, and how it is said at the start. */
export interface Service extends Closable {
	/** Undefined when there is none. */
	url: string | undefined;
	told: string;
}

const notOurs: Closable = { close: async () => {}, force: () => {} };

export interface ServiceOptions {
	dataDir: string;
	/** The operator's own server, instead of one of ours. */
	given?: string | undefined;
	/** A server of ours that answers nothing for so many ms is killed and started again; 0 for never. */
	silenceMs?: number;
}

export interface DatabaseOptions extends ServiceOptions {
	/** What is kept free for a full disk beside an embedded database; nothing unless told. */
	reserve?: Pick<ReserveOptions, 'bytes' | 'minFreePercent'>;
}

/** Where the embedded database is. */
export const databaseHome = (dataDir: string): string => join(dataDir, 'postgres');

/** The operator's PostgreSQL, or the embedded one. */
export async function openDatabase(options: DatabaseOptions): Promise<Service> {
	const { dataDir, given, silenceMs = 0 } = options;
	if (given) {
		const told = `Database: PostgreSQL given by DATABASE_URL (${placeOf(given)})`;
		return { url: given, told, ...notOurs };
	}
	const home = databaseHome(dataDir);
	const say = (line: string) => void process.stderr.write(`${line}\n`);
	const reserve = options.reserve && (await keepReserve({ dir: home, ...options.reserve, say }));
	const start = () => startPostgres({ dataDir: home });
	const server = await start();
	const told = `Database: embedded PostgreSQL in ${home}, ${placeNow(server)}`;
	// SIGQUIT is a power cut for PostgreSQL, after which it loses nothing that was committed.
	const alive = keepAlive(server, start, { forcedBy: 'SIGQUIT', ask: askPostgres, silenceMs });
	return {
		url: server.url,
		told,
		...alive,
		async close() {
			await alive.close();
			await reserve?.stop();
		}
	};
}

/** The operator's Redis, or a private one where a server program is installed, or none. */
export async function openQueues(options: ServiceOptions): Promise<Service> {
	const { dataDir, given, silenceMs = 0 } = options;
	if (given) {
		const told = `Queues:   on Redis given by REDIS_URL (${placeOf(given)})`;
		return { url: given, told, ...notOurs };
	}
	const start = () => startRedis({ dataDir: join(dataDir, 'redis') });
	const server = await start();
	if (!server) {
		const told = 'Queues:   on PostgreSQL (no REDIS_URL, no redis-server or valkey-server on PATH)';
		return { url: undefined, told, ...notOurs };
	}
	const told = `Queues:   on Redis, a private ${server.program}, ${placeNow(server)}`;
	return {
		url: server.url,
		told,
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
	/** The signal that ends it at once. */
	forcedBy: NodeJS.Signals;
	/** Settles as soon as the server says anything. */
	ask(url: string, abort: AbortSignal): Promise<void>;
	silenceMs: number;
}

/** Starts a server again, on the same port, whenever it dies or hangs, until it is closed. */
function keepAlive(
	first: Server,
	start: () => Promise<Server | undefined>,
	{ forcedBy, ask, silenceMs }: Care
): Closable {
	let server = first;
	const ended = new AbortController();
	let silence = listen();
	const watching = watch();

	function listen() {
		if (silenceMs <= 0) return undefined;
		return watchSilence({
			limitMs: silenceMs,
			ask: (abort) => ask(server.url, abort),
			onSilent() {
				const url = placeOf(server.url);
				const said = `The server at ${url} has answered nothing for ${silenceMs / 1000} s`;
				process.stderr.write(`${said}; it is started again\n`);
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
			silence = ended.signal.aborted ? undefined : listen();
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

/** An address without its password. */
function placeOf(url: string): string {
	const { hostname, port, pathname } = new URL(url);
	return `${hostname}${port ? `:${port}` : ''}${pathname}`;
}
