import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
	post,
	readDoubleBooks,
	setKnobs,
	submit,
	withDouble
} from '../../doubles/payments/tests/house.ts';
import { startDouble, type Double } from '../../doubles/payments/server.ts';
import {
	newIntent,
	opened,
	pagesOf,
	refusalOf,
	seen
} from '../../tests/support/payments/gateways.ts';
import { Refused, Unsure, type Gateway } from './gateway.ts';
import { createPayPalGateway } from './paypal.ts';

const DAY_MS = 24 * 3_600_000;
const KEYS = { clientId: 'double', clientSecret: 'double-secret', mode: 'test' } as const;

const withPayPal = (act: (gateway: Gateway, double: Double) => Promise<void>) =>
	withDouble((double) => act(createPayPalGateway({ ...KEYS, doubleUrl: double.url }), double));

/** An order that the customer agreed to. */
async function approved(gateway: Gateway, answer = 'yes', intent = newIntent()) {
	const made = await opened(gateway, intent);
	await submit(made.payUrl, { answer });
	return made.intent;
}

async function authorised(gateway: Gateway, answer?: string) {
	const intent = await approved(gateway, answer);
	await gateway.authorise(intent, `authorise-${intent.id}-1`);
	return (await seen(gateway, intent)).intent;
}

async function captured(gateway: Gateway, amountMinor = 2350, answer?: string) {
	const intent = await authorised(gateway, answer);
	await gateway.capture(intent, amountMinor, `capture-${intent.id}-1`);
	return (await seen(gateway, intent)).intent;
}

async function books(double: Double) {
	const account = (await readDoubleBooks(double)).paypal['double'];
	if (!account) throw new Error('no account in the books');
	return account;
}

describe('an order', () => {
	test('is open, approved, authorised and captured, a step each', () =>
		withPayPal(async (gateway, double) => {
			const { intent, payUrl } = await opened(gateway);
			const open = await gateway.look(intent);
			const page = await (await fetch(payUrl)).text();
			const agreed = await submit(payUrl, { answer: 'yes' });
			const approval = await gateway.look(intent);
			await gateway.authorise(intent, 'authorise-1');
			const { shown, intent: known } = await seen(gateway, intent);
			await gateway.capture(known, 2350, 'capture-1');

			expect(open).toMatchObject({ state: 'open', amountMinor: 2350, currency: 'EUR', payUrl });
			expect(page).toContain('lang="fr"');
			expect(agreed.headers.get('location')).toContain(pagesOf(intent).returnUrl);
			expect(approval).toMatchObject({ state: 'approved', paymentId: null, payUrl: null });
			expect(shown).toMatchObject({ state: 'authorised', capturedMinor: 0, order: intent.order });
			expect(Date.parse(shown.authorisedUntil ?? '') - Date.now()).toBeGreaterThan(28.9 * DAY_MS);
			expect(await gateway.look(known)).toMatchObject({
				state: 'captured',
				capturedMinor: 2350,
				refundedMinor: 0,
				authorisedUntil: null
			});
			expect((await books(double)).payments[0]).toMatchObject({
				orderId: intent.order,
				capturedMinor: 2350
			});
		}));

	test('speaks English to a customer who does', () =>
		withPayPal(async (gateway) => {
			const { payUrl } = await opened(gateway, newIntent({ language: 'en' }));

			expect(await (await fetch(payUrl)).text()).toContain('lang="en"');
		}));

	test('of a currency without decimals keeps its amount', () =>
		withPayPal(async (gateway) => {
			const { intent } = await opened(gateway, newIntent({ currency: 'JPY' }));

			expect(await gateway.look(intent)).toMatchObject({ amountMinor: 2350, currency: 'JPY' });
		}));

	test('cannot be authorised before the customer agreed', () =>
		withPayPal(async (gateway) => {
			const { intent } = await opened(gateway);

			expect(await refusalOf(gateway.authorise(intent, 'authorise-1'))).toMatchObject({
				name: 'Refused',
				code: 'ORDER_NOT_APPROVED'
			});
		}));

	test('that the bank declined is open once more, and takes another answer', () =>
		withPayPal(async (gateway) => {
			const intent = await approved(gateway, 'declined');
			const declined = await refusalOf(gateway.authorise(intent, 'authorise-1'));
			const { shown } = await seen(gateway, intent);
			await submit(shown.payUrl ?? '', { answer: 'yes' });
			await gateway.authorise(intent, 'authorise-2');

			expect(declined).toMatchObject({ name: 'Refused', code: 'INSTRUMENT_DECLINED' });
			expect(shown).toMatchObject({ state: 'open' });
			expect(await gateway.look(intent)).toMatchObject({ state: 'authorised' });
		}));

	test('is closed by taking nothing', () =>
		withPayPal(async (gateway, double) => {
			const intent = await approved(gateway);
			await gateway.close(intent, 'close-1');

			expect((await books(double)).payments[0]).toMatchObject({ authorizedMinor: 0 });
		}));

	test('is not there when it was never opened', () =>
		withPayPal(async (gateway) => {
			await opened(gateway);

			expect(await gateway.look(newIntent())).toBeUndefined();
			expect(await gateway.look(newIntent({ providerId: 'NONE' }))).toBeUndefined();
		}));
});

