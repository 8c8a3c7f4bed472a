import type { PayPage } from '#domain/pay/payment.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { requestWork, startAnother } from '../steps/payment-work.ts';
import * as intents from '../tables/intents.ts';
import { lockHead } from '../tables/orders.ts';

/** So many pages to pay an order may have: a provider that refuses to make one is not asked for ever. */
const MOST_ATTEMPTS = 5;

/**
 * Asks a worker to look at the payment of an order now; one look, however often it is asked. An order that
 * still waits and whose page to pay has ended gets a new one. With `page` the customer asks for another page
 * than the open one: the worker closes that one first, so that one page at most can be paid.
 */
export async function lookAgain(
	db: Pool | Tx,
	orderId: string,
	{ page = null }: { page?: PayPage | null } = {}
): Promise<void> {
	await inTransaction(db, 'customer', async (tx) => {
		const order = await lockHead(tx, orderId);
		if (!order) return;
		if (order.status !== 'awaiting_payment') return requestWork(tx, orderId);
		const attempts = await intents.statesOf(tx, orderId);
		const latest = await intents.latestOf(tx, orderId);
		const mayAdd = attempts.length < MOST_ATTEMPTS;
		const isOver = attempts.length > 0 && !attempts.some(intents.isLiving);
		if (isOver) {
			if (mayAdd) await startAnother(tx, order, page ?? latest?.page ?? null);
			return;
		}
		if (latest && page && mayAdd) await intents.askPage(tx, latest.id, page);
		await requestWork(tx, orderId);
	});
}
