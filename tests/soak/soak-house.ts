import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../launcher/postgres.ts';
import type { PostgresServer } from '../../launcher/postgres.ts';
import { startRedis } from '../../launcher/redis.ts';
import type { RedisServer } from '../../launcher/redis.ts';
import { migrateAndSeed } from '../support/house/databases.ts';
import { proxyTo } from '../support/house/proxy.ts';
import type { Proxy } from '../support/house/proxy.ts';
import { startTestStack } from '../support/house/stack.ts';
import type { TestStack } from '../support/house/stack.ts';

/** Demo size: enough drivers and stock for many evenings. */
const SIZE = 12;

/** Memory of a process in MB; NaN where the system does not report it. */
export interface Held {
	pid: number | undefined;
	mb: number;
}

/** A test system whose parts can be broken: separate servers, and a proxy in front of Postgres. */
export interface SoakHouse {
	url: string;
	db: pg.Pool;
	stack: TestStack;
	link: Proxy;
	redisUrl: string;
	postgres(): PostgresServer;
	redis(): RedisServer;
	/** Restarts a killed Postgres with the same data and port. */
	reviveDatabase(): Promise<void>;
	reviveQueues(): Promise<void>;
	/** Memory of the processes. */
	memory(): Record<'web' | 'worker', Held>;
	/** Number of feed joins and of sockets, from the hub's metrics. */
	sockets(): Promise<number>;
	close(): Promise<void>;
}

export async function openSoakHouse(): Promise<SoakHouse> {
	const home = mkdtempSync(join(tmpdir(), 'passe-plat-soak-'));
	const databaseAt = { dataDir: join(home, 'postgres') };
	let postgres = await startPostgres(databaseAt);
	await migrateAndSeed(postgres.url, SIZE);
	const queuesAt = { dataDir: join(home, 'redis') };
	let redis = await redisAt(queuesAt);
	const link = await proxyTo(postgres.url);
	const stack = await startTestStack({
		databaseUrl: link.through(postgres.url),
		redisUrl: redis.url,
		env: { DEMO: 'on', LOG_LEVEL: 'fatal' }
	});
	const db = new pg.Pool({ connectionString: postgres.url, max: 3 });
	db.on('error', () => {});
	return {
		url: stack.url,
		db,
		stack,
		link,
		redisUrl: redis.url,
		postgres: () => postgres,
		redis: () => redis,
		reviveDatabase: async () => void (postgres = await startPostgres(databaseAt)),
		reviveQueues: async () => void (redis = await redisAt(queuesAt)),
		memory: () => ({
			web: held(stack.webs[0]?.pid),
			worker: held(stack.workers[0]?.pid)
		}),
		async sockets() {
			const said = await (await fetch(`${stack.url}/metrics`)).text();
			const counts = [...said.matchAll(/^hub_(?:feed_)?sockets(?:\{[^}]*\})? (\d+)/gm)];
			if (counts.length === 0) throw new Error('The hub does not say how many sockets it has');
			return counts.reduce((sum, [, count]) => sum + Number(count), 0);
		},
		async close() {
			await stack.stop();
			await link.close();
			await db.end();
			await Promise.all([postgres.stop(), redis.stop()]);
			rmSync(home, { recursive: true, force: true });
		}
	};
}

async function redisAt(place: { dataDir: string }): Promise<RedisServer> {
	const server = await startRedis(place);
	if (!server) throw new Error('The soak needs redis-server or valkey-server');
	return server;
}

/** Resident memory, as Linux reports it. */
function held(pid: number | undefined): Held {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return { pid, mb: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024) };
	} catch {
		return { pid, mb: NaN };
	}
}
