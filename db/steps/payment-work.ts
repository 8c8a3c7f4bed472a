/** How a transaction asks a worker to look at a payment. */

import { PROVIDER_OF, type PayPage, type Provider } from '#domain/pay/payment.ts';
import type { PaymentMethod } from '#domain/order/order.ts';
import type { VatRow } from '#domain/pay/vat.ts';
import type { OutboxItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as intents from '../tables/intents.ts';
import * as refunds from '../tables/refunds.ts';
import * as payments from '../tables/payments.ts';
import * as shops from '../tables/shops.ts';
import type { Shop } from '../tables/shops.ts';

/**
 * The job that looks at an attempt. One row, however many ask, until a worker takes it: taking raises the
 * attempt, so that what comes later is a job of its own.
 */
export function workItem(intent: { id: string; attempt: number }): OutboxItem {
	return {
		job: 'payment.work',
		key: `payment-${intent.id}-${intent.attempt}`,
		payload: { intent: intent.id }
	};
}

/** Asks a worker to bring the order's payment to where the order stands now. */
export async function requestWork(tx: Tx, orderId: string): Promise<void> {
	const open = await intents.reopen(tx, orderId);
	await outbox.add(tx, open.map(workItem));
}

/** Stores a refund of captured money by the system, with its job. Does nothing for an order without an attempt. */
export async function refundBack(
	tx: Tx,
	refund: {
		order: string;
		amountMinor: number;
		vat: readonly VatRow[];
		reason: 'called_off' | 'changed';
	}
): Promise<void> {
	const intent = await intents.latestOf(tx, refund.order);
	if (!intent) return;
	const { currency, id } = intent;
	await refunds.add(tx, {
		...refund,
		intent: id,
		currency,
		lines: null,
		state: 'new',
		actor: 'system'
	});
	await requestWork(tx, refund.order);
}

/** Stores an attempt to take the money of an order, with its job. */
export async function startAttempt(
	tx: Tx,
	order: { id: string; amountMinor: number; method: Exclude<PaymentMethod, 'door'> },
	shop: Shop,
	page: PayPage | null = null
): Promise<void> {
	const provider: Provider = PROVIDER_OF[order.method];
	const id = await intents.add(tx, {
		order: order.id,
		provider,
		account: provider === 'stripe' ? shop.stripeAccount : shop.paypalMerchant,
		amountMinor: order.amountMinor,
		currency: shop.currency,
		page
	});
	await outbox.add(tx, [workItem({ id, attempt: 0 })]);
}

/** Stores a further attempt of an order whose page to pay has ended, for the page that the customer asked for. */
export async function startAnother(
	tx: Tx,
	order: { id: string; shop: string },
	page: PayPage | null
): Promise<void> {
	const [shop, payment] = [await shops.byId(tx, order.shop), await payments.lock(tx, order.id)];
	if (!shop || !payment || payment.method === 'door') return;
	const { method, amountMinor } = payment;
	await payments.record(tx, order.id, { ...payment, status: 'pending' });
	await startAttempt(tx, { id: order.id, amountMinor, method }, shop, page);
}
