import { expect, test } from 'vitest';
import type { Double } from '../server.ts';
import { post, readDoubleBooks, setKnobs, startReceiver, submit, withDouble } from './house.ts';

const DAY_MS = 24 * 3_600_000;

interface Reply {
	status: number;
	json: Wire;
}

interface Wire {
	id: string;
	status: string;
	name?: string;
	details?: { issue: string }[];
	links: { rel: string; href: string }[];
	purchase_units: { payments: { authorizations: { id: string }[]; captures: { id: string }[] } }[];
	verification_status?: string;
	events: { event_type: string }[];
}

async function clientOf(double: Double) {
	const basic = Buffer.from('double:double-secret').toString('base64');
	const response = await fetch(`${double.url}/v1/oauth2/token`, {
		method: 'POST',
		headers: { authorization: `Basic ${basic}` },
		body: 'grant_type=client_credentials'
	});
	const { access_token } = (await response.json()) as { access_token: string };
	return async (
		method: string,
		path: string,
		body?: unknown,
		requestId?: string
	): Promise<Reply> => {
		const reply = await fetch(double.url + path, {
			method,
			headers: {
				authorization: `Bearer ${access_token}`,
				'content-type': 'application/json',
				...(requestId !== undefined && { 'paypal-request-id': requestId })
			},
			...(body !== undefined && { body: JSON.stringify(body) })
		});
		const text = await reply.text();
		return { status: reply.status, json: (text === '' ? {} : JSON.parse(text)) as Wire };
	};
}

type Client = Awaited<ReturnType<typeof clientOf>>;

function orderBody(intent: 'AUTHORIZE' | 'CAPTURE') {
	return {
		intent,
		purchase_units: [{ custom_id: 'order-7', amount: { currency_code: 'EUR', value: '23.50' } }],
		payment_source: {
			paypal: {
				experience_context: {
					return_url: 'https://shop.example/back',
					cancel_url: 'https://shop.example/left',
					locale: 'fr-FR'
				}
			}
		}
	};
}

async function approved(
	call: Client,
	intent: 'AUTHORIZE' | 'CAPTURE',
	answer = 'yes'
): Promise<string> {
	const { json } = await call('POST', '/v2/checkout/orders', orderBody(intent));
	await submit(json.links.find(({ rel }) => rel === 'payer-action')?.href ?? '', { answer });
	return json.id;
}

async function authorized(call: Client): Promise<string> {
	const id = await approved(call, 'AUTHORIZE');
	const { json } = await call('POST', `/v2/checkout/orders/${id}/authorize`);
	return json.purchase_units[0]?.payments.authorizations[0]?.id ?? '';
}

async function payment(double: Double) {
	return (await readDoubleBooks(double)).paypal['double']?.payments[0];
}

const issueOf = ({ json }: Reply) => json.details?.[0]?.issue;
const eur = (value: string) => ({ amount: { currency_code: 'EUR', value } });

test('an order is approved on its page, authorised, and captured in part', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const made = await call('POST', '/v2/checkout/orders', orderBody('AUTHORIZE'), 'order-1');
		const again = await call('POST', '/v2/checkout/orders', orderBody('AUTHORIZE'), 'order-1');
		const early = await call('POST', `/v2/checkout/orders/${made.json.id}/authorize`);
		const url = made.json.links.find(({ rel }) => rel === 'payer-action')?.href ?? '';
		const page = await (await fetch(url)).text();
		const agreed = await submit(url, { answer: 'yes' });
		const { json } = await call(
			'POST',
			`/v2/checkout/orders/${made.json.id}/authorize`,
			undefined,
			'auth-1'
		);
		const held = await payment(double);
		const authorization = json.purchase_units[0]?.payments.authorizations[0]?.id ?? '';
		const path = `/v2/payments/authorizations/${authorization}/capture`;
		const tooMuch = await call('POST', path, eur('23.51'));
		const captured = await call(
			'POST',
			path,
			{ ...eur('20.00'), final_capture: true },
			'capture-1'
		);
		const replayed = await call(
			'POST',
			path,
			{ ...eur('20.00'), final_capture: true },
			'capture-1'
		);

		expect(made).toMatchObject({ status: 201, json: { status: 'PAYER_ACTION_REQUIRED' } });
		expect(again).toMatchObject({ status: 200, json: { id: made.json.id } });
		expect(issueOf(early)).toBe('ORDER_NOT_APPROVED');
		expect(page).toMatch(/lang="fr"[\s\S]*23,50\s€/);
		expect(agreed.headers.get('location')).toMatch(
			/^https:\/\/shop\.example\/back\?token=\w{17}&PayerID=\w+$/
		);
		expect(held).toMatchObject({ orderId: 'order-7', authorizedMinor: 2_350, capturedMinor: 0 });
		expect(issueOf(tooMuch)).toBe('MAX_CAPTURE_AMOUNT_EXCEEDED');
		expect(captured).toMatchObject({ status: 201, json: { status: 'COMPLETED' } });
		expect(replayed.json.id).toBe(captured.json.id);
		expect(await payment(double)).toMatchObject({ authorizedMinor: 0, capturedMinor: 2_000 });
	}));

