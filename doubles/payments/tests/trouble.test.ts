import { expect, test } from 'vitest';
import { Chance } from '../chance.ts';
import { readSettings } from '../settings.ts';
import { payBody, post, refusalOf, setKnobs, stripeBooks, stripeFor, withDouble } from './house.ts';

test('a lost reply, then the same request again: one refund', () =>
	withDouble(async (double, stripe) => {
		const { id } = await stripe.paymentIntents.create(payBody());
		const refund = () =>
			stripe.refunds.create({ payment_intent: id, amount: 500 }, { idempotencyKey: 'refund-1' });
		await setKnobs(double, { lostReply: 1 });
		const lost = await refusalOf(refund());
		await setKnobs(double, { lostReply: 0 });
		const found = await refund();

		expect(lost.type).toBe('StripeConnectionError');
		const { payments } = await stripeBooks(double);
		expect(payments[0]?.refunds.map((one) => one.id)).toEqual([found.id]);
	}));

test('a 500 after the effect is saved, as documented: only a look finds the intent', () =>
	withDouble(async (double, stripe) => {
		const pay = () => stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' });
		await setKnobs(double, { errorAfterEffect: 1 });
		const first = await refusalOf(pay());
		await setKnobs(double, { errorAfterEffect: 0 });
		const again = await refusalOf(pay());
		const listed = await stripe.paymentIntents.list();

		expect([first.statusCode, again.statusCode]).toEqual([500, 500]);
		expect(listed.data).toHaveLength(1);
		expect(listed.data[0]).toMatchObject({
			status: 'succeeded',
			metadata: { order_id: 'order-7' }
		});
	}));

test('a 500 that is not saved: the retries of the SDK find the answer', () =>
	withDouble(async (double) => {
		await setKnobs(double, { errorAfterEffect: 1, errorIsSaved: false });
		const intent = await stripeFor(double, undefined, 2).paymentIntents.create(payBody());

		expect(intent.status).toBe('succeeded');
		expect((await stripeBooks(double)).payments).toHaveLength(1);
	}));

test('429 has no effect, and its key may be used again', () =>
	withDouble(async (double, stripe) => {
		const pay = () => stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' });
		await setKnobs(double, { rateLimit: 1 });
		const refusal = await refusalOf(pay());
		await setKnobs(double, { rateLimit: 0 });

		expect(refusal.type).toBe('StripeRateLimitError');
		expect((await pay()).status).toBe('succeeded');
		expect((await stripeBooks(double)).payments).toHaveLength(1);
	}));

test('down: API and pages give no answer, the controls do', () =>
	withDouble(async (double, stripe) => {
		await setKnobs(double, { down: true });

		expect((await refusalOf(stripe.paymentIntents.list())).type).toBe('StripeConnectionError');
		await expect(fetch(`${double.url}/checkoutnow?token=x`)).rejects.toThrow();
		expect((await fetch(`${double.url}/health`)).status).toBe(200);
		await setKnobs(double, { reset: true });
		expect((await stripe.paymentIntents.list()).data).toEqual([]);
	}));

test('one seed gives one sequence of refusals', () =>
	withDouble(async (double, stripe) => {
		const run = async () => {
			await setKnobs(double, { seed: 42, rateLimit: 0.5 });
			const seen: boolean[] = [];
			for (let n = 0; n < 20; n += 1) {
				seen.push(
					await stripe.paymentIntents.list().then(
						() => true,
						() => false
					)
				);
			}
			return seen;
		};
		const [first, second] = [await run(), await run()];

		expect(second).toEqual(first);
		expect(new Set(first).size).toBe(2);
	}));

test('a share is a share', () => {
	const chance = new Chance(7);
	const hits = Array.from({ length: 10_000 }, () => chance.hits(0.1)).filter(Boolean).length;

	expect(hits).toBeGreaterThan(900);
	expect(hits).toBeLessThan(1_100);
});

test.each([
	[{ drop: 1.5 }, 'drop'],
	[{ duplicate: -1 }, 'duplicate'],
	[{ duplicate: 2.5 }, 'duplicate'],
	[{ slowMs: '5' }, 'slowMs'],
	[{ unknown: 1 }, 'unknown'],
	[{ retryMs: [1, 'x'] }, 'retryMs'],
	[[], 'body'],
	['down', 'body'],
	[null, 'body']
])('the knobs %j are refused and change nothing', (knobs, named) =>
	withDouble(async (double) => {
		const before = await (await fetch(`${double.url}/knobs`)).json();
		const response = await post(double, '/knobs', knobs);

		expect(response.status).toBe(422);
		expect(await response.text()).toContain(named);
		expect(await (await fetch(`${double.url}/knobs`)).json()).toEqual(before);
	})
);

test.each([
	[{ NODE_ENV: 'production' }, 'NODE_ENV'],
	[{ STRIPE_SECRET_KEY: ['sk', 'live', 'a1'].join('_') }, 'STRIPE_SECRET_KEY'],
	[{ OTHER: ['rk', 'live', 'a1'].join('_') }, 'OTHER'],
	[{ STRIPE_SECRET_KEY_FILE: '/run/secrets/stripe' }, 'STRIPE_SECRET_KEY_FILE'],
	[{ PAYPAL_CLIENT_SECRET: 'EAbc123' }, 'PAYPAL_CLIENT_SECRET'],
	[{ PORT: 'http' }, 'PORT']
])('it does not start with %j', (env, named) => {
	const settings = readSettings(env);

	expect('faults' in settings && settings.faults.join()).toContain(named);
	expect(JSON.stringify(settings)).not.toContain('a1');
	expect(JSON.stringify(settings)).not.toContain('EAbc123');
});

test('it starts beside test keys', () => {
	const settings = readSettings({
		STRIPE_SECRET_KEY: 'sk_test_double',
		PAYPAL_CLIENT_ID: 'double',
		PAYPAL_CLIENT_SECRET: 'double-secret',
		STRIPE_WEBHOOK_URL: 'http://127.0.0.1:3000/api/webhooks/stripe'
	});

	expect(settings).toMatchObject({
		options: { port: 4242, endpoints: { stripe: { secret: 'whsec_double' } } }
	});
});
