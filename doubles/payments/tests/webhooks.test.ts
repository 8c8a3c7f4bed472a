import Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { Delivery } from '../webhooks/mailer.ts';
import type { Double } from '../server.ts';
import {
	payBody,
	post,
	readDoubleBooks,
	setKnobs,
	startReceiver,
	withDouble,
	type Received
} from './house.ts';

const SECRET = 'whsec_test';
const OF_A_PAYMENT = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];

/** A double whose Stripe webhooks go to a receiver. */
async function withWebhooks(
	act: (double: Double, stripe: Stripe, received: Received[]) => Promise<void>,
	answer?: (received: Received) => number
): Promise<void> {
	const receiver = await startReceiver(answer);
	try {
		await withDouble(async (double, stripe) => {
			await post(double, '/endpoints', { stripe: { url: receiver.url, secret: SECRET } });
			await act(double, stripe, receiver.received);
		});
	} finally {
		await receiver.close();
	}
}

function eventOf({ body, headers }: Received): Stripe.Event {
	return Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), SECRET);
}

function isGenuine(received: Received): boolean {
	try {
		return eventOf(received).object === 'event';
	} catch {
		return false;
	}
}

async function readDeliveries(double: Double): Promise<Delivery[]> {
	return (await (await fetch(`${double.url}/deliveries`)).json()) as Delivery[];
}

test('events are signed, and the SDK refuses them once changed', () =>
	withWebhooks(async (_double, stripe, received) => {
		await stripe.paymentIntents.create(payBody());
		await expect.poll(() => received.length).toBe(3);
		const [first] = received;
		if (first === undefined) throw new Error('no webhook');

		expect(received.map((one) => eventOf(one).type).sort()).toEqual([...OF_A_PAYMENT].sort());
		expect(isGenuine({ ...first, body: first.body.replace('2350', '1') })).toBe(false);
		expect(isGenuine({ ...first, headers: {} })).toBe(false);
	}));

test('duplicates are sent beside the first, with its event id', () =>
	withWebhooks(async (double, stripe, received) => {
		await setKnobs(double, { duplicate: 4 });
		await stripe.paymentIntents.create(payBody());
		await expect.poll(() => received.length).toBe(15);

		expect(new Set(received.map((one) => eventOf(one).id)).size).toBe(3);
	}));

test('reordered webhooks come in another order, the same one for one seed', () =>
	withWebhooks(async (double, stripe) => {
		const run = async () => {
			await setKnobs(double, { reset: true, seed: 5, reorder: 12 });
			const before = (await readDeliveries(double)).length;
			for (let n = 0; n < 4; n += 1) await stripe.paymentIntents.create(payBody());
			await expect.poll(async () => (await readDeliveries(double)).length).toBe(before + 12);
		};
		await run();
		const { data } = await stripe.events.list({ limit: 100 });
		const listed = data.map(({ id }) => id).reverse();
		const sent = (await readDeliveries(double)).map(({ eventId }) => eventId);

		expect(new Set(sent)).toEqual(new Set(listed));
		expect(sent).not.toEqual(listed);
	}));

test('a dropped webhook is never sent, and the list of events has it', () =>
	withWebhooks(async (double, stripe, received) => {
		await setKnobs(double, { drop: 1 });
		await stripe.paymentIntents.create(payBody());
		await setKnobs(double, { drop: 0 });
		await stripe.paymentIntents.create(payBody());
		await expect.poll(() => received.length).toBe(3);
		await expect
			.poll(async () => (await stripe.events.list({ delivery_success: false })).data.length)
			.toBe(3);
	}));

