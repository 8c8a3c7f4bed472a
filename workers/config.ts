import { describeFaults, readSettings } from '#domain/settings.ts';

/** Refused in production; the web process knows the same one. */
const developmentSecret = 'only-for-development-and-known-to-everybody';

/** Everything the worker process can be told. `.env.example` holds the same list. */
export const workerVariables = {
	NODE_ENV: {
		kind: 'choice',
		choices: ['production', 'development', 'test'],
		default: 'development',
		about: 'production, development or test.'
	},
	DATABASE_URL: {
		kind: 'url',
		protocols: ['postgres', 'postgresql'],
		required: true,
		about: 'postgres://user:password@host:5432/database, PostgreSQL 15 or newer.'
	},
	REDIS_URL: {
		kind: 'url',
		protocols: ['redis', 'rediss'],
		about: 'redis://host:6379, with maxmemory-policy noeviction; without it queues run on Postgres.'
	},
	APP_SECRET: {
		kind: 'secret',
		minLength: 32,
		default: developmentSecret,
		notInProduction: [developmentSecret],
		required: 'production',
		about: 'The same as the web process has.'
	},
	PUBLIC_URL: {
		kind: 'url',
		protocols: ['http', 'https'],
		default: 'http://localhost:3000',
		about: 'Where customers find us: the beginning of the links in e-mails.'
	},
	SMTP_URL: {
		kind: 'url',
		protocols: ['smtp', 'smtps'],
		about: 'smtp://user:password@host:587; without it e-mails are kept on a readable outbox page.'
	},
	MAIL_FROM: {
		kind: 'text',
		default: 'Passe-plat <no-reply@localhost>',
		about: 'The sender of e-mails.'
	},
	LOG_LEVEL: {
		kind: 'choice',
		choices: ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
		default: 'info',
		about: 'How much is logged.'
	},
	WORKER_PORT: {
		kind: 'port',
		about: 'When set, the worker answers /healthz and /metrics there.'
	},
	REQUEUE_SECONDS: {
		kind: 'int',
		min: 1,
		max: 300,
		default: 15,
		about:
			'After how many seconds a job that was queued and is not done is queued again (1 to 300).'
	},
	LOCK_MS: {
		kind: 'int',
		min: 1000,
		max: 60_000,
		default: 6000,
		about: 'For how long a job belongs to a worker that says nothing, in ms (1000 to 60000).'
	},
	CRASH_POINT: {
		kind: 'text',
		onlyIn: 'test',
		about: 'The named point at which the worker kills itself, for the fault tests.'
	}
} as const;

/**
 * Reads and checks the environment of the worker process. On any fault it prints all of them and
 * ends the process with code 1.
 */
export function readWorkerConfig() {
	const read = readSettings(process.env, workerVariables);
	if (!read.ok) {
		process.stderr.write(describeFaults('The worker process', read.faults));
		process.exit(1);
	}
	const env = read.value;
	return {
		nodeEnv: env.NODE_ENV,
		isProduction: env.NODE_ENV === 'production',
		databaseUrl: env.DATABASE_URL,
		redisUrl: env.REDIS_URL,
		appSecret: env.APP_SECRET,
		publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
		smtpUrl: env.SMTP_URL,
		mailFrom: env.MAIL_FROM,
		logLevel: env.LOG_LEVEL,
		port: env.WORKER_PORT,
		requeueSeconds: env.REQUEUE_SECONDS,
		lockMs: env.LOCK_MS,
		crashPoint: env.CRASH_POINT
	};
}
