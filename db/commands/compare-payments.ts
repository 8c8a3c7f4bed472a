import type { Provider } from '#domain/pay/payment.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { workItem } from '../steps/payment-work.ts';
import * as intents from '../tables/intents.ts';
import * as issues from '../tables/issues.ts';
import * as shops from '../tables/shops.ts';

/** How a payment stands in a provider's books. */
export interface BookedAmounts {
	capturedMinor: number;
	refundedMinor: number;
}

/**
 * Records that a payment of ours stands otherwise in the provider's books: a person sees it, and a worker
 * looks at it. Settling closes the item when both agree again.
 */
export async function recordDifference(
	pool: Pool,
	ours: intents.BookedIntent,
	theirs: BookedAmounts | undefined
): Promise<void> {
	await inTransaction(pool, 'worker', async (tx) => {
		await issues.open(tx, {
			shop: ours.shop,
			order: ours.order,
			kind: 'difference',
			cause: `${ours.id} ${theirs?.capturedMinor ?? 'none'} ${theirs?.refundedMinor ?? ''}`,
			detail: {
				capturedMinor: ours.capturedMinor,
				refundedMinor: ours.refundedMinor,
				seenCapturedMinor: theirs?.capturedMinor ?? null,
				seenRefundedMinor: theirs?.refundedMinor ?? null
			}
		});
		await intents.unsettle(tx, ours.id);
		await outbox.add(tx, [workItem(ours)]);
	});
}

/** Asks workers to look at each of these payments. */
export async function lookAtAll(
	pool: Pool,
	payments: readonly intents.BookedIntent[]
): Promise<void> {
	for (const payment of payments)
		await inTransaction(pool, 'worker', async (tx) => {
			await intents.unsettle(tx, payment.id);
			await outbox.add(tx, [workItem(payment)]);
		});
}

/** Records money at a provider that belongs to no order of ours. */
export async function recordUnknown(
	pool: Pool,
	payment: BookedAmounts & {
		provider: Provider;
		account: string | null;
		paymentId: string;
		currency: string;
	}
): Promise<void> {
	await inTransaction(pool, 'worker', async (tx) => {
		const shop = await shops.ofAccount(tx, payment.account);
		if (shop === undefined) return;
		await issues.open(tx, {
			shop,
			order: null,
			kind: 'unknown_payment',
			cause: payment.paymentId,
			detail: {
				payment: payment.paymentId,
				amountMinor: payment.capturedMinor - payment.refundedMinor,
				currency: payment.currency
			}
		});
	});
}
