import { expect, test } from 'vitest';
import { withDouble } from '../../doubles/payments/tests/house.ts';
import type { Double } from '../../doubles/payments/server.ts';
import { newIntent, opened, seen } from '../../tests/support/payments/gateways.ts';
import type { Gateway } from './gateway.ts';
import { createStripeGateway } from './stripe.ts';

const withElement = (act: (gateway: Gateway, double: Double) => Promise<void>) =>
	withDouble((double) => {
		const settings = {
			secretKey: 'sk_test_double',
			page: 'element',
			doubleUrl: double.url
		} as const;
		return act(createStripeGateway(settings), double);
	});

/** What the browser's Stripe.js sends. */
async function pay(double: Double, clientSecret: string | null): Promise<void> {
	const body = new URLSearchParams({
		client_secret: clientSecret ?? '',
		card: 'pm_card_visa',
		email: 'camille@example.test'
	});
	const answer = await fetch(`${double.url}/elements/confirm`, { method: 'POST', body });
	expect(await answer.json()).toEqual({ type: 'success' });
}

test('the session has a secret instead of a page; the rest of its life is the same', () =>
	withElement(async (gateway, double) => {
		const { intent, payUrl, clientSecret } = await opened(gateway);
		const open = await gateway.look(intent);
		await pay(double, clientSecret);
		const { shown, intent: known } = await seen(gateway, intent);
		await gateway.capture(known, 2350, 'capture-1');

		expect(payUrl).toBe('');
		expect(open).toMatchObject({ state: 'open', payUrl: null, clientSecret, amountMinor: 2350 });
		expect(shown).toMatchObject({ state: 'authorised', order: intent.order });
		expect(await gateway.look(known)).toMatchObject({ state: 'captured', capturedMinor: 2350 });
	}));

test('a session whose answer was lost is found with its secret', () =>
	withElement(async (gateway) => {
		const { intent, clientSecret } = await opened(gateway);

		expect(await gateway.look({ ...intent, providerId: null })).toMatchObject({ clientSecret });
	}));

test('it is closed like a page, and cannot be paid any more', () =>
	withElement(async (gateway, double) => {
		const { intent, clientSecret } = await opened(gateway);
		await gateway.close(intent, 'close-1');

		expect(await gateway.look(intent)).toMatchObject({ state: 'expired', clientSecret });
		await expect(pay(double, clientSecret)).rejects.toThrow();
	}));

test('a customer who asks for the page of Stripe gets one', () =>
	withElement(async (gateway, double) => {
		const { payUrl, clientSecret } = await opened(gateway, newIntent({ page: 'redirect' }));

		expect(payUrl).toContain(double.url);
		expect(clientSecret).toBeNull();
	}));
