import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDouble, type Double } from '../../doubles/payments/server.ts';
import { CARDS, payOn } from '../../simulation/client/payer.ts';
import { found, sendWebhooksTo, turn } from '../support/house/payments.ts';
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
	await sendWebhooksTo(stack.url, double);
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
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ error: { code: 'bad_signature' } });
	}
	const huge = await fetch(`${stack.url}/api/webhooks/stripe`, {
		method: 'POST',
		body: 'x'.repeat(300_000)
	});
	expect(huge.status).toBe(413);
	// True events of the earlier tests may still arrive.
	const { rows } = await db.query(
		`select event_id from provider_event where event_id = 'evt_forged' or type = 'x'`
	);
	expect(rows).toEqual([]);
});

test('a blocked account is one item for each problem, and closes when the account is well again', async () => {
	const [account] = double.world.stripe.keys();
	const set = async (profile: object) => {
		const answer = await fetch(`${double.url}/accounts/${account}`, {
			method: 'POST',
			body: JSON.stringify(profile)
		});
		expect(answer.status).toBe(200);
	};
	const itemsOf = async () => {
		const { rows } = await db.query<{ problem: string; isOpen: boolean }>(
			`select detail->>'problem' as problem, resolved_at is null as "isOpen" from payment_issue
				where kind = 'account' order by opened_at, problem`
		);
		return rows.map(({ problem, isOpen }) => `${problem}${isOpen ? '' : ' closed'}`);
	};
	const become = (items: string[]) =>
		found(async () => String(await itemsOf()) === String(items), 20_000);
	const shiftClock = (seconds: number) => turn(double, { clockOffsetMs: seconds * 1000 });

	await set({ charges_enabled: false });
	await become(['charges']);
	await shiftClock(10);
	await set({ charges_enabled: false, payouts_enabled: false });
	await become(['charges', 'payouts']);
	await shiftClock(20);
	await set({ charges_enabled: true });
	await become(['charges closed', 'payouts']);
	await shiftClock(30);
	await set({ payouts_enabled: true });
	await become(['charges closed', 'payouts closed']);
	await shiftClock(40);
	await set({ charges_enabled: false });
	await become(['charges closed', 'payouts closed', 'charges']);
	await shiftClock(50);
	await set({ charges_enabled: true });
	await become(['charges closed', 'payouts closed', 'charges closed']);
	await turn(double, { reset: true });
});