test('a webhook that is not answered 2xx is sent again, with a signature of that moment', () => {
	let answered = 0;
	return withWebhooks(
		async (double, stripe, received) => {
			await setKnobs(double, { retryMs: [20, 20, 20, 20] });
			await stripe.paymentIntents.create(payBody());
			await expect
				.poll(async () => (await stripe.events.list({ delivery_success: true })).data.length)
				.toBe(3);

			expect(received.length).toBe(3 + 4);
			expect(received.every((one) => isGenuine(one))).toBe(true);
			const kinds = (await readDeliveries(double)).map(({ kind }) => kind);
			expect(kinds.filter((kind) => kind === 'retry').length).toBeGreaterThan(0);
		},
		() => ((answered += 1) <= 4 ? 500 : 200)
	);
});

test('a check that is right accepts no forged webhook, of any kind', () =>
	withWebhooks(
		async (double, stripe) => {
			await setKnobs(double, { forge: 1, retryMs: [] });
			for (let n = 0; n < 40; n += 1) await stripe.paymentIntents.create(payBody());
			await expect
				.poll(async () => (await readDeliveries(double)).length, { timeout: 20_000 })
				.toBe(240);

			const forged = (await readDeliveries(double)).filter(({ kind }) => kind === 'forged');
			expect(new Set(forged.map(({ forgery }) => forgery)).size).toBe(12);
			expect(forged.every(({ status }) => status === 400)).toBe(true);
			expect((await readDoubleBooks(double)).webhooks).toEqual({
				events: 120,
				dropped: 0,
				sent: 120,
				accepted: 120,
				forged: 120,
				forgedAccepted: 0
			});
		},
		(received) => (isGenuine(received) ? 200 : 400)
	));

test('a receiver that checks nothing is shown up in the books', () =>
	withWebhooks(async (double, stripe) => {
		await setKnobs(double, { forge: 1 });
		await stripe.paymentIntents.create(payBody());
		await expect.poll(async () => (await readDoubleBooks(double)).webhooks.forgedAccepted).toBe(3);
	}));

test('listed events are sent once more in the order that a test wants', () =>
	withWebhooks(async (double, stripe, received) => {
		await setKnobs(double, { drop: 1 });
		await stripe.paymentIntents.create(payBody());
		const ids = (await stripe.events.list()).data.map(({ id }) => id);
		for (const id of ids) {
			const before = received.length;
			await post(double, '/deliveries', { events: [id] });
			await expect.poll(() => received.length).toBe(before + 1);
		}

		expect(received.map((one) => eventOf(one).id)).toEqual(ids);
	}));

test('an account may have an endpoint secret of its own', () =>
	withWebhooks(async (double, stripe, received) => {
		const { id } = await stripe.accounts.retrieveCurrent();
		const url = `${double.url}/endpoints`;
		const { stripe: to } = (await (await fetch(url)).json()) as { stripe: { url: string } };
		const secrets = { [id]: 'whsec_own' };
		await post(double, '/endpoints', { stripe: { url: to.url, secret: SECRET, secrets } });
		await stripe.paymentIntents.create(payBody());
		await stripe.paymentIntents.create(payBody(), { stripeAccount: 'acct_other' });
		await expect.poll(() => received.length).toBe(6);

		expect(received.filter((one) => isGenuine(one))).toHaveLength(3);
	}));

test.each([
	[{ stripe: { url: 'x', secret: 'whsec_a' } }, 'stripe.url'],
	[{ stripe: { url: 'http://127.0.0.1/', secret: 'a' } }, 'stripe.secret'],
	[{ paypal: { url: 'http://127.0.0.1/' } }, 'paypal.webhookId']
])('the endpoints %j are refused', (endpoints, named) =>
	withDouble(async (double) => {
		const response = await post(double, '/endpoints', endpoints);

		expect(response.status).toBe(422);
		expect(await response.text()).toContain(named);
	})
);

test('account problems are events', () =>
	withWebhooks(async (double, stripe, received) => {
		const { id } = await stripe.accounts.retrieveCurrent();
		await post(double, `/accounts/${id}`, { charges_enabled: false });
		await expect.poll(() => received.length).toBe(1);

		const [first] = received;
		expect(first && eventOf(first).type).toBe('account.updated');
		expect((await stripe.accounts.retrieveCurrent()).charges_enabled).toBe(false);
	}));
