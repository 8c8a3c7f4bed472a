import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkPayments, methodsOf, paymentsOf, paymentVariables } from './payments.ts';
import { readSettings, type Environment } from './settings.ts';
import { webVariables } from './web.ts';
import { workerVariables } from './worker.ts';

const variables = z.object(paymentVariables).superRefine(checkPayments);
// Assembled, so that no text of the project looks like a live key.
const live = (prefix: string) => [prefix, 'live', 'abc123'].join('_');
const stripe = { STRIPE_SECRET_KEY: 'sk_test_abc123', STRIPE_WEBHOOK_SECRET: 'whsec_abc' };
const paypal = {
	PAYPAL_CLIENT_ID: 'AYSq3RDGsmBLJE',
	PAYPAL_CLIENT_SECRET: 'EGnHDxD_qRPdaLdZz8iCr8N7_MzF',
	PAYPAL_WEBHOOK_ID: '1JE4291016473214C'
};
/** Stripe.js has a release for each one of the API, with its name. */
const [, RELEASE] = Stripe.API_VERSION.split('.');
const double = { PAYMENT_DOUBLE_URL: 'http://127.0.0.1:4242' };

function faults(env: Environment): string[] {
	const read = readSettings(env, variables);
	return read.ok ? [] : read.faults;
}

function payments(env: Environment) {
	const read = readSettings(env, variables);
	if (!read.ok) throw new Error(read.faults.join());
	return paymentsOf(read.value);
}

