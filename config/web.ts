/** What the web process reads. */
import { z } from 'zod';
import { DEMO, diskVariables, GEOCODER, listenVariables, serviceVariables } from './common.ts';
import { checkPayments, methodsOf, paymentsOf, paymentVariables } from './payments.ts';
import { onOff, origins, readOwnSettings, rules, secret, text, url, whole } from './settings.ts';
import { checkTravel, travelOf, travelVariables } from './travel.ts';

const variables = z.object({
	...serviceVariables,
	...paymentVariables,
	...travelVariables,
	...listenVariables,
	DATABASE_POOL: whole(2, 200)
		.describe('Database connections of one web process (2 to 200).')
		.default(10),
	TRUST_PROXY: whole(0, 10)
		.describe(
			'How many proxies stand before us; decides whose X-Forwarded-For we believe (0 to 10).'
		)
		.default(0),
	METRICS_TOKEN: secret(16)
		.describe('GET /metrics wants it as a bearer token (at least 16 characters).')
		.register(rules, { isRandom: true })
		.optional(),
	SWEEP_MS: whole(50, 1000)
		.describe('How often the hub looks for changes whose nudge was lost, in ms (50 to 1000).')
		.default(1000),
	MAP_STYLE_URL: url('https', 'http')
		.describe(
			'A MapLibre style for the maps; without it they show the bundled town and make no request to another host.'
		)
		.optional(),
	MAP_ORIGINS: origins
		.describe(
			'Further origins that this style reads tiles, fonts or pictures from, comma-separated.'
		)
		.optional(),
	DEMO: DEMO.default(false),
	GEOCODER: GEOCODER.optional(),
	FILES_DIR: text
		.describe('The folder of uploaded photos; all web processes share it.')
		.default('.data/files'),
	...diskVariables,
	RATE_LIMITS: onOff
		.describe('on or off; off only where tests and simulations run.')
		.register(rules, { notInProduction: ['off', 'false', '0'] })
		.default(true)
});

/** With the rules between the variables of payments, and of travel times. */
export const webVariables = variables.superRefine(checkPayments).superRefine(checkTravel);

export type WebConfig = ReturnType<typeof readWebConfig>;

/**
 * Reads and checks the environment of the web process. On any fault it prints all of them and
 * ends the process with code 1.
 */
export function readWebConfig() {
	const env = readOwnSettings('The web process', webVariables);
	const origins = env.ORIGIN ?? [`http://localhost:${env.PORT}`];
	const { stripe, paypal, doubleUrl } = paymentsOf(env);
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
		geocoder: env.GEOCODER ?? (env.DEMO ? 'demo-town' : 'none'),
		/** Undefined: travel times are straight distance times detour. */
		travel: travelOf(env),
		filesDir: env.FILES_DIR,
		disk: {
			databaseDir: env.DATABASE_DIR,
			minFreePercent: env.DISK_FREE_PERCENT,
			reserveBytes: env.RESERVE_MB * 2 ** 20
		},
		rateLimits: env.RATE_LIMITS,
		isDemo: env.DEMO,
		/** How customers can pay here; `door` always. */
		paymentMethods: methodsOf({ stripe, paypal }),
		/** For Stripe's Payment Element on the pay page; undefined where Stripe's own page is used. */
		stripeElement: stripe?.element,
		/** What verifies the providers' webhooks. No key that can move money: only workers have those. */
		webhooks: {
			stripeSecrets: stripe?.webhookSecrets ?? [],
			paypalWebhookId: paypal?.webhookId,
			/** Base address of the payment double; its certificate is accepted there. */
			doubleUrl
		}
	};
}
