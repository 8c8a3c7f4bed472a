import { describeFaults, readSettings } from '#domain/settings.ts';
import { spaceVariables } from '../db/space.ts';

export const developmentSecret = 'only-for-development-and-known-to-everybody';

/** Everything the web process can be told. `.env.example` holds the same list. */
export const serverVariables = {
	NODE_ENV: {
		kind: 'choice',
		choices: ['production', 'development', 'test'],
		default: 'development',
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
		required: true,
		about: 'postgres://user:password@host:5432/database, PostgreSQL 15 or newer.'
	},
	DATABASE_POOL: {
		kind: 'int',
		min: 2,
		max: 200,
		default: 10,
		about: 'Database connections of one web process.'
	},
	APP_SECRET: {
		kind: 'secret',
		minLength: 32,
		default: developmentSecret,
		notInProduction: [developmentSecret],
		required: 'production',
		about: 'Signs sessions: at least 32 random characters, e.g. from `openssl rand -base64 32`.'
	},
	LOG_LEVEL: {
		kind: 'choice',
		choices: ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
		default: 'info',
		about: 'How much is logged.'
	},
	TRUST_PROXY: {
		kind: 'int',
		min: 0,
		max: 10,
		default: 0,
		about: 'How many proxies stand before us; decides whose X-Forwarded-For we believe.'
	},
	METRICS_TOKEN: {
		kind: 'secret',
		minLength: 16,
		about:
			'GET /metrics wants it as a bearer token; without one it answers this machine alone, and no proxy.'
	},
	SWEEP_MS: {
		kind: 'int',
		min: 50,
		max: 1000,
		default: 1000,
		about: 'How often the hub looks for changes whose nudge was lost.'
	},
	MAP_STYLE_URL: {
		kind: 'url',
		protocols: ['https', 'http'],
		about: 'A MapLibre style for the maps; without it they show the bundled town, and ask nobody.'
	},
	MAP_ORIGINS: {
		kind: 'origins',
		about: 'Further origins that this style reads tiles, fonts or pictures from, comma-separated.'
	},
	DEMO: {
		kind: 'bool',
		default: false,
		about:
			'on or off: whether orders here are play; `npm run rush` asks. `npm start` decides by itself.'
	},
	FILES_DIR: {
		kind: 'text',
		default: '.data/files',
		about: 'The folder of uploaded photos; all web processes share it.'
	},
	...spaceVariables,
	RATE_LIMITS: {
		kind: 'bool',
		default: true,
		notInProduction: ['off', 'false', '0'],
		about: 'on or off; off only where tests and simulations run.'
	}
} as const;

export type ServerConfig = ReturnType<typeof readServerConfig>;

/**
 * Reads and checks the environment of the web process. On any fault it prints all of them and
 * ends the process with code 1.
 */
export function readServerConfig() {
	const read = readSettings(process.env, serverVariables);
	if (!read.ok) {
		process.stderr.write(describeFaults('The web process', read.faults));
		process.exit(1);
	}
	const env = read.value;
	const origins = env.ORIGIN ?? [`http://localhost:${env.PORT}`];
	// Kit's handler reads ORIGIN for itself and knows only one.
	process.env.ORIGIN = origins[0];
	// For the pages' content policy, which names them all.
	process.env.ORIGINS = origins.join(',');
	return {
		nodeEnv: env.NODE_ENV,
		isProduction: env.NODE_ENV === 'production',
		port: env.PORT,
		host: env.HOST,
		/** Never empty; the first is the one to write into links. */
		origins,
		databaseUrl: env.DATABASE_URL,
		databasePool: env.DATABASE_POOL,
		appSecret: env.APP_SECRET,
		logLevel: env.LOG_LEVEL,
		trustProxy: env.TRUST_PROXY,
		metricsToken: env.METRICS_TOKEN,
		sweepMs: env.SWEEP_MS,
		mapStyleUrl: env.MAP_STYLE_URL,
		filesDir: env.FILES_DIR,
		disk: {
			databaseDir: env.DATABASE_DIR || undefined,
			minFreePercent: env.DISK_FREE_PERCENT,
			reserveBytes: env.RESERVE_MB * 2 ** 20
		},
		rateLimits: env.RATE_LIMITS,
		isDemo: env.DEMO
	};
}
