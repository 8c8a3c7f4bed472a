import { join, resolve } from 'node:path';
import { describeFaults, readSettings } from '#domain/settings.ts';
import { spaceVariables } from '../db/space.ts';

export const root = resolve(import.meta.dirname, '..');

/** What the launcher itself reads; the processes it starts read the rest. */
export const launcherVariables = {
	NODE_ENV: {
		kind: 'choice',
		choices: ['production', 'development', 'test'],
		about: 'production, development or test.'
	},
	PORT: { kind: 'port', default: 3000, about: 'The port for pages, API and sockets.' },
	HOST: {
		kind: 'text',
		default: '127.0.0.1',
		about: 'The address to listen on; 0.0.0.0 for all of this machine.'
	},
	ORIGIN: {
		kind: 'origins',
		about: 'Where browsers find us: the origins allowed to open sockets, comma-separated.'
	},
	DATABASE_URL: {
		kind: 'url',
		protocols: ['postgres', 'postgresql'],
		about: 'A PostgreSQL to use instead of the embedded one.'
	},
	REDIS_URL: {
		kind: 'url',
		protocols: ['redis', 'rediss'],
		about: 'A Redis to use instead of a private one.'
	},
	APP_SECRET: {
		kind: 'secret',
		minLength: 32,
		required: 'production',
		about: 'Signs sessions: at least 32 random characters, e.g. from `openssl rand -base64 32`.'
	},
	LOG_LEVEL: {
		kind: 'choice',
		choices: ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
		default: 'warn',
		about: 'How much the started processes log.'
	},
	DATA_DIR: {
		kind: 'text',
		default: '.data',
		about: '`npm start` keeps its database, queues and secret in this folder.'
	},
	DEMO: {
		kind: 'bool',
		about:
			'on or off: whether `npm start` fills an empty database with the demo group; off with NODE_ENV=production.'
	},
	DEMO_SIZE: {
		kind: 'int',
		min: 1,
		max: 30,
		default: 1,
		about:
			'So many times the drivers and the stock in the demo group; above 1 its shops never close.'
	},
	...spaceVariables,
	HANG_SECONDS: {
		kind: 'int',
		min: 0,
		max: 600,
		about:
			'After so many seconds without an answer `npm start` replaces a process of its own; 0 for never. Without it: 15, and 0 in development or under a debugger.'
	},
	WORKERS: {
		kind: 'int',
		min: 1,
		max: 16,
		default: 1,
		about: 'How many worker processes `npm start` runs.'
	}
} as const;

const HANG_SECONDS = 15;
const isDebugged = () => /--inspect/.test(process.env.NODE_OPTIONS ?? '');

/**
 * Reads and checks the environment of `npm start`. On any fault it prints all of them and ends
 * the process with code 1.
 */
export function readLauncherConfig(args: readonly string[]) {
	const read = readSettings(process.env, launcherVariables);
	if (!read.ok) {
		process.stderr.write(describeFaults('Passe-plat', read.faults));
		process.exit(1);
	}
	const env = read.value;
	const isDev = args.includes('--dev');
	const local = ['localhost', '127.0.0.1'].map((name) => `http://${name}:${env.PORT}`);
	const origins = env.ORIGIN ?? local;
	return {
		isDev,
		/** Without a word from the operator this machine is the operator's own: built pages, own secret, demo group. */
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
		hasDemo: env.DEMO ?? env.NODE_ENV !== 'production',
		demoSize: env.DEMO_SIZE,
		workers: env.WORKERS,
		databaseDir: env.DATABASE_DIR || undefined,
		reserve: { bytes: env.RESERVE_MB * 2 ** 20, minFreePercent: env.DISK_FREE_PERCENT },
		/** A breakpoint must not be taken for a hang. */
		silenceMs: 1000 * (env.HANG_SECONDS ?? (isDev || isDebugged() ? 0 : HANG_SECONDS)),
		isRunByNpm: process.env.npm_lifecycle_event !== undefined,
		/** For the processes we start, which find their own variables in it. */
		inherited: inherited()
	};
}

/** This process's environment, to be passed on. */
export function inherited(): NodeJS.ProcessEnv {
	return { ...process.env };
}

/** A path inside the project. */
export function inProject(...parts: string[]): string {
	return join(root, ...parts);
}