test('capture at once, two refunds of one amount, and no more than was captured', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const id = await approved(call, 'CAPTURE');
		const { json } = await call('POST', `/v2/checkout/orders/${id}/capture`);
		const path = `/v2/payments/captures/${json.purchase_units[0]?.payments.captures[0]?.id}/refund`;
		const [one, two] = [
			await call('POST', path, eur('10.00'), 'r1'),
			await call('POST', path, eur('10.00'), 'r2')
		];
		const again = await call('POST', path, eur('10.00'), 'r2');
		const tooMuch = await call('POST', path, eur('3.51'), 'r3');
		const rest = await call('POST', path, undefined, 'r4');
		const none = await call('POST', path, undefined, 'r5');

		expect(one.json.id).not.toBe(two.json.id);
		expect(again.json.id).toBe(two.json.id);
		expect(issueOf(tooMuch)).toBe('REFUND_AMOUNT_EXCEEDED');
		expect(rest.status).toBe(201);
		expect(issueOf(none)).toBe('CAPTURE_FULLY_REFUNDED');
		expect(await payment(double)).toMatchObject({ capturedMinor: 2_350, refundedMinor: 2_350 });
		expect(issueOf(await call('POST', `/v2/checkout/orders/${id}/capture`))).toBe(
			'ORDER_ALREADY_CAPTURED'
		);
	}));

test('a refusal of the bank lets the payer approve once more', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const id = await approved(call, 'CAPTURE', 'declined');
		const declined = await call('POST', `/v2/checkout/orders/${id}/capture`);
		await submit(`${double.url}/checkoutnow?token=${id}`, { answer: 'yes' });
		const captured = await call('POST', `/v2/checkout/orders/${id}/capture`);

		expect(issueOf(declined)).toBe('INSTRUMENT_DECLINED');
		expect(captured.status).toBe(201);
	}));

test.each([
	['pending', 'COMPLETED', 2_350, 'PAYMENT.CAPTURE.COMPLETED'],
	['denied', 'DECLINED', 0, 'PAYMENT.CAPTURE.DENIED']
])('a capture under review: %s ends as %s', (answer, status, capturedMinor, event) =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const id = await approved(call, 'CAPTURE', answer);
		const { json } = await call('POST', `/v2/checkout/orders/${id}/capture`);
		const capture = `/v2/payments/captures/${json.purchase_units[0]?.payments.captures[0]?.id}`;
		const early = await call('GET', capture);
		const refused = await call('POST', `${capture}/refund`);
		const before = await payment(double);
		await setKnobs(double, { clockOffsetMs: 60_000 });

		expect(early.json.status).toBe('PENDING');
		expect(issueOf(refused)).toBe('PENDING_CAPTURE');
		expect(before?.capturedMinor).toBe(0);
		expect((await call('GET', capture)).json.status).toBe(status);
		expect(await payment(double)).toMatchObject({ capturedMinor });
		const listed = await call('GET', `/v1/notifications/webhooks-events?event_type=${event}`);
		expect(listed.json.events).toHaveLength(1);
	})
);

