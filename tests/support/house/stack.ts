import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type RedisClientType } from 'redis';
import { freePort } from '../../../launcher/os.ts';
import { startStack } from '../../../launcher/processes.ts';
import type { Stack } from '../../../launcher/processes.ts';
import { cloneTemplate } from './databases.ts';
import type { TestDatabase } from './databases.ts';

export interface TestStackOptions {
	webs?: number;
	workers?: number;
	queues?: 'Redis' | 'Postgres';
	/** Use these instead of a new clone and the test Redis, e.g. servers that the test will kill. */
	databaseUrl?: string;
	redisUrl?: string;
	env?: NodeJS.ProcessEnv;
	/** Receives each log line; printed by default. */
	onLine?: (line: string) => void;
}

export interface TestStack extends Stack {
	/** URL of the first web process. */
	url: string;
	databaseUrl: string;
	redisUrl: string | undefined;
	database: TestDatabase | undefined;
}

/** Starts real web and worker processes with their own database; works in every test runner. */
export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
	const database = options.databaseUrl ? undefined : await cloneTemplate(testServer());
	const databaseUrl = options.databaseUrl ?? database?.url ?? '';
	const wantsRedis = options.queues !== 'Postgres';
	const redisUrl = wantsRedis ? (options.redisUrl ?? (await freshRedis())) : undefined;
	const ports = await Promise.all(Array.from({ length: options.webs ?? 1 }, freePort));
	const stack = startStack({
		databaseUrl,
		redisUrl,
		ports,
		workers: options.workers ?? 1,
		env: {
			...process.env,
			NODE_ENV: 'test',
			LOG_LEVEL: 'warn',
			RATE_LIMITS: 'off',
			GEOCODER: 'demo-town',
			FILES_DIR: join(tmpdir(), 'passe-plat-test-files'),
			PUBLIC_URL: `http://localhost:${ports[0]}`,
			...options.env
		},
		onLine: (name, line) =>
			options.onLine ? options.onLine(line) : console.log(`${name} | ${line}`)
	});
	const stop = async () => {
		await stack.stop();
		await database?.drop();
	};
	try {
		await stack.ready();
	} catch (error) {
		await stop();
		throw error;
	}
	return { ...stack, url: stack.urls[0] ?? '', databaseUrl, redisUrl, database, stop };
}

function testServer(): string {
	const server = process.env.TEST_DATABASE_URL;
	if (!server) throw new Error('TEST_DATABASE_URL is missing: run this through `npm test`.');
	return server;
}

/**
 * One of the upper 32 databases of the test Redis, emptied; vitest's workers use the lower ones.
 */
async function freshRedis(): Promise<string> {
	const server = process.env.TEST_REDIS_URL;
	const turn = await onRedis(`${server}/0`, (client) => client.incr('test-stacks'));
	const url = `${server}/${32 + (turn % 32)}`;
	await onRedis(url, (client) => client.flushDb());
	return url;
}

async function onRedis<T>(url: string, work: (client: RedisClientType) => Promise<T>): Promise<T> {
	const client: RedisClientType = createClient({ url });
	client.on('error', () => {});
	await client.connect();
	try {
		return await work(client);
	} finally {
		client.destroy();
	}
}
