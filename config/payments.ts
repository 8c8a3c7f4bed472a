/** The keys of the payment providers, and the double that stands for them. Web and worker read the same ones. */
import type { z } from 'zod';
import { choice, secret, text, url } from './settings.ts';

const STRIPE_KEY = /^[sr]k_(test|live)_\w+$/;
const PUBLISHABLE_KEY = /^pk_(test|live)_\w+$/;
const WHSEC = /^whsec_\w+$/;
/** What may stand beside the double: keys that take no money anywhere. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
	STRIPE_SECRET_KEY: /^[sr]k_test_/,
	STRIPE_PUBLISHABLE_KEY: /^pk_test_/,
	PAYPAL_CLIENT_ID: /^double/,
	PAYPAL_CLIENT_SECRET: /^double/
};
/** The double's own defaults. */
const OF_THE_DOUBLE = {
	stripe: {
		secretKey: 'sk_test_double',
		webhookSecret: 'whsec_double',
		publishableKey: 'pk_test_double'
	},
	paypal: { clientId: 'double', clientSecret: 'double-secret', webhookId: 'WH-DOUBLE' }
};

export const paymentVariables = {
	PAYMENTS_MODE: choice('test', 'live')
		.describe(
			'test or live: whether the providers take real money. Keys of the other kind are refused.'
		)
		.default('test'),
	PAYMENT_DOUBLE_URL: url('http')
		.describe('The address of the payment double, instead of Stripe and PayPal.')
		.optional(),
	PAYMENT_DOUBLE_PUBLIC_URL: url('http', 'https')
		.describe('The address of the payment double for browsers; without it PAYMENT_DOUBLE_URL.')
		.optional(),
	STRIPE_PAGE: choice('redirect', 'element')
		.describe(
			"redirect or element: whether a card is typed on Stripe's page, or in Stripe's frame on ours."
		)
		.default('redirect'),
	STRIPE_SECRET_KEY: secret(12)
		.regex(STRIPE_KEY, 'must begin with sk_test_, rk_test_, sk_live_ or rk_live_.')
		.describe(
			"Stripe's secret or restricted key (sk_test_…, rk_live_…): without it no card is taken."
		)
		.optional(),
	STRIPE_PUBLISHABLE_KEY: text
		.regex(PUBLISHABLE_KEY, 'must begin with pk_test_ or pk_live_.')
		.describe("Stripe's publishable key (pk_test_…): needed with STRIPE_PAGE=element.")
		.optional(),
	STRIPE_WEBHOOK_SECRET: secret(8)
		.refine((raw) => listOf(raw).length <= 2 && listOf(raw).every((one) => WHSEC.test(one)), {
			error: 'must be whsec_…, or two of them with a comma between.'
		})
		.describe(
			'Checks the webhooks of Stripe (whsec_…): needed with STRIPE_SECRET_KEY. Two, comma-separated, while one replaces the other.'
		)
		.optional(),
	PAYPAL_CLIENT_ID: text
		.describe('The client id of the app at PayPal: without it PayPal is not offered.')
		.optional(),
	PAYPAL_CLIENT_SECRET: secret(8)
		.describe('The secret of the app at PayPal: needed with PAYPAL_CLIENT_ID.')
		.optional(),
	PAYPAL_WEBHOOK_ID: text
		.describe(
			'The id of the webhook at PayPal, of which each signature is made: needed with PAYPAL_CLIENT_ID.'
		)
		.optional()
};

type PaymentVariables = z.output<z.ZodObject<typeof paymentVariables>>;

export interface Payments {
	mode: 'test' | 'live';
	/** Base address of the payment double, without a slash at the end. */
	doubleUrl: string | undefined;
	stripe: StripeKeys | undefined;
	paypal: { clientId: string; clientSecret: string; webhookId: string } | undefined;
}

export interface StripeKeys {
	secretKey: string;
	webhookSecrets: readonly string[];
	/** Undefined: the card is typed on Stripe's own page. */
	element: StripeElement | undefined;
}

/** What a browser needs for Stripe's Payment Element. */
export interface StripeElement {
	publishableKey: string;
	/** Address of Stripe.js. */
	scriptUrl: string;
}

/** The release of Stripe.js that belongs to the API version of our SDK. */
const STRIPE_JS = 'endive/stripe.js';