test('a dispute takes the money until it is won', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const id = await approved(call, 'CAPTURE');
		const { json } = await call('POST', `/v2/checkout/orders/${id}/capture`);
		const paypalCapture = json.purchase_units[0]?.payments.captures[0]?.id;
		const opened = await post(double, '/disputes', { paypalCapture, amountMinor: 1_000 });
		const { dispute_id } = (await opened.json()) as { dispute_id: string };
		const disputed = await payment(double);
		await post(double, `/disputes/${dispute_id}/close`, { status: 'won' });

		expect(disputed?.disputedMinor).toBe(1_000);
		expect((await payment(double))?.disputedMinor).toBe(0);
		const found = await call('GET', `/v1/customer/disputes/${dispute_id}`);
		expect(found.json.status).toBe('RESOLVED');
	}));

test('void releases, 29 days end, and reauthorisation waits for the fourth day', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const [left, kept] = [await authorized(call), await authorized(call)];
		const path = (id: string, verb: string) => `/v2/payments/authorizations/${id}/${verb}`;
		const voided = await call('POST', path(left, 'void'));
		const refused = await call('POST', path(left, 'capture'));
		const early = await call('POST', path(kept, 'reauthorize'));
		await setKnobs(double, { clockOffsetMs: 4 * DAY_MS });
		const fresh = await clientOf(double);
		const renewed = await fresh('POST', path(kept, 'reauthorize'));
		await setKnobs(double, { clockOffsetMs: 30 * DAY_MS });
		const late = await clientOf(double);
		const expired = await late('POST', path(renewed.json.id, 'capture'));

		expect(voided.status).toBe(204);
		expect(issueOf(refused)).toBe('AUTHORIZATION_VOIDED');
		expect(issueOf(early)).toBe('REAUTHORIZATION_TOO_SOON');
		expect(renewed.status).toBe(201);
		expect(issueOf(expired)).toBe('AUTHORIZATION_EXPIRED');
	}));

test('after a part, a capture without an amount asks for the whole, and is refused', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const path = `/v2/payments/authorizations/${await authorized(call)}/capture`;
		await call('POST', path, eur('20.00'));
		const whole = await call('POST', path);
		const foreign = await call('POST', path, { amount: { currency_code: 'USD', value: '1.00' } });
		const rest = await call('POST', path, eur('3.50'));

		expect(issueOf(whole)).toBe('MAX_CAPTURE_AMOUNT_EXCEEDED');
		expect(issueOf(foreign)).toBe('AUTH_CAPTURE_CURRENCY_MISMATCH');
		expect(rest.status).toBe(201);
		expect(await payment(double)).toMatchObject({ authorizedMinor: 0, capturedMinor: 2_350 });
	}));

test('a reauthorisation holds the money once, and ends with its parent', () =>
	withDouble(async (double) => {
		const parent = await authorized(await clientOf(double));
		await setKnobs(double, { clockOffsetMs: 4 * DAY_MS });
		const call = await clientOf(double);
		const { json } = await call('POST', `/v2/payments/authorizations/${parent}/reauthorize`);
		const held = await payment(double);
		const alone = await call('POST', `/v2/payments/authorizations/${json.id}/void`);
		const both = await call('POST', `/v2/payments/authorizations/${parent}/void`);

		expect(held?.authorizedMinor).toBe(2_350);
		expect(issueOf(alone)).toBe('CANNOT_BE_VOIDED');
		expect(both.status).toBe(204);
		expect((await payment(double))?.authorizedMinor).toBe(0);
	}));

test('an order request id is forgotten after 6 hours: a second order', () =>
	withDouble(async (double) => {
		const create = async () =>
			(await clientOf(double))('POST', '/v2/checkout/orders', orderBody('CAPTURE'), 'k');
		const first = await create();
		await setKnobs(double, { clockOffsetMs: 6 * 3_600_000 });

		expect((await create()).json.id).not.toBe(first.json.id);
	}));

