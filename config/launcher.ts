/** What `npm start` reads; the processes that it starts read the rest. */
import { resolve } from 'node:path';
import { z } from 'zod';
import * as common from './common.ts';
import { root } from './paths.ts';
import { readOwnSettings, text, whole } from './settings.ts';

export const launcherVariables = z.object({
	NODE_ENV: common.NODE_ENV.optional(),
	...common.listenVariables,
	DATABASE_URL: common.DATABASE_URL.optional(),
	REDIS_URL: common.REDIS_URL.optional(),
	APP_SECRET: common.APP_SECRET.optional(),
	LOG_LEVEL: common.LOG_LEVEL.default('warn'),
	DATA_DIR: text
		.describe('The folder of the embedded database, the private Redis and the generated secret.')
		.default('.data'),
	DEMO: common.DEMO.optional(),
	GEOCODER: common.GEOCODER.optional(),
	DEMO_SIZE: whole(1, 30)
		.describe(
			'So many times the drivers and the stock in the demo group (1 to 30); above 1 its shops never close.'
		)
		.default(1),
	...common.diskVariables,
	HANG_SECONDS: whole(0, 600)
		.describe(
			'After so many seconds without an answer a process of `npm start` is replaced (0 to 600); 0 for never.'
		)
		.optional(),
	WORKERS: whole(1, 16).describe('How many worker processes (1 to 16).').default(1)
});

const HANG_SECONDS = 15;
const isDebugged = () => /--inspect/.test(process.env.NODE_OPTIONS ?? '');

/**
 * Reads and checks the environment of `npm start`. On any fault it prints all of them and ends
 * the process with code 1.
 */
export function readLauncherConfig(args: readonly string[]) {
	const env = readOwnSettings('Passe-plat', launcherVariables);
	const isDev = args.includes('--dev');
	const local = ['localhost', '127.0.0.1'].map((name) => `http://${name}:${env.PORT}`);
	const origins = env.ORIGIN ?? local;
	return {
		isDev,
		/** Unless NODE_ENV is set, this is the operator's own machine: built pages, own secret, demo group. */
		nodeEnv: env.NODE_ENV ?? (isDev ? 'development' : 'production'),
		port: env.PORT,
		host: env.HOST,
		origins,
		url: origins[0] ?? '',
		databaseUrl: env.DATABASE_URL,
		redisUrl: env.REDIS_URL,
		appSecret: env.APP_SECRET,
		logLevel: env.LOG_LEVEL,
		dataDir: resolve(root, env.DATA_DIR),
		geocoder: env.GEOCODER,
		hasDemo: env.DEMO ?? env.NODE_ENV !== 'production',
		demoSize: env.DEMO_SIZE,
		workers: env.WORKERS,
		databaseDir: env.DATABASE_DIR,
		reserve: { bytes: env.RESERVE_MB * 2 ** 20, minFreePercent: env.DISK_FREE_PERCENT },
		/** A process that stands at a breakpoint does not hang. */
		silenceMs: 1000 * (env.HANG_SECONDS ?? (isDev || isDebugged() ? 0 : HANG_SECONDS)),
		isRunByNpm: process.env.npm_lifecycle_event !== undefined,
		/** For the processes that we start: they find their own variables in it. */
		inherited: inherited()
	};
}

/** A copy of this process's environment, to be passed on. */
export function inherited(): NodeJS.ProcessEnv {
	return { ...process.env };
}
