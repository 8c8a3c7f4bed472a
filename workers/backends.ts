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

/** All that Redis (or BullMQ's tables) ever learns of a job. */
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

/** Where BullMQ keeps its jobs. The rest of the house cannot tell one from the other. */
export interface Backend {
	readonly kind: 'Redis' | 'Postgres';
	openQueue(name: string): BackendQueue;
	openWorker(
		name: string,
		processor: Processor<JobData>,
		options: Omit<WorkerOptions, 'connection'>
	): BackendWorker;
	/** Resolves while it can take jobs; rejects, perhaps slowly, while it cannot. */
	ping(): Promise<void>;
	close(): Promise<void>;
}

const PREFIX = 'passe-plat';
/** A connection that says nothing for so long is dead: a blocked one is asked every few seconds. */
const SOCKET = { connectTimeout: 3000, socketTimeout: 20_000 };
const PING_MS = 5000;
const POLICY_EVERY_MS = 3000;
const LONGEST_WAIT_MS = 1000;

/**
 * On Redis. `onPolicy` is told the eviction policy on every connection, since it may be another server
 * than last time, and every few seconds, since it can be set at any time. Nothing waits for Redis.
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
	// While Redis is away adding fails at once; workers wait until it is back.
	const adding = createClient({ ...options, disableOfflineQueue: true });
	const working = createClient(options);
	const askPolicy = () =>
		void adding.info('memory').then((info) => onPolicy(policyOf(info)), onError);
	adding.on('ready', askPolicy);
	const asking = setInterval(() => adding.isReady && askPolicy(), POLICY_EVERY_MS);
	const addingConnection = createNodeRedisClient(adding);
	const workingConnection = createNodeRedisClient(working);
	// On BullMQ's wrappers: one without a listener throws, and its client never connects again.
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
 * On the same PostgreSQL as everything else, in a schema of its own which this brings up to date.
 * Five workers listen on a connection each; the others are for short queries.
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
	// Five queues and five workers hang on it.
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
