import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, signal } from './os.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';

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

/** The operator's PostgreSQL, or the embedded one. */
export async function openDatabase(dataDir: string, given?: string): Promise<Service> {
	if (given) {
		const told = `Database: PostgreSQL given by DATABASE_URL (${placeOf(given)})`;
		return { url: given, told, ...notOurs };
	}
	const home = join(dataDir, 'postgres');
	const start = () => startPostgres({ dataDir: home });
	const server = await start();
	const told = `Database: embedded PostgreSQL in ${home}, ${placeNow(server)}`;
	// SIGQUIT is a power cut for PostgreSQL, after which it loses nothing that was committed.
	return { url: server.url, told, ...keepAlive(server, start, 'SIGQUIT') };
}

/** The operator's Redis, or a private one where a server program is installed, or none. */
export async function openQueues(dataDir: string, given?: string): Promise<Service> {
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
	return { url: server.url, told, ...keepAlive(server, start, 'SIGTERM') };
}

function placeNow({ port, adopted }: { port: number; adopted: boolean }): string {
	return `port ${port}${adopted ? ' (it was still running)' : ''}`;
}

interface Server {
	pid: number;
	stop(): Promise<void>;
}

/** Starts a server again, on the same port, whenever it dies, until it is closed. */
function keepAlive(
	first: Server,
	start: () => Promise<Server | undefined>,
	forcedBy: NodeJS.Signals
): Closable {
	let server = first;
	const ended = new AbortController();
	const watching = watch();

	async function watch(): Promise<void> {
		while (!ended.signal.aborted) {
			await sleep(500, undefined, { signal: ended.signal }).catch(() => {});
			if (ended.signal.aborted || isRunning(server.pid)) continue;
			try {
				server = (await start()) ?? server;
			} catch (error) {
				process.stderr.write(`${(error as Error).message}\n`);
			}
		}
	}

	return {
		async close() {
			ended.abort();
			await watching;
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
