import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDouble, type Double } from '../../doubles/payments/server.ts';
import { CARDS, found, payOn, turn } from '../support/house/payments.ts';
import { aRequest } from '../support/pages/orders.ts';
import { startTestStack, type TestStack } from '../support/house/stack.ts';
import { persist } from '../support/wire/client.ts';
import type { PlacedAnswer } from '#domain/wire/contract.ts';
import pg from 'pg';

let double: Double;
let stack: TestStack;
let db: pg.Pool;

beforeAll(async () => {
	double = await startDouble();
	stack = await startTestStack({ env: { PAYMENT_DOUBLE_URL: double.url } });
	Object.assign(double.world.mailer.endpoints, {
		stripe: { url: `${stack.url}/api/webhooks/stripe`, secret: 'whsec_double' },
		paypal: { url: `${stack.url}/api/webhooks/paypal`, webhookId: 'WH-DOUBLE' }
	});
	db = new pg.Pool({ connectionString: stack.databaseUrl, max: 4 });
}, 60_000);
afterAll(async () => {
	await db.end();
	await stack.stop();
	await double.close();
});

async function awaiting(method: 'card' | 'paypal') {
	const placed = await persist<PlacedAnswer>(
		{ url: stack.url },
		'/api/orders',
		aRequest({
			payment: { method },
			customer: { name: 'Camille', phone: `+336399${Math.floor(Math.random() * 90_000) + 10_000}` }
		})
	);
	if (placed.outcome !== 'ok') throw new Error(JSON.stringify(placed));
	const { order, token, pay } = placed.body;
	expect(pay?.url).toBe(`${stack.url}/track/${token}/pay`);
	const url = await found(async () => {
		const answer = await fetch(`${stack.url}/api/track/${token}/pay`);
		return ((await answer.json()) as { url: string | null }).url;
	});
	return { order, token, url };
}

const statusOf = async (id: string): Promise<string> =>
	(await db.query('select status from orders where id = $1', [id])).rows[0].status;
const eventsOf = async (provider: string): Promise<number> =>
	(await db.query('select count(*)::int as n from provider_event where provider = $1', [provider]))
		.rows[0].n;

test('an event of Stripe places the order, and the same one again changes nothing', async () => {
	const { order, url } = await awaiting('card');
	await turn(double, { duplicate: 5, reorder: 1 });
	await payOn(url);
	await found(async () => (await statusOf(order.id)) === 'placed');
	await turn(double, { reset: true });
	const { rows } = await db.query(
		'select count(*)::int as n, count(distinct event_id)::int as distinct from provider_event'
	);
	expect(rows[0].n).toBe(rows[0].distinct);
	expect(rows[0].n).toBeGreaterThan(0);
});

test('an event of PayPal leads to the reservation of what the customer approved', async () => {
	const { order, url } = await awaiting('paypal');
	const answer = await fetch(url, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({ answer: 'yes' })
	});
	await answer.body?.cancel();
	await found(async () => (await statusOf(order.id)) === 'placed', 20_000);
	expect(await eventsOf('paypal')).toBeGreaterThan(0);
});

test('a decline leaves the order waiting', async () => {
	const { order, url } = await awaiting('card');
	await payOn(url, CARDS.declined);
	expect(await statusOf(order.id)).toBe('awaiting_payment');
});

test('a forged event is refused, and leaves no row', async () => {
	const before = await eventsOf('stripe');
	const payload = JSON.stringify({
		id: 'evt_forged',
		object: 'event',
		type: 'x',
		data: { object: {} }
	});
	const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec_other' });
	const shapes: Record<string, string>[] = [
		{ 'stripe-signature': header },
		{},
		{ 'stripe-signature': 't=1,v1=00' }
	];
	for (const headers of shapes) {
		const answer = await fetch(`${stack.url}/api/webhooks/stripe`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: payload
		});
		expect([
			answer.status,
			((await answer.json()) as { error: { code: string } }).error.code
		]).toEqual([400, 'bad_signature']);
	}
	const huge = await fetch(`${stack.url}/api/webhooks/stripe`, {
		method: 'POST',
		body: 'x'.repeat(300_000)
	});
	expect(huge.status).toBe(413);
	expect(await eventsOf('stripe')).toBe(before);
});
