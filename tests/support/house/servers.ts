import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, readIfThere, startOf } from '../../../launcher/os.ts';
import { startPostgres } from '../../../launcher/postgres.ts';
import { startRedis } from '../../../launcher/redis.ts';
import { createTemplate } from './databases.ts';

const PREFIX = 'passe-plat-test-';

/** The environment variables of tests while the servers run. */
export interface TestEnvironment {
	TEST_DATABASE_URL: string;
	TEST_REDIS_URL: string;
}

/**
 * Starts a PostgreSQL and a Redis for the tests in a temporary folder, with the template database
 * that every test file clones. Their data survives a kill -9, as in production.
 */
export async function startTestServers(): Promise<{
	env: TestEnvironment;
	stop(): Promise<void>;
}> {
	await sweepUp();
	const home = mkdtempSync(join(tmpdir(), PREFIX));
	writeFileSync(join(home, 'owner'), `${process.pid} ${startOf(process.pid)}`);
	const [postgres, redis] = await Promise.all([
		startPostgres({ dataDir: join(home, 'postgres') }),
		startRedis({ dataDir: join(home, 'redis') })
	]);
	const stop = async () => {
		await Promise.all([postgres.stop(), redis?.stop()]);
		rmSync(home, { recursive: true, force: true });
	};
	if (!redis) {
		await stop();
		throw new Error('The tests need redis-server or valkey-server: `npm test` says how to get it.');
	}
	try {
		await createTemplate(postgres.url);
	} catch (error) {
		await stop();
		throw error;
	}
	return { env: { TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url }, stop };
}

/** Stops the servers of killed test runs. */
async function sweepUp(): Promise<void> {
	for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
		const home = join(tmpdir(), name);
		const [pid, started] = readIfThere(join(home, 'owner'))?.split(' ') ?? [];
		if (!pid || (isRunning(Number(pid)) && startOf(Number(pid)) === started)) continue;
		// Starting a running server takes it over.
		await (await startPostgres({ dataDir: join(home, 'postgres') })).stop();
		await (await startRedis({ dataDir: join(home, 'redis') }))?.stop();
		rmSync(home, { recursive: true, force: true });
	}
}
