import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { requestWork, startAttempt } from '../steps/payment-work.ts';
import * as intents from '../tables/intents.ts';
import { lockHead, type OrderHead } from '../tables/orders.ts';
import * as payments from '../tables/payments.ts';
import * as shops from '../tables/shops.ts';

/** So many pages to pay an order may have: a provider that refuses to make one is not asked for ever. */
const MOST_ATTEMPTS = 5;

/**
 * Asks a worker to look at the payment of an order now; one look, however often it is asked. An order that
 * still waits and whose page to pay has ended gets a new one.
 */
export async function lookAgain(db: Pool | Tx, orderId: string): Promise<void> {
	await inTransaction(db, 'customer', async (tx) => {
		const order = await lockHead(tx, orderId);
		if (!order) return;
		const attempts = await intents.statesOf(tx, orderId);
		const isOver = attempts.length > 0 && !attempts.some(intents.isLiving);
		if (order.status !== 'awaiting_payment' || !isOver) return requestWork(tx, orderId);
		if (attempts.length < MOST_ATTEMPTS) await tryAgain(tx, order);
	});
}

async function tryAgain(tx: Tx, order: OrderHead): Promise<void> {
	const [shop, payment] = [await shops.byId(tx, order.shop), await payments.lock(tx, order.id)];
	if (!shop || !payment || payment.method === 'door') return;
	const { method, amountMinor } = payment;
	await payments.record(tx, order.id, { ...payment, status: 'pending' });
	await startAttempt(tx, { id: order.id, amountMinor, method }, shop);
}
