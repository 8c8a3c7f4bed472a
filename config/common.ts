/** The variables that several processes read: each is defined once, here. */
import { choice, onOff, origins, port, rules, secret, text, url, whole } from './settings.ts';

export const developmentSecret = 'only-for-development-and-known-to-everybody';

export const NODE_ENV = choice('production', 'development', 'test').describe(
	'production, development or test.'
);

export const LOG_LEVEL = choice(
	...(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const)
).describe('How much is logged: silent, fatal, error, warn, info, debug or trace.');

export const DATABASE_URL = url('postgres', 'postgresql').describe(
	'postgres://user:password@host:5432/database, PostgreSQL 15 or newer.'
);

export const REDIS_URL = url('redis', 'rediss').describe(
	'redis://host:6379, with maxmemory-policy noeviction; without it queues run on Postgres.'
);

export const APP_SECRET = secret(32)
	.describe('Signs sessions: at least 32 random characters, e.g. from `openssl rand -base64 32`.')
	.register(rules, {
		required: 'production',
		notInProduction: [developmentSecret],
		isRandom: true
	});

/** The variables of the web and of the worker process. */
export const serviceVariables = {
	NODE_ENV: NODE_ENV.default('development'),
	DATABASE_URL,
	APP_SECRET: APP_SECRET.default(developmentSecret),
	LOG_LEVEL: LOG_LEVEL.default('info')
};

/** Where the web process listens, and what the launcher passes on to it. */
export const listenVariables = {
	PORT: port.describe('The port for pages, API and sockets.').default(3000),
	HOST: text
		.describe('The address to listen on; 0.0.0.0 for all of this machine.')
		.default('127.0.0.1'),
	ORIGIN: origins
		.describe('Where browsers find us: the origins allowed to open sockets, comma-separated.')
		.optional()
};

export const DEMO = onOff.describe(
	'on or off: whether an empty database is filled with the demo group.'
);

export const GEOCODER = choice('none', 'demo-town').describe(
	'Locates typed addresses: none, or demo-town with the streets of the demo group.'
);

/** The room on the disk: the web process watches it, the launcher keeps a reserve. */
export const diskVariables = {
	DATABASE_DIR: text
		.describe('The folder of PostgreSQL where it is on this machine, to watch its disk.')
		.optional(),
	DISK_FREE_PERCENT: whole(0, 50)
		.describe(
			'Below so much free room on the disk, in per cent, no new order is taken; 0 for never (0 to 50).'
		)
		.default(10),
	RESERVE_MB: whole(0, 10_000)
		.describe(
			'The reserve that `npm start` keeps beside its database for a full disk, in MiB; 0 for none.'
		)
		.default(64)
};
