import {
	createNodeRedisClient,
	createPostgresBackend,
	createRedisBackend,
	runMigrations,
	withBackend,
	type JobsOptions,
	type Processor,
	type WorkerOptions
} from 'bullmq';
import { createClient } from 'redis';
import { createPool } from '../db/plumbing/pool.ts';

/** All that Redis (or BullMQ's tables) stores of a job. */
export interface JobData {
	outbox: number;
}

export interface BackendQueue {
	add(name: string, data: JobData, options: JobsOptions): Promise<unknown>;
	getWaitingCount(): Promise<number>;
	on(event: 'error', listener: (error: Error) => void): unknown;
	close(): Promise<void>;
}

export interface BackendWorker {
	on(event: 'error', listener: (error: Error) => void): unknown;
	run(): Promise<void>;
	close(force?: boolean): Promise<void>;
}

/** The storage of BullMQ's jobs: Redis or Postgres, behind one interface. */
export interface Backend {
	readonly kind: 'Redis' | 'Postgres';
	openQueue(name: string): BackendQueue;
	openWorker(
		name: string,
		processor: Processor<JobData>,
		options: Omit<WorkerOptions, 'connection'>
	): BackendWorker;
	/** Resolves if it can take jobs; rejects, perhaps after a long time, if it cannot. */
	ping(): Promise<void>;
	close(): Promise<void>;
}

const PREFIX = 'passe-plat';
/** A connection that is silent for so long is dead: there is a ping every few seconds. */
const SOCKET = { connectTimeout: 3000, socketTimeout: 20_000 };
const PING_MS = 5000;
const POLICY_EVERY_MS = 3000;
const LONGEST_WAIT_MS = 1000;

/**
 * The backend on Redis. `onPolicy` gets the eviction policy after every connect, because the server may be
 * another one, and every few seconds, because it can be changed at any time. Nothing waits for Redis.
 */
export function redisBackend(
	url: string,
	onPolicy: (policy: string) => void,
	onError: (error: Error) => void
): Backend {
	const options = {
		url,
		pingInterval: PING_MS,
		socket: {
			...SOCKET,
			reconnectStrategy: (tries: number) =>
				Math.min(50 * 2 ** Math.min(tries, 10), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2)
		}
	};
	// While Redis is unreachable, adding fails at once; the workers wait for the reconnect.
	const adding = createClient({ ...options, disableOfflineQueue: true });
	const working = createClient(options);
	const askPolicy = () =>
		void adding.info('memory').then((info) => onPolicy(policyOf(info)), onError);
	adding.on('ready', askPolicy);
	const asking = setInterval(() => adding.isReady && askPolicy(), POLICY_EVERY_MS);
	const addingConnection = createNodeRedisClient(adding);
	const workingConnection = createNodeRedisClient(working);
	// Without an error listener BullMQ's wrapper throws, and its client never reconnects.
	for (const connection of [addingConnection, workingConnection]) connection.on('error', onError);
	const { Queue, Worker } = withBackend(createRedisBackend);
	return {
		kind: 'Redis',
		openQueue: (name) =>
			new Queue<JobData>(name, {
				connection: addingConnection,
				prefix: PREFIX,
				skipVersionCheck: false
			}),
		openWorker: (name, processor, options) =>
			new Worker<JobData>(name, processor, {
				...options,
				connection: workingConnection,
				prefix: PREFIX
			}),
		async ping() {
			await adding.ping();
		},
		async close() {
			clearInterval(asking);
			for (const client of [adding, working]) if (client.isOpen) client.destroy();
		}
	};
}

function policyOf(info: string): string {
	return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'unknown';
}

const SCHEMA = 'bullmq';

/**
 * The backend on our PostgreSQL, in its own schema, which this migrates. Each of the five workers listens on
 * one connection; the other connections are for short queries.
 */
export async function postgresBackend(
	databaseUrl: string,
	onError: (error: Error) => void
): Promise<Backend> {
	const pool = createPool(
		withSearchPath(databaseUrl),
		{ name: 'passe-plat queues', max: 12, statementMs: 10_000, lockMs: 0 },
		onError
	);
	// Five queues and five workers add their listeners.
	pool.setMaxListeners(20);
	const client = await pool.connect();
	try {
		await runMigrations(client, SCHEMA);
	} finally {
		client.release();
	}
	const { Queue, Worker } = withBackend(createPostgresBackend);
	return {
		kind: 'Postgres',
		openQueue: (name) => new Queue<JobData>(name, { connection: pool }),
		openWorker: (name, processor, options) =>
			new Worker<JobData>(name, processor, { ...options, connection: pool }),
		async ping() {
			await pool.query('select 1');
		},
		close: () => pool.end()
	};
}

function withSearchPath(databaseUrl: string): string {
	const url = new URL(databaseUrl);
	url.searchParams.set('options', `-c search_path=${SCHEMA}`);
	return url.href;
}
