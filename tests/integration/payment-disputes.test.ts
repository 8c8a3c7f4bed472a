import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAgain } from '../../db/commands/look-again.ts';
import { receiveEvent } from '../../db/commands/receive-event.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import * as intents from '../../db/tables/intents.ts';
import { PayingShop } from '../support/house/paying-shop.ts';
import { allDone } from '../support/house/workers.ts';

let shop: PayingShop;
let pool: Pool;

beforeAll(async () => {
	shop = await PayingShop.open();
	pool = shop.pool;
});
afterAll(() => shop.close());

/** An order that PayPal has taken the money of; returns its id and the capture. */
async function captured() {
	const { id } = await shop.captured({ payment: { method: 'paypal' } });
	return { id, capture: (await intents.latestOf(pool, id))?.captureId ?? '' };
}

async function post(path: string, body: object): Promise<{ dispute_id: string }> {
	const answer = await fetch(shop.double.url + path, {
		method: 'POST',
		body: JSON.stringify(body)
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as { dispute_id: string };
}

/** The event of a dispute, as the webhook stores it. */
async function receive(id: string, capture: string, resource: object): Promise<void> {
	await receiveEvent(pool, {
		provider: 'paypal',
		id,
		type: 'CUSTOMER.DISPUTE.UPDATED',
		account: null,
		intent: null,
		providerIds: [capture],
		payload: { resource }
	});
	await allDone(pool);
}

/** What the ledger and the items have of an order's disputes. */
async function recorded(order: string) {
	const { rows: ledger } = await pool.query<{ kind: string; amount: number }>(
		`select kind, amount_minor as amount from ledger
			where order_id = $1 and kind like 'dispute%' order by seq`,
		[order]
	);
	const { rows: items } = await pool.query<{ amount: number }>(
		`select (detail->>'amountMinor')::int as amount from payment_issue
			where order_id = $1 and kind = 'dispute'`,
		[order]
	);
	return {
		ledger: ledger.map(({ kind, amount }) => `${kind} ${amount}`),
		items: items.map(({ amount }) => amount),
		disputedMinor: (await intents.latestOf(pool, order))?.disputedMinor
	};
}

test('a dispute at PayPal is in the ledger once, and comes back when the seller wins', async () => {
	const { id, capture } = await captured();
	const opened = await post('/disputes', { paypalCapture: capture, amountMinor: 500 });
	// The double changes its object when it closes: an event keeps what was then.
	const first = structuredClone(opened);
	await receive('WH-1', capture, first);
	await receive('WH-1', capture, first);

	expect(await shop.statusOf(id)).toBe('disputed');
	expect(await recorded(id)).toEqual({
		ledger: ['dispute 500'],
		items: [500],
		disputedMinor: 500
	});

	await lookAgain(pool, id);
	await allDone(pool);
	const won = await post(`/disputes/${opened.dispute_id}/close`, { status: 'won' });
	await receive('WH-3', capture, won);
	// An older event that comes late changes nothing.
	await receive('WH-2', capture, first);

	expect(await shop.statusOf(id)).toBe('captured');
	const history = await pool.query<{ action: string }>(
		`select action from shop_log where subject_id = $1 and action like 'payment_%' order by seq`,
		[id]
	);
	expect(history.rows.map(({ action }) => action)).toEqual([
		'payment_captured',
		'payment_disputed',
		'payment_captured'
	]);
	expect(await recorded(id)).toEqual({
		ledger: ['dispute 500', 'dispute_won 500'],
		items: [500],
		disputedMinor: 0
	});
});

test('a dispute that the buyer wins stays lost, and another one adds to it', async () => {
	const { id, capture } = await captured();
	const lost = await post('/disputes', { paypalCapture: capture, amountMinor: 300 });
	const closed = await post(`/disputes/${lost.dispute_id}/close`, { status: 'lost' });
	await receive('WH-11', capture, closed);
	const second = await post('/disputes', { paypalCapture: capture, amountMinor: 200 });
	await receive('WH-12', capture, second);

	expect(await shop.statusOf(id)).toBe('disputed');
	expect(await recorded(id)).toMatchObject({
		ledger: ['dispute 300', 'dispute 200'],
		disputedMinor: 500
	});
});