describe('money', () => {
	test('is given back before it is taken, once or twice', () =>
		withPayPal(async (gateway, double) => {
			const intent = await authorised(gateway);
			await gateway.release(intent, 'release-1');
			await gateway.release(intent, 'release-2');

			expect(await gateway.look(intent)).toMatchObject({ state: 'released', capturedMinor: 0 });
			expect((await books(double)).payments[0]).toMatchObject({ authorizedMinor: 0 });
		}));

	test('that was not captured in 29 days is no longer reserved', () =>
		withPayPal(async (gateway, double) => {
			const intent = await authorised(gateway);
			await setKnobs(double, { clockOffsetMs: 29 * DAY_MS });

			expect(await gateway.look(intent)).toMatchObject({ state: 'expired', authorisedUntil: null });
			expect(await refusalOf(gateway.capture(intent, 2350, 'capture-1'))).toMatchObject({
				code: 'AUTHORIZATION_EXPIRED'
			});
		}));

	test('is taken in part, and the rest is released', () =>
		withPayPal(async (gateway, double) => {
			const intent = await captured(gateway, 2000);

			expect(await gateway.look(intent)).toMatchObject({
				capturedMinor: 2000,
				refundedMinor: 0,
				refunds: []
			});
			expect((await books(double)).payments[0]).toMatchObject({ authorizedMinor: 0 });
		}));

	test('is refunded twice by two refunds of the same amount, and once by one key', () =>
		withPayPal(async (gateway, double) => {
			const intent = await captured(gateway);
			const refund = (id: string) =>
				gateway.refund(intent, { id, amountMinor: 500 }, `refund-${id}-1`);
			await refund('a');
			await refund('b');
			await refund('b');
			const shown = await gateway.look(intent);

			expect(shown?.refunds.map((one) => one.refund)).toEqual(['a', 'b']);
			expect(shown).toMatchObject({ refundedMinor: 1000 });
			expect((await books(double)).payments[0]).toMatchObject({ refundedMinor: 1000 });
		}));

	test('cannot be refunded beyond what was taken', () =>
		withPayPal(async (gateway) => {
			const intent = await captured(gateway);
			const refused = gateway.refund(intent, { id: 'a', amountMinor: 2351 }, 'refund-a-1');

			expect(await refusalOf(refused)).toMatchObject({
				name: 'Refused',
				code: 'REFUND_AMOUNT_EXCEEDED'
			});
		}));

	test('under review is not taken yet, and its refund waits', () =>
		withPayPal(async (gateway, double) => {
			const intent = await captured(gateway, 2350, 'pending');
			const refund = () => gateway.refund(intent, { id: 'a', amountMinor: 500 }, 'refund-a-1');
			const early = await refusalOf(refund());
			const before = await gateway.look(intent);
			await setKnobs(double, { clockOffsetMs: 60_000 });
			await refund();

			expect(early).toMatchObject({ name: 'PayPalTrouble', code: 'PENDING_CAPTURE' });
			expect(before).toMatchObject({ state: 'captured', capturedMinor: 0 });
			expect(await gateway.look(intent)).toMatchObject({ capturedMinor: 2350, refundedMinor: 500 });
		}));

	test('that a review declines is a capture that failed', () =>
		withPayPal(async (gateway, double) => {
			const intent = await captured(gateway, 2350, 'denied');
			await setKnobs(double, { clockOffsetMs: 60_000 });

			expect(await gateway.look(intent)).toMatchObject({
				state: 'failed',
				capturedMinor: 0,
				decline: 'CAPTURE_DECLINED'
			});
		}));
});