/** With the double both providers have keys: its own, unless others are given. */
export function paymentsOf(env: PaymentVariables): Payments {
	const doubleUrl = env.PAYMENT_DOUBLE_URL?.replace(/\/$/, '');
	const { stripe, paypal } = doubleUrl === undefined ? {} : OF_THE_DOUBLE;
	const secretKey = env.STRIPE_SECRET_KEY ?? stripe?.secretKey;
	const webhookSecret = env.STRIPE_WEBHOOK_SECRET ?? stripe?.webhookSecret;
	const clientId = env.PAYPAL_CLIENT_ID ?? paypal?.clientId;
	const clientSecret = env.PAYPAL_CLIENT_SECRET ?? paypal?.clientSecret;
	const webhookId = env.PAYPAL_WEBHOOK_ID ?? paypal?.webhookId;
	return {
		mode: env.PAYMENTS_MODE,
		doubleUrl,
		stripe:
			secretKey && webhookSecret
				? { secretKey, webhookSecrets: listOf(webhookSecret), element: elementOf(env) }
				: undefined,
		paypal:
			clientId && clientSecret && webhookId ? { clientId, clientSecret, webhookId } : undefined
	};
}

function elementOf(env: PaymentVariables): StripeElement | undefined {
	if (env.STRIPE_PAGE !== 'element') return undefined;
	const doubleUrl =
		env.PAYMENT_DOUBLE_URL && (env.PAYMENT_DOUBLE_PUBLIC_URL ?? env.PAYMENT_DOUBLE_URL);
	const publishableKey =
		env.STRIPE_PUBLISHABLE_KEY ?? (doubleUrl && OF_THE_DOUBLE.stripe.publishableKey);
	if (publishableKey === undefined) return undefined;
	const origin = doubleUrl ? new URL(doubleUrl).origin : 'https://js.stripe.com';
	return { publishableKey, scriptUrl: `${origin}/${STRIPE_JS}` };
}

/** How customers can pay: at the door always, else by the providers that have keys. */
export function methodsOf({
	stripe,
	paypal
}: {
	stripe?: unknown;
	paypal?: unknown;
}): ('door' | 'card' | 'paypal')[] {
	return ['door', ...(stripe ? (['card'] as const) : []), ...(paypal ? (['paypal'] as const) : [])];
}

/** Refuses half of a provider's keys, keys of the other mode, and the double beside real money. */
export function checkPayments(env: PaymentVariables, ctx: z.RefinementCtx<PaymentVariables>): void {
	for (const [name, message] of faultsOf(env))
		ctx.addIssue({ code: 'custom', path: [name], message });
}

function* faultsOf(env: PaymentVariables): Generator<[keyof PaymentVariables, string]> {
	const { PAYMENTS_MODE: mode, PAYMENT_DOUBLE_URL: double } = env;
	yield* otherModeOf(env, 'STRIPE_SECRET_KEY', STRIPE_KEY);
	yield* otherModeOf(env, 'STRIPE_PUBLISHABLE_KEY', PUBLISHABLE_KEY);
	if (double === undefined) {
		yield* missingOf(env, ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']);
		if (env.STRIPE_PAGE === 'element' && env.STRIPE_SECRET_KEY !== undefined)
			yield* missingOf(env, ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY']);
		yield* missingOf(env, ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET', 'PAYPAL_WEBHOOK_ID']);
		return;
	}
	if (mode === 'live')
		yield ['PAYMENT_DOUBLE_URL', 'takes no real money, and PAYMENTS_MODE is live. Remove it.'];
	const isReal = ([name, harmless]: [string, RegExp]) => {
		const value = env[name as keyof PaymentVariables];
		return value !== undefined && !harmless.test(value);
	};
	if (Object.entries(HARMLESS).some(isReal))
		yield [
			'PAYMENT_DOUBLE_URL',
			'is refused beside the real keys of a provider. Remove one of them.'
		];
}

/** A key whose name says the other mode. */
function* otherModeOf(
	env: PaymentVariables,
	name: 'STRIPE_SECRET_KEY' | 'STRIPE_PUBLISHABLE_KEY',
	form: RegExp
): Generator<[keyof PaymentVariables, string]> {
	const mode = env.PAYMENTS_MODE;
	const kind = form.exec(env[name] ?? '')?.[1];
	if (kind && kind !== mode)
		yield [name, `is a ${kind} key, and PAYMENTS_MODE is ${mode}. Change one of them.`];
}

/** The names that are missing of a group of which one is given. */
function* missingOf(
	env: PaymentVariables,
	names: readonly (keyof PaymentVariables)[]
): Generator<[keyof PaymentVariables, string]> {
	const missing = names.filter((name) => env[name] === undefined);
	if (missing.length === names.length) return;
	for (const name of missing) yield [name, 'is missing'];
}

function listOf(raw: string): string[] {
	return raw.split(',').map((one) => one.trim());
}