describe('the keys of the providers', () => {
	test('are none by default, and all pay at the door', () => {
		const none = payments({});

		expect(none).toEqual({
			mode: 'test',
			doubleUrl: undefined,
			stripe: undefined,
			paypal: undefined
		});
		expect(methodsOf(none)).toEqual(['door']);
	});

	test('open a method each', () => {
		expect(methodsOf(payments(stripe))).toEqual(['door', 'card']);
		expect(methodsOf(payments(paypal))).toEqual(['door', 'paypal']);
		expect(methodsOf(payments({ ...stripe, ...paypal }))).toEqual(['door', 'card', 'paypal']);
	});

	test('have two webhook secrets while one replaces the other', () => {
		const both = { ...stripe, STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old' };

		expect(payments(both).stripe?.webhookSecrets).toEqual(['whsec_new', 'whsec_old']);
	});

	test.each(['sk', 'rk'])('%s of the live kind start only in the live mode', (prefix) => {
		const real = { ...stripe, STRIPE_SECRET_KEY: live(prefix) };

		expect(faults({ ...real, PAYMENTS_MODE: 'live' })).toEqual([]);
		expect(faults(real)).toEqual([
			'STRIPE_SECRET_KEY is a live key, and PAYMENTS_MODE is test. Change one of them.'
		]);
	});

	test.each(['sk_test_abc123', 'rk_test_abc123'])('%s starts only in the test mode', (key) => {
		const test = { ...stripe, STRIPE_SECRET_KEY: key };

		expect(faults(test)).toEqual([]);
		expect(faults({ ...test, PAYMENTS_MODE: 'live' })).toEqual([
			'STRIPE_SECRET_KEY is a test key, and PAYMENTS_MODE is live. Change one of them.'
		]);
	});

	test.each([
		...Object.keys(stripe).map((name) => ({ name, group: stripe })),
		...Object.keys(paypal).map((name) => ({ name, group: paypal }))
	])('are refused without $name', ({ name, group }) => {
		expect(faults({ ...group, [name]: '' })).toEqual([
			expect.stringContaining(`${name} is missing. Set it: `)
		]);
	});

	test.each([
		['STRIPE_SECRET_KEY', 'pk_test_abc123'],
		['STRIPE_SECRET_KEY', 'sk_test_abc 123'],
		['STRIPE_PUBLISHABLE_KEY', 'sk_test_abc123'],
		['STRIPE_PAGE', 'both'],
		['STRIPE_WEBHOOK_SECRET', 'we_1234567890'],
		['STRIPE_WEBHOOK_SECRET', 'whsec_a,whsec_b,whsec_c'],
		['STRIPE_WEBHOOK_SECRET', 'whsec_a,,whsec_b'],
		['PAYMENTS_MODE', 'production'],
		['PAYMENT_DOUBLE_URL', 'localhost:4242']
	])('are refused with %s=%s', (name, value) => {
		const found = faults({ ...stripe, [name]: value });

		expect(found).toEqual([expect.stringContaining(name)]);
		if (/KEY|SECRET/.test(name)) expect(found.join()).not.toContain(value);
	});
});

describe('the Payment Element', () => {
	const element = { ...stripe, STRIPE_PAGE: 'element', STRIPE_PUBLISHABLE_KEY: 'pk_test_abc123' };

	test('is opened by its setting, from the host of Stripe.js', () => {
		const { scriptUrl, publishableKey } = payments(element).stripe?.element ?? {};

		expect(publishableKey).toBe('pk_test_abc123');
		expect(scriptUrl).toBe(`https://js.stripe.com/${RELEASE}/stripe.js`);
		expect(payments({ ...element, STRIPE_PAGE: '' }).stripe?.element).toBeUndefined();
	});

	test('needs a publishable key', () => {
		expect(faults({ ...element, STRIPE_PUBLISHABLE_KEY: '' })).toEqual([
			expect.stringContaining('STRIPE_PUBLISHABLE_KEY is missing. Set it: ')
		]);
	});

	test('refuses a publishable key of the other mode', () => {
		expect(faults({ ...element, STRIPE_PUBLISHABLE_KEY: live('pk') })).toEqual([
			'STRIPE_PUBLISHABLE_KEY is a live key, and PAYMENTS_MODE is test. Change one of them.'
		]);
		const real = { ...element, STRIPE_SECRET_KEY: live('sk'), PAYMENTS_MODE: 'live' };
		expect(faults(real)).toEqual([
			'STRIPE_PUBLISHABLE_KEY is a test key, and PAYMENTS_MODE is live. Change one of them.'
		]);
		expect(faults({ ...real, STRIPE_PUBLISHABLE_KEY: live('pk') })).toEqual([]);
	});

	test('comes from the double where the double stands for Stripe, by its address for browsers', () => {
		const own = { ...double, STRIPE_PAGE: 'element' };

		expect(payments(own).stripe?.element).toEqual({
			publishableKey: 'pk_test_double',
			scriptUrl: `http://127.0.0.1:4242/${RELEASE}/stripe.js`
		});
		expect(
			payments({ ...own, PAYMENT_DOUBLE_PUBLIC_URL: 'http://pay.example:4242/' }).stripe?.element
		).toMatchObject({ scriptUrl: `http://pay.example:4242/${RELEASE}/stripe.js` });
		expect(
			payments({ ...element, PAYMENT_DOUBLE_PUBLIC_URL: 'http://pay.example:4242' }).stripe?.element
		).toMatchObject({ scriptUrl: `https://js.stripe.com/${RELEASE}/stripe.js` });
	});
});

describe('the payment double', () => {
	test('stands for both providers, with its own keys', () => {
		const both = payments({ PAYMENT_DOUBLE_URL: 'http://127.0.0.1:4242/' });

		expect(both).toEqual({
			mode: 'test',
			doubleUrl: 'http://127.0.0.1:4242',
			stripe: {
				secretKey: 'sk_test_double',
				webhookSecrets: ['whsec_double'],
				element: undefined
			},
			paypal: { clientId: 'double', clientSecret: 'double-secret', webhookId: 'WH-DOUBLE' }
		});
		expect(methodsOf(both)).toEqual(['door', 'card', 'paypal']);
	});

	test('takes a test key of Stripe and names of its own at PayPal', () => {
		const own = { ...double, STRIPE_SECRET_KEY: 'sk_test_lyon', PAYPAL_CLIENT_ID: 'double-lyon' };

		expect(payments(own)).toMatchObject({
			stripe: { secretKey: 'sk_test_lyon' },
			paypal: { clientId: 'double-lyon' }
		});
	});

	test('is refused in the live mode', () => {
		expect(faults({ ...double, PAYMENTS_MODE: 'live' })).toEqual([
			'PAYMENT_DOUBLE_URL takes no real money, and PAYMENTS_MODE is live. Remove it.'
		]);
	});

	test.each([
		{ ...stripe, STRIPE_SECRET_KEY: live('sk') },
		{ ...stripe, STRIPE_SECRET_KEY: live('rk') },
		{ STRIPE_PUBLISHABLE_KEY: live('pk') },
		paypal
	])('is refused beside real keys', (keys) => {
		expect(faults({ ...double, ...keys }).join()).toContain(
			'PAYMENT_DOUBLE_URL is refused beside the real keys of a provider.'
		);
	});

	test('may run with built pages, as npm start does', () => {
		expect(faults({ ...double, NODE_ENV: 'production' })).toEqual([]);
	});
});

test.each(Object.entries({ webVariables, workerVariables }))('%s obey these rules', (_name, of) => {
	const env = { DATABASE_URL: 'postgres://db/app', ...double, PAYMENTS_MODE: 'live' };

	expect(readSettings(env, of)).toEqual({
		ok: false,
		faults: [expect.stringContaining('PAYMENT_DOUBLE_URL takes no real money')]
	});
});
