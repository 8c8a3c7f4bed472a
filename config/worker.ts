/** What the worker process reads. */
import { z } from 'zod';
import { REDIS_URL, serviceVariables } from './common.ts';
import { checkPayments, paymentsOf, paymentVariables } from './payments.ts';
import { port, readOwnSettings, rules, text, url, whole } from './settings.ts';
import { checkTravel, travelOf, travelVariables } from './travel.ts';

const variables = z.object({
	...serviceVariables,
	...paymentVariables,
	...travelVariables,
	REDIS_URL: REDIS_URL.optional(),
	PUBLIC_URL: url('http', 'https')
		.describe('Where customers find us: the beginning of the links in e-mails.')
		.default('http://localhost:3000'),
	SMTP_URL: url('smtp', 'smtps')
		.describe(
			'smtp://user:password@host:587; without it e-mails are kept on a readable outbox page.'
		)
		.optional(),
	MAIL_FROM: text.describe('The sender of e-mails.').default('Passe-plat <no-reply@localhost>'),
	SEAL_DIR: text
		.describe(
			'A folder, best on another machine, that gets the seal of each closed day of the ledger as a file.'
		)
		.optional(),
	WORKER_PORT: port
		.describe('When set, the worker answers /healthz and /metrics there.')
		.optional(),
	REQUEUE_SECONDS: whole(1, 300)
		.describe(
			'After how many seconds a job that was queued and is not done is queued again (1 to 300).'
		)
		.default(15),
	LOCK_MS: whole(1000, 60_000)
		.describe('How long a job belongs to a worker that does not renew it, in ms (1000 to 60000).')
		.default(6000),
	CRASH_POINT: text
		.describe('The named point at which the worker kills itself, for the fault tests.')
		.register(rules, { onlyIn: 'test' })
		.optional()
});

/** With the rules between the variables of payments, and of travel times. */
export const workerVariables = variables.superRefine(checkPayments).superRefine(checkTravel);

/**
 * Reads and checks the environment of the worker process. On any fault it prints all of them and
 * ends the process with code 1.
 */
export function readWorkerConfig() {
	const env = readOwnSettings('The worker process', workerVariables);
	return {
		nodeEnv: env.NODE_ENV,
		isProduction: env.NODE_ENV === 'production',
		databaseUrl: env.DATABASE_URL,
		redisUrl: env.REDIS_URL,
		appSecret: env.APP_SECRET,
		publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
		smtpUrl: env.SMTP_URL,
		mailFrom: env.MAIL_FROM,
		sealDir: env.SEAL_DIR,
		logLevel: env.LOG_LEVEL,
		port: env.WORKER_PORT,
		requeueSeconds: env.REQUEUE_SECONDS,
		lockMs: env.LOCK_MS,
		crashPoint: env.CRASH_POINT,
		payments: paymentsOf(env),
		/** Undefined: travel times are straight distance times detour. */
		travel: travelOf(env)
	};
}