describe('without an answer', () => {
	const noAnswer = [
		['the reply is lost', { lostReply: 1 }, 'PayPalTrouble'],
		['a failure hides the effect', { errorAfterEffect: 1 }, Unsure.name]
	] as const;

	test.each(noAnswer)('when %s the same key finds the order', (_case, knobs, name) =>
		withPayPal(async (gateway, double) => {
			const intent = newIntent();
			await opened(gateway);
			await setKnobs(double, knobs);
			const lost = await refusalOf(gateway.open(intent, pagesOf(intent)));
			await setKnobs(double, { reset: true });
			const { intent: known } = await opened(gateway, intent);

			expect(lost).toMatchObject({ name });
			expect(await gateway.look(known)).toMatchObject({ state: 'open', order: intent.order });
			expect((await books(double)).payments).toHaveLength(2);
		})
	);

	test.each(noAnswer)('when %s each step takes effect once', (_case, knobs, name) =>
		withPayPal(async (gateway, double) => {
			const intent = await approved(gateway);
			const steps = [
				() => gateway.authorise(intent, 'authorise-1'),
				async () => gateway.capture((await seen(gateway, intent)).intent, 2000, 'capture-1'),
				async () => {
					const { intent: known } = await seen(gateway, intent);
					await gateway.refund(known, { id: 'a', amountMinor: 500 }, 'refund-a-1');
				}
			];
			for (const step of steps) {
				await setKnobs(double, knobs);
				expect(await refusalOf(step())).toMatchObject({ name });
				await setKnobs(double, { reset: true });
			}

			expect(await gateway.look(intent)).toMatchObject({
				state: 'captured',
				capturedMinor: 2000,
				refundedMinor: 500,
				refunds: [{ refund: 'a', state: 'succeeded' }]
			});
			expect((await books(double)).payments[0]).toMatchObject({ refundedMinor: 500 });
		})
	);

	test('too many requests come again', () =>
		withPayPal(async (gateway, double) => {
			const { intent } = await opened(gateway);
			await setKnobs(double, { rateLimit: 1 });
			const refused = await refusalOf(gateway.look(intent));

			expect(refused).toMatchObject({ name: 'PayPalTrouble', statusCode: 429 });
		}));

	test('a slow provider is given up after the limit', () =>
		withDouble(async (double) => {
			const gateway = createPayPalGateway({ ...KEYS, doubleUrl: double.url, timeoutMs: 100 });
			await setKnobs(double, { slowMs: 1000 });
			const began = performance.now();

			expect(await refusalOf(opened(gateway))).toMatchObject({ name: 'PayPalTrouble' });
			expect(performance.now() - began).toBeLessThan(900);
		}));

	test('an error tells no secret and no token', async () => {
		const double = await startDouble();
		const gateway = createPayPalGateway({ ...KEYS, doubleUrl: double.url });
		const { intent } = await opened(gateway);
		await setKnobs(double, { down: true });
		const silent = await refusalOf(gateway.look(intent));
		await setKnobs(double, { reset: true, rateLimit: 1 });
		const busy = await refusalOf(gateway.look(intent));
		const wrong = createPayPalGateway({ ...KEYS, clientSecret: 'other', doubleUrl: double.url });
		const unknown = await refusalOf(wrong.look(intent));
		await double.close();

		expect(unknown).toMatchObject({ name: 'PayPalTrouble', statusCode: 401 });
		const told = inspect([silent, busy, unknown], { depth: 9 });
		expect(told).not.toMatch(/authorization|Bearer|Basic|A21AA|double-secret/i);
	});
});

describe('the access token', () => {
	test('is asked for again when PayPal ended it', () =>
		withPayPal(async (gateway, double) => {
			const { intent } = await opened(gateway);
			await setKnobs(double, { clockOffsetMs: DAY_MS });

			expect(await gateway.look(intent)).toMatchObject({ state: 'open' });
		}));

	test('is one for all calls', () =>
		withDouble(async (double) => {
			await captured(createPayPalGateway({ ...KEYS, doubleUrl: double.url }));

			expect(double.world.paypal.get('double')?.tokens.size).toBe(1);
		}));
});

test('a dispute is no part of an order at PayPal', () =>
	withPayPal(async (gateway, double) => {
		const intent = await captured(gateway);
		await post(double, '/disputes', { paypalCapture: intent.captureId, amountMinor: 1000 });

		expect(await gateway.look(intent)).toMatchObject({ state: 'captured', disputedMinor: 0 });
	}));

test('a shop has its own merchant as payee', async () => {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.on('end', () => {
			bodies.push(body);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(
				request.url === '/v1/oauth2/token'
					? '{"access_token":"t","token_type":"Bearer","expires_in":3600}'
					: '{"id":"5O190127TN364715T","links":[{"rel":"payer-action","href":"https://x.example/"}]}'
			);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const gateway = createPayPalGateway({ ...KEYS, doubleUrl: `http://127.0.0.1:${port}` });
	await opened(gateway, newIntent({ account: '8YFTAQUGXXJ3U' }));
	server.closeAllConnections();
	server.close();

	expect(JSON.parse(bodies.at(-1) ?? '')).toMatchObject({
		intent: 'AUTHORIZE',
		purchase_units: [{ payee: { merchant_id: '8YFTAQUGXXJ3U' } }]
	});
});

test('a refusal for good is Refused', () =>
	withPayPal(async (gateway) => {
		const intent = await captured(gateway);

		expect(await refusalOf(gateway.capture(intent, 2350, 'capture-2'))).toBeInstanceOf(Refused);
	}));
