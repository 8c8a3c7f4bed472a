import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Seen } from '#domain/pay/payment.ts';
import { advance } from '../../db/commands/advance.ts';
import { lookAgain } from '../../db/commands/look-again.ts';
import { settle, type Looked } from '../../db/commands/settle.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { orderById } from '../../db/reads/order-states.ts';
import * as intents from '../../db/tables/intents.ts';
import { readBooks } from '../../doubles/payments/books.ts';
import { payOn } from '../../simulation/client/payer.ts';
import { COOK, PayingShop } from '../support/house/paying-shop.ts';
import { allDone } from '../support/house/workers.ts';

let shop: PayingShop;
let pool: Pool;

beforeAll(async () => {
	shop = await PayingShop.open();
	pool = shop.pool;
});
afterAll(() => shop.close());

/** What a worker of our own sees at the provider; it has not settled it yet. */
async function look(orderId: string): Promise<Looked & { seen: Seen }> {
	const { id = '' } = (await intents.latestOf(pool, orderId)) ?? {};
	const intent = await inTransaction(pool, 'worker', (tx) => intents.claim(tx, id));
	const seen = intent && (await shop.ctx.gateways.get(intent.provider)?.look(intent));
	if (!seen) throw new Error('the provider has no payment of the order');
	return { intent: intent.id, attempt: intent.attempt, seen };
}

/** The money of an order in the books of the double. */
function booked(orderId: string) {
	const payments = Object.values(readBooks(shop.double.world).stripe).flatMap(
		(account) => account.payments
	);
	const { authorizedMinor, capturedMinor } = payments.find((one) => one.orderId === orderId) ?? {};
	return { authorizedMinor, capturedMinor };
}

async function ledgerOf(orderId: string): Promise<string[]> {
	const { rows } = await pool.query<{ kind: string; amount: number }>(
		'select kind, amount_minor as amount from ledger where order_id = $1 order by seq',
		[orderId]
	);
	return rows.map(({ kind, amount }) => `${kind} ${amount}`);
}

test('the result of an older attempt changes neither payment nor ledger', async () => {
	const order = await shop.paid();
	const reserved = await look(order.id);
	await advance(pool, { orderId: order.id, action: 'accept', ...COOK });
	await shop.becomes(order.id, 'captured');
	await allDone(pool);
	await settle(pool, reserved);

	expect(await shop.statusOf(order.id)).toBe('captured');
	await allDone(pool);
	expect(await ledgerOf(order.id)).toEqual([
		`reserve ${order.total}`,
		`void ${order.total}`,
		`capture ${order.total}`
	]);
});

test.each<[string, (seen: Seen) => Partial<Seen>]>([
	['of one cent less', ({ amountMinor }) => ({ amountMinor: amountMinor - 1 })],
	['of one cent more', ({ amountMinor }) => ({ amountMinor: amountMinor + 1 })],
	['in another currency', () => ({ currency: 'USD' })],
	['for another order', () => ({ order: '0b0c5a52-0d5e-4a4e-9a53-0a8f2f3b7c11' })]
])('a payment %s places no order: it is released, and a person reads of it', async (_, other) => {
	const order = await shop.awaiting();
	await payOn(order.payUrl);
	const looked = await look(order.id);
	const seen = { ...looked.seen, ...other(looked.seen) };
	await settle(pool, { ...looked, seen });

	expect((await orderById(pool, order.id))?.status).toBe('awaiting_payment');
	await shop.becomes(order.id, 'released');
	expect(booked(order.id)).toEqual({ authorizedMinor: 0, capturedMinor: 0 });
	expect((await orderById(pool, order.id))?.status).toBe('awaiting_payment');
	const { rows } = await pool.query(
		'select kind, detail from payment_issue where order_id = $1 and resolved_at is null',
		[order.id]
	);
	const { amountMinor: seenMinor, currency } = seen;
	const detail = { amountMinor: order.total, seenMinor, currency };
	expect(rows).toEqual([{ kind: 'mismatch', detail }]);
});

test('what is reserved is not taken before the shop has accepted, however often a worker looks', async () => {
	const order = await shop.awaiting();
	await payOn(order.payUrl);
	for (let looks = 0; looks < 3; looks += 1) {
		await lookAgain(pool, order.id);
		await allDone(pool);
	}

	expect(await orderById(pool, order.id)).toMatchObject({
		status: 'placed',
		payment: { status: 'authorised', capturedMinor: 0 }
	});
	expect(booked(order.id)).toEqual({ authorizedMinor: order.total, capturedMinor: 0 });
	expect(await ledgerOf(order.id)).toEqual([`reserve ${order.total}`]);
});
