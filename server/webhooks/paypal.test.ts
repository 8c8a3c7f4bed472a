import { createSign, randomUUID, X509Certificate, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import {
	post,
	setKnobs,
	startReceiver,
	submit,
	withDouble
} from '../../doubles/payments/tests/house.ts';
import { selfSigned } from '../../tests/support/payments/certificate.ts';
import { newIntent, opened, seen } from '../../tests/support/payments/gateways.ts';
import { createPayPalGateway } from '../../workers/payments/paypal.ts';
import { createCertificateStore } from './paypal-certificates.ts';
import { verifyPayPal } from './paypal.ts';

const NOW = Date.parse('2026-11-23T20:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CERT_URL = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594';
const WEBHOOK = '1JE4291016473214C';
const own = selfSigned(new Date(NOW - DAY_MS), new Date(NOW + DAY_MS));
const other = selfSigned(new Date(NOW - DAY_MS), new Date(NOW + DAY_MS));

const intent = randomUUID();
const event = {
	id: 'WH-1',
	event_type: 'PAYMENT.CAPTURE.COMPLETED',
	resource_type: 'capture',
	resource: {
		id: '2GG279541U471931P',
		status: 'COMPLETED',
		invoice_id: intent,
		amount: { currency_code: 'EUR', value: '23.50' },
		supplementary_data: { related_ids: { order_id: '5O190127TN364715T' } }
	}
};
const body = JSON.stringify(event);
type Headers = Record<string, string>;

function signed(
	text = body,
	{ key = own.privateKey as KeyObject, webhook = WEBHOOK, at = NOW, cert = CERT_URL } = {}
): Headers {
	const id = randomUUID();
	const time = new Date(at).toISOString().replace('.000Z', 'Z');
	const message = `${id}|${time}|${webhook}|${crc32(text)}`;
	return {
		'paypal-auth-algo': 'SHA256withRSA',
		'paypal-cert-url': cert,
		'paypal-transmission-id': id,
		'paypal-transmission-sig': createSign('RSA-SHA256').update(message).sign(key, 'base64'),
		'paypal-transmission-time': time
	};
}

const answerWith = (text: string, status = 200) =>
	vi.fn<typeof fetch>(() => Promise.resolve(new Response(text, { status })));

function verify(text: string, headers: Headers, get = answerWith(own.pem)) {
	const certificates = createCertificateStore({ fetch: get, now: () => NOW });
	return verifyPayPal(Buffer.from(text), headers, { webhookId: WEBHOOK, certificates, now: NOW });
}

const without = (name: string) => {
	const { [name]: _, ...rest } = signed();
	return rest;
};

describe('a webhook of PayPal', () => {
	test('is taken when it was signed for our webhook', async () => {
		expect(await verify(body, signed())).toMatchObject({
			id: 'WH-1',
			type: 'PAYMENT.CAPTURE.COMPLETED',
			account: null,
			intent,
			providerIds: ['2GG279541U471931P', '5O190127TN364715T'],
			payload: { resource: { amount: { currency_code: 'EUR', value: '23.50' } } }
		});
	});

	test('is taken again after three days, as PayPal repeats it', async () => {
		expect(await verify(body, signed(body, { at: NOW - 3 * DAY_MS }))).toBeDefined();
		expect(await verify(body, signed(body, { at: NOW + 300_000 }))).toBeDefined();
	});

	test('of an order names our intent; of a refund its capture; of a dispute the payment', async () => {
		const of = (resource_type: string, resource: object) => {
			const text = JSON.stringify({ ...event, resource_type, resource });
			return verify(text, signed(text));
		};
		const href = 'https://api.paypal.com/v2/payments/captures/CAP1';
		const refund = { id: 'REF1', invoice_id: randomUUID(), links: [{ rel: 'up', href }] };

		expect(
			await of('checkout-order', { id: 'ORD1', purchase_units: [{ invoice_id: intent }] })
		).toMatchObject({ intent, providerIds: ['ORD1'] });
		expect(await of('refund', refund)).toMatchObject({
			intent: null,
			providerIds: ['REF1', 'CAP1']
		});
		expect(
			await of('dispute', {
				dispute_id: 'PP-D-1',
				disputed_transactions: [{ seller_transaction_id: 'CAP1', buyer: { name: 'Camille' } }]
			})
		).toMatchObject({ intent: null, providerIds: ['PP-D-1', 'CAP1'] });
	});

	const forged: [string, string, Headers][] = [
		['a changed body', body.replace('23.50', '0.01'), signed()],
		['one more space', `${body} `, signed()],
		['a body that was parsed and written again', JSON.stringify(event, null, 1), signed()],
		['the key of another certificate', body, signed(body, { key: other.privateKey })],
		['another webhook id', body, signed(body, { webhook: 'WH-OTHER' })],
		['an old time', body, signed(body, { at: NOW - 4 * DAY_MS - 1000 })],
		['a time in the future', body, signed(body, { at: NOW + 301_000 })],
		['a changed time', body, { ...signed(), 'paypal-transmission-time': '2026-11-23T19:59:59Z' }],
		['no time', body, { ...signed(), 'paypal-transmission-time': 'yesterday' }],
		['a changed transmission', body, { ...signed(), 'paypal-transmission-id': randomUUID() }],
		['no headers', body, {}],
		['no signature', body, without('paypal-transmission-sig')],
		['a short signature', body, { ...signed(), 'paypal-transmission-sig': 'AAAA' }],
		['another algorithm', body, { ...signed(), 'paypal-auth-algo': 'SHA1withRSA' }],
		['no algorithm', body, { ...signed(), 'paypal-auth-algo': 'none' }],
		['an empty body', '', signed('')],
		['no JSON', 'paid', signed('paid')],
		['no event', '{"id":"WH-1"}', signed('{"id":"WH-1"}')]
	];

	test.each(forged)('is refused with %s', async (_shape, text, headers) => {
		expect(await verify(text, headers)).toBeUndefined();
	});
});

describe('the certificate', () => {
	test.each([
		'https://evil.example/v1/notifications/certs/CERT-1',
		'http://api.paypal.com/v1/notifications/certs/CERT-1',
		'https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1',
		'https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1',
		'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
		'https://user@api.paypal.com/v1/notifications/certs/CERT-1',
		'https://api.paypal.com/v1/notifications/certs/../../oauth2/CERT-1',
		'https://api.paypal.com/v1/notifications/certs/CERT-1?to=https://evil.example',
		'https://api.paypal.com/anything',
		'http://127.0.0.1:4242/v1/notifications/certs/CERT-1',
		'file:///etc/passwd',
		'nonsense'
	])('is not asked for at %s', async (cert) => {
		const get = answerWith(own.pem);

		expect(await verify(body, signed(body, { cert }), get)).toBeUndefined();
		expect(get).not.toHaveBeenCalled();
	});

	test.each([
		'api.paypal.com',
		'api-m.paypal.com',
		'api.sandbox.paypal.com',
		'api-m.sandbox.paypal.com'
	])('is asked for at %s', async (host) => {
		const cert = `https://${host}/v1/notifications/certs/CERT-1`;

		expect(await verify(body, signed(body, { cert }))).toBeDefined();
	});

	test.each([
		['that has ended', selfSigned(new Date(NOW - 2 * DAY_MS), new Date(NOW - HOUR_MS))],
		['that does not hold yet', selfSigned(new Date(NOW + HOUR_MS), new Date(NOW + DAY_MS))]
	])('%s is refused', async (_which, { pem, privateKey: key }) => {
		expect(await verify(body, signed(body, { key }), answerWith(pem))).toBeUndefined();
	});

	test.each([
		['not there', answerWith(own.pem, 404)],
		['no certificate', answerWith('<html>')],
		['a bare key, which only the double serves', answerWith(publicKeyOf(own.pem))],
		['too long', answerWith(own.pem + ' '.repeat(70_000))],
		['out of reach', vi.fn<typeof fetch>(() => Promise.reject(new Error('ECONNREFUSED')))]
	])('that is %s is refused', async (_which, get) => {
		expect(await verify(body, signed(), get)).toBeUndefined();
	});

	test('is fetched once for all webhooks, without following a redirect', async () => {
		const get = answerWith(own.pem);
		const certificates = createCertificateStore({ fetch: get, now: () => NOW });
		const check = () =>
			verifyPayPal(Buffer.from(body), signed(), { webhookId: WEBHOOK, certificates, now: NOW });
		const all = await Promise.all([check(), check(), check()]);
		await check();

		expect(all.map((one) => one?.id)).toEqual(['WH-1', 'WH-1', 'WH-1']);
		expect(get).toHaveBeenCalledTimes(1);
		expect(get.mock.calls[0]?.[1]).toMatchObject({ redirect: 'error' });
	});

	test('is asked for again after a failure, and not without end', async () => {
		let now = NOW;
		const get = answerWith('', 503);
		const certificates = createCertificateStore({ fetch: get, now: () => now });
		const ask = (n: number) =>
			certificates.keyOf(`https://api.paypal.com/v1/notifications/certs/CERT-${n}`);
		for (let n = 0; n < 50; n += 1) await ask(n);
		const first = get.mock.calls.length;
		now += 60_000;
		await ask(1);

		expect(first).toBe(20);
		expect(get).toHaveBeenCalledTimes(21);
	});
});

describe('with the double', () => {
	test('its webhooks are taken, forged ones and those of its own key elsewhere are not', async () => {
		const receiver = await startReceiver();
		await withDouble(async (double) => {
			await post(double, '/endpoints', { paypal: { url: receiver.url, webhookId: WEBHOOK } });
			await setKnobs(double, { forge: 1 });
			const gateway = createPayPalGateway({
				clientId: 'double',
				clientSecret: 'double-secret',
				mode: 'test',
				doubleUrl: double.url
			});
			const { intent: made, payUrl } = await opened(gateway, newIntent());
			await submit(payUrl, { answer: 'yes' });
			await gateway.authorise(made, 'authorise-1');
			await gateway.capture((await seen(gateway, made)).intent, 2350, 'capture-1');
			await expect.poll(() => receiver.received.length).toBe(6);

			const takenBy = async (doubleUrl: string | undefined) => {
				const certificates = createCertificateStore({ doubleUrl });
				const all = await Promise.all(
					receiver.received.map(({ body: text, headers }) =>
						verifyPayPal(Buffer.from(text), headers, {
							webhookId: WEBHOOK,
							certificates,
							now: Date.now()
						})
					)
				);
				return all.filter((one) => one !== undefined);
			};
			const taken = await takenBy(double.url);
			expect(taken.map(({ type }) => type).sort()).toEqual([
				'CHECKOUT.ORDER.APPROVED',
				'PAYMENT.AUTHORIZATION.CREATED',
				'PAYMENT.CAPTURE.COMPLETED'
			]);
			expect(new Set(taken.map((one) => one.intent))).toEqual(new Set([made.id]));
			expect(taken.every((one) => one.providerIds.includes(made.providerId))).toBe(true);
			expect(await takenBy(undefined)).toEqual([]);
			expect(await takenBy('http://127.0.0.1:1')).toEqual([]);
		});
		await receiver.close();
	});
});

function publicKeyOf(pem: string): string {
	return String(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }));
}
