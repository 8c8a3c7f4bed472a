import { z } from 'zod';
import type { DoubleOptions } from './server.ts';

const schema = z.object({
	PORT: z.coerce.number().int().min(0).max(65_535).default(4242),
	HOST: z.string().default('127.0.0.1'),
	PUBLIC_URL: z.url().optional(),
	STRIPE_WEBHOOK_URL: z.url().optional(),
	STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_').default('whsec_double'),
	PAYPAL_WEBHOOK_URL: z.url().optional(),
	PAYPAL_WEBHOOK_ID: z.string().min(1).default('WH-DOUBLE'),
	STATE_FILE: z.string().min(1).optional(),
	SEED: z.coerce.number().int().min(0).max(0xffff_ffff).default(1)
});

/** Names of variables that can hold a provider's key, with or without `_FILE`. */
const KEY_NAMES = /^(STRIPE|PAYPAL)_.*(KEY|SECRET|TOKEN|CLIENT_ID|CLIENT_SECRET)(_FILE)?$/;
/** Values that a double's own setting may have; all others under such a name are taken for a real key. */
const HARMLESS = /^(|(sk|rk|pk)_test_\w+|whsec_\w+|double[\w-]*)$/;
const LIVE = /\b(sk|rk|pk)_live_/;

type Env = Record<string, string | undefined>;

/**
 * Reads the environment, all faults at once.
 * @returns the faults in words, or the options of the server.
 */
export function readSettings(env: Env): { faults: string[] } | { options: DoubleOptions } {
	const faults = refusals(env);
	const parsed = schema.safeParse(env);
	if (!parsed.success) {
		faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
	}
	if (faults.length > 0 || !parsed.success) return { faults };
	const { PORT, HOST, PUBLIC_URL, SEED, STATE_FILE, ...hooks } = parsed.data;
	return {
		options: {
			port: PORT,
			host: HOST,
			seed: SEED,
			...(PUBLIC_URL !== undefined && { publicUrl: PUBLIC_URL.replace(/\/$/, '') }),
			...(STATE_FILE !== undefined && { stateFile: STATE_FILE }),
			endpoints: {
				...(hooks.STRIPE_WEBHOOK_URL !== undefined && {
					stripe: { url: hooks.STRIPE_WEBHOOK_URL, secret: hooks.STRIPE_WEBHOOK_SECRET }
				}),
				...(hooks.PAYPAL_WEBHOOK_URL !== undefined && {
					paypal: { url: hooks.PAYPAL_WEBHOOK_URL, webhookId: hooks.PAYPAL_WEBHOOK_ID }
				})
			}
		}
	};
}

/** The double must never stand where real money is expected. No value is repeated: it may be a secret. */
function refusals(env: Env): string[] {
	const faults: string[] = [];
	if (env['NODE_ENV'] === 'production')
		faults.push('NODE_ENV is production: the payment double takes no real money.');
	for (const [name, value = ''] of Object.entries(env)) {
		const isLive = LIVE.test(value);
		if (isLive || (KEY_NAMES.test(name) && !HARMLESS.test(value))) {
			faults.push(
				`${name} looks like a provider's real key: the payment double does not run beside one.`
			);
		}
	}
	return faults;
}