test('500 after the effect, then the same request id: one capture', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const id = await approved(call, 'CAPTURE');
		await setKnobs(double, { errorAfterEffect: 1 });
		const broken = await call('POST', `/v2/checkout/orders/${id}/capture`, undefined, 'k');
		await setKnobs(double, { errorAfterEffect: 0 });
		const found = await call('POST', `/v2/checkout/orders/${id}/capture`, undefined, 'k');

		expect(broken).toMatchObject({ status: 500, json: { name: 'INTERNAL_SERVER_ERROR' } });
		expect(found.json.status).toBe('COMPLETED');
		expect((await payment(double))?.captures).toHaveLength(1);
	}));

test('webhooks carry PayPal’s headers, and verify only unchanged', async () => {
	const receiver = await startReceiver();
	await withDouble(async (double) => {
		await post(double, '/endpoints', { paypal: { url: receiver.url, webhookId: 'WH-1' } });
		const call = await clientOf(double);
		const id = await approved(call, 'CAPTURE');
		await call('POST', `/v2/checkout/orders/${id}/capture`);
		await expect.poll(() => receiver.received.length).toBe(3);
		const [first] = receiver.received;
		const headers = first?.headers ?? {};
		const event = JSON.parse(first?.body ?? '') as object;
		const verify = async (webhook_event: object, webhook_id: string) => {
			const { json } = await call('POST', '/v1/notifications/verify-webhook-signature', {
				auth_algo: headers['paypal-auth-algo'],
				cert_url: headers['paypal-cert-url'],
				transmission_id: headers['paypal-transmission-id'],
				transmission_sig: headers['paypal-transmission-sig'],
				transmission_time: headers['paypal-transmission-time'],
				webhook_id,
				webhook_event
			});
			return json.verification_status;
		};

		expect(await verify(event, 'WH-1')).toBe('SUCCESS');
		expect(await verify({ ...event, id: 'WH-other' }, 'WH-1')).toBe('FAILURE');
		expect(await verify(event, 'WH-2')).toBe('FAILURE');
		const listed = await call('GET', '/v1/notifications/webhooks-events?page_size=100');
		expect(listed.json.events.map(({ event_type }) => event_type)).toEqual([
			'CHECKOUT.ORDER.COMPLETED',
			'PAYMENT.CAPTURE.COMPLETED',
			'CHECKOUT.ORDER.APPROVED'
		]);
	});
	await receiver.close();
});

test.each([
	[{ intent: 'SALE' }, 400],
	[{ intent: 'CAPTURE', purchase_units: [] }, 400],
	[{ intent: 'CAPTURE', purchase_units: [eur('1,50')] }, 400],
	[{ intent: 'CAPTURE', purchase_units: [eur('0.00')] }, 422],
	[{ intent: 'CAPTURE', purchase_units: [eur('1.005')] }, 422],
	[{ intent: 'CAPTURE', purchase_units: [{ amount: { currency_code: 'JPY', value: '1.5' } }] }, 422]
])('the order %j is refused with PayPal’s error', (body, status) =>
	withDouble(async (double) => {
		const reply = await (await clientOf(double))('POST', '/v2/checkout/orders', body);

		const name = status === 400 ? 'INVALID_REQUEST' : 'UNPROCESSABLE_ENTITY';
		expect(reply).toMatchObject({ status, json: { name } });
		expect((await (await clientOf(double))('GET', '/v2/checkout/orders/NONE')).json.name).toBe(
			'RESOURCE_NOT_FOUND'
		);
	})
);

test('a wrong secret and an old token are refused', () =>
	withDouble(async (double) => {
		const call = await clientOf(double);
		const wrong = await fetch(`${double.url}/v1/oauth2/token`, {
			method: 'POST',
			headers: { authorization: `Basic ${Buffer.from('double:other').toString('base64')}` },
			body: 'grant_type=client_credentials'
		});
		await setKnobs(double, { clockOffsetMs: 10 * 3_600_000 });

		expect(wrong.status).toBe(401);
		expect((await call('GET', '/v2/checkout/orders/X')).status).toBe(401);
	}));
