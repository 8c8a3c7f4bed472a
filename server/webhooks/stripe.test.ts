import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
	payBody,
	post,
	setKnobs,
	startReceiver,
	withDouble
} from '../../doubles/payments/tests/house.ts';
import { signStripe } from '../../doubles/payments/webhooks/sign.ts';
import { verifyStripe } from './stripe.ts';

const SECRET = 'whsec_current';
const NOW = Date.parse('2026-11-23T20:00:00Z');
const intent = randomUUID();
const event = {
	id: 'evt_1',
	object: 'event',
	type: 'payment_intent.succeeded',
	livemode: false,
	data: {
		object: {
			id: 'pi_1',
			object: 'payment_intent',
			amount: 2350,
			latest_charge: 'ch_1',
			metadata: { order_id: randomUUID(), intent }
		}
	}
};
const body = JSON.stringify(event);

const signed = (text = body, secret = SECRET, atMs = NOW) =>
	signStripe(text, secret, Math.floor(atMs / 1000));
const headerOf = (headers: Record<string, string>) => headers['stripe-signature'] ?? '';
const verify = (text: string, headers: Record<string, string>, secrets = [SECRET]) =>
	verifyStripe(Buffer.from(text), headers, secrets, NOW);

describe('a webhook of Stripe', () => {
	test('is taken when it was signed by our secret', () => {
		expect(verify(body, signed())).toMatchObject({
			id: 'evt_1',
			type: 'payment_intent.succeeded',
			account: null,
			intent,
			providerIds: ['pi_1', 'ch_1'],
			payload: { id: 'evt_1', data: { object: { amount: 2350 } } }
		});
	});

	test('is taken by both secrets while one replaces the other', () => {
		const secrets = ['whsec_next', SECRET];

		expect(verify(body, signed(), secrets)?.id).toBe('evt_1');
		expect(verify(body, signed(body, 'whsec_next'), secrets)?.id).toBe('evt_1');
	});

	test('may be up to 5 minutes old, or ahead of our clock', () => {
		expect(verify(body, signed(body, SECRET, NOW - 300_000))?.id).toBe('evt_1');
		expect(verify(body, signed(body, SECRET, NOW + 300_000))?.id).toBe('evt_1');
	});

	test('names its connected account, and the payment behind other objects', () => {
		const object = { id: 'dp_1', payment_intent: { id: 'pi_2' }, charge: 'ch_2', metadata: {} };
		const text = JSON.stringify({ ...event, account: 'acct_nice', data: { object } });

		expect(verify(text, signed(text))).toMatchObject({
			account: 'acct_nice',
			intent: null,
			providerIds: ['dp_1', 'pi_2', 'ch_2']
		});
	});

	test('names our intent by the reference of its session, and no text that is none', () => {
		const of = (reference: string) => {
			const object = { id: 'cs_1', client_reference_id: reference, metadata: null };
			const text = JSON.stringify({ ...event, data: { object } });
			return verify(text, signed(text));
		};

		expect(of(intent)?.intent).toBe(intent);
		expect(of('customer-7')?.intent).toBeNull();
	});

	const forged: [string, string, Record<string, string>][] = [
		['a changed body', body.replace('2350', '1'), signed()],
		['one more space', `${body} `, signed()],
		['a body that was parsed and written again', JSON.stringify(event, null, 1), signed()],
		['another secret', body, signed(body, 'whsec_guessed')],
		['an old signature', body, signed(body, SECRET, NOW - 301_000)],
		['a signature from the future', body, signed(body, SECRET, NOW + 302_000)],
		['no header', body, {}],
		['an empty header', body, { 'stripe-signature': '' }],
		['v0 only', body, { 'stripe-signature': headerOf(signed()).replace('v1=', 'v0=') }],
		[
			'a newer time on an old signature',
			body,
			{
				'stripe-signature': headerOf(signed(body, SECRET, NOW - 3_600_000)).replace(
					/t=\d+/,
					`t=${NOW / 1000}`
				)
			}
		],
		[
			'two times',
			body,
			{ 'stripe-signature': `t=${NOW / 1000},${headerOf(signed(body, SECRET, NOW + 9_000_000))}` }
		],
		['no time', body, { 'stripe-signature': headerOf(signed()).replace(/t=\d+,/, '') }],
		['half a signature', body, { 'stripe-signature': headerOf(signed()).slice(0, -8) }],
		['an empty body', '', signed('{}')],
		['the signature of another event', body, signed('{"id":"evt_2"}')],
		['no JSON', 'paid', signed('paid')],
		['no event', '{"id":"pi_1"}', signed('{"id":"pi_1"}')]
	];

	test.each(forged)('is refused with %s', (_shape, text, headers) => {
		expect(verify(text, headers)).toBeUndefined();
	});

	test('is refused where no secret is set', () => {
		expect(verify(body, signed(), [])).toBeUndefined();
		expect(verify(body, signed(body, ' '), [''])).toBeUndefined();
	});
});

test('of 30 webhooks of the double and 30 forged ones the 30 are taken', async () => {
	const receiver = await startReceiver();
	await withDouble(async (double, stripe) => {
		await post(double, '/endpoints', { stripe: { url: receiver.url, secret: SECRET } });
		await setKnobs(double, { forge: 1 });
		for (let n = 0; n < 10; n += 1) await stripe.paymentIntents.create(payBody());
		await expect.poll(() => receiver.received.length).toBe(60);
	});
	await receiver.close();

	const taken = receiver.received.filter(({ body: text, headers }) =>
		verifyStripe(Buffer.from(text), headers, [SECRET], Date.now())
	);
	expect(taken).toHaveLength(30);
});
