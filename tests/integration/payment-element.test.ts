import { randomUUID } from 'node:crypto';
import type { PayAnswer } from '#domain/wire/contract.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBooks } from '../../doubles/payments/books.ts';
import type { Double } from '../../doubles/payments/server.ts';
import { lookAgain } from '../../db/commands/look-again.ts';
import { receiveEvent } from '../../db/commands/receive-event.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import * as intents from '../../db/tables/intents.ts';
import { payOn } from '../../simulation/client/payer.ts';
import { found, payByElement } from '../support/house/payments.ts';
import { PayingShop } from '../support/house/paying-shop.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { allDone } from '../support/house/workers.ts';

const ELEMENT = { publishableKey: 'pk_test_double', scriptUrl: 'http://double.test/stripe.js' };
let server: TestServer;
let shop: PayingShop;
let pool: Pool;
let double: Double;

beforeAll(async () => {
	shop = await PayingShop.open({ element: true });
	({ pool, double } = shop);
	server = await startTestServer({
		databaseUrl: shop.databaseUrl,
		config: { stripeElement: ELEMENT, paymentMethods: ['door', 'card'] }
	});
});
afterAll(async () => {
	await server.close();
	await shop.close();
});

/** An order whose session of the element is made. */
async function awaiting() {
	const order = await shop.orders();
	const clientSecret = await found(async () => (await latest(order.id))?.clientSecret);
	return { ...order, clientSecret };
}

const latest = (order: string) => intents.latestOf(pool, order);

function booked(order: string) {
	return Object.values(readBooks(double.world).stripe)
		.flatMap(({ payments }) => payments)
		.filter((payment) => payment.orderId === order && payment.authorizedMinor > 0);
}

const isPlaced = async (order: string) =>
	found(async () => (await orderById(pool, order))?.status === 'placed' || undefined);

test('a card that is typed on our page is reserved once', async () => {
	const { id, clientSecret } = await awaiting();
	const answers = await Promise.all([1, 2, 3].map(() => payByElement(double, clientSecret)));
	await lookAgain(pool, id);
	await isPlaced(id);

	expect(answers.filter(({ type }) => type === 'success')).toHaveLength(1);
	expect((await latest(id))?.payUrl).toBeNull();
	expect(booked(id)).toHaveLength(1);
});

test('asking for the page of Stripe closes ours first: one of them can be paid', async () => {
	const { id, clientSecret } = await awaiting();
	const first = await latest(id);
	await Promise.all([1, 2, 3].map(() => lookAgain(pool, id, { page: 'redirect' })));
	const payUrl = await found(async () => (await latest(id))?.payUrl);
	const late = await payByElement(double, clientSecret);
	await payOn(payUrl);
	await lookAgain(pool, id);
	await isPlaced(id);
	await receiveEvent(pool, {
		provider: 'stripe',
		id: 'evt_of_the_closed_session',
		type: 'checkout.session.expired',
		account: null,
		intent: first?.id ?? null,
		providerIds: [],
		payload: {}
	});
	await allDone(pool);

	expect((await orderById(pool, id))?.payment.status).toBe('authorised');
	expect(late.type).toBe('error');
	expect((await latest(id))?.id).not.toBe(first?.id);
	expect(await intents.statesOf(pool, id)).toHaveLength(2);
	expect(booked(id)).toHaveLength(1);
});

test('paid on our page while the other one is asked for: the payment counts', async () => {
	const { id, clientSecret } = await awaiting();
	expect((await payByElement(double, clientSecret)).type).toBe('success');
	await lookAgain(pool, id, { page: 'redirect' });
	await isPlaced(id);

	expect(await intents.statesOf(pool, id)).toEqual(['authorised']);
	expect(booked(id)).toHaveLength(1);
});

test('the order names what a browser needs, until the page of Stripe is asked for', async () => {
	const { token, order } = await server.placeOrder({ payment: { method: 'card' } });
	const path = `/api/track/${token}/pay`;
	const read = async () => (await server.call<PayAnswer>('GET', path)).body;
	const clientSecret = await found(async () => (await read()).element?.clientSecret);

	expect(await read()).toEqual({
		url: null,
		status: 'awaiting_payment',
		element: {
			...ELEMENT,
			clientSecret,
			account: null,
			amountMinor: (await orderById(pool, order.id))?.payment.totalMinor,
			currency: 'EUR'
		}
	});
	expect((await server.call('POST', path, { body: { page: 'element' } })).status).toBe(400);
	expect((await server.call('POST', path, { body: { page: 'redirect' } })).status).toBe(202);
	const url = await found(async () => (await read()).url);
	expect(await read()).toMatchObject({ url, element: null });
	expect(url).toContain(double.url);
});

test('a method that is not offered here is refused, and nothing is ordered', async () => {
	const before = await pool.query('select count(*) from orders');
	const said = await server.call<Fault>('POST', '/api/orders', {
		body: anOrder({ payment: { method: 'paypal' } }),
		headers: { 'idempotency-key': randomUUID(), 'accept-language': 'en' }
	});
	expect([said.status, said.body.error]).toMatchObject([
		422,
		{ code: 'payment_method_off', message: 'This way to pay is not offered here.' }
	]);
	expect((await pool.query('select count(*) from orders')).rows).toEqual(before.rows);
});
