import { createClient } from 'redis';
import { beforeAll } from 'vitest';

/** The queue backends for tests: `describe.each(queueModes)('… on $name', ({ redisUrl }) => …)`. */
export interface QueueMode {
	name: 'Redis' | 'Postgres';
	/** Undefined: the queues run on the test's own Postgres database. */
	redisUrl: string | undefined;
}

/** Both backends. A test file has its own Redis database, emptied before its first test. */
export const queueModes: QueueMode[] = [
	{ name: 'Redis', redisUrl: redisUrl() },
	{ name: 'Postgres', redisUrl: undefined }
];

/** The URL of this test worker's database on the test Redis. */
export function redisUrl(): string {
	const server = process.env.TEST_REDIS_URL;
	if (!server) throw new Error('TEST_REDIS_URL is missing: is this the integration project?');
	const index = Number(process.env.VITEST_POOL_ID ?? '0') % 32;
	return `${server}/${index}`;
}

/** Empties this test worker's Redis database. */
export async function flushRedis(): Promise<void> {
	const client = createClient({ url: redisUrl() });
	client.on('error', () => {});
	await client.connect();
	await client.flushDb();
	client.destroy();
}

beforeAll(flushRedis);
