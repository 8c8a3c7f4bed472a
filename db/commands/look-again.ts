import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { requestWork } from '../steps/payment-work.ts';

/** Asks a worker to look at the payment of an order now; one look, however often it is asked. */
export async function lookAgain(db: Pool | Tx, orderId: string): Promise<void> {
	await inTransaction(db, 'customer', (tx) => requestWork(tx, orderId));
}
