/** How an order is paid and which code it has, for its change. */

import type { ChangePaid, ChangeTerms } from '#domain/pay/change.ts';
import type { Db } from '../plumbing/pool.ts';
import * as intents from '../tables/intents.ts';
import * as payments from '../tables/payments.ts';
import * as promotions from '../tables/promotions.ts';
import * as refunds from '../tables/refunds.ts';

/** What a page needs to price a change. */
export async function changeTermsOf(db: Db, orderId: string): Promise<ChangeTerms> {
	const [promotion, payment] = await Promise.all([
		promotions.ofOrder(db, orderId),
		payments.find(db, orderId)
	]);
	const paid = await paidBefore(db, orderId, payment);
	if (!promotion) return { ...paid, code: null };
	const { code: name, kind, value, product, minimumMinor } = promotion;
	return { ...paid, code: { name, rule: { kind, value, product, minimumMinor } } };
}

/** What is taken, without refunds under way, or reserved. */
export async function paidBefore(
	db: Db,
	orderId: string,
	payment: payments.PaymentRow | undefined
): Promise<ChangePaid> {
	if (!payment || payment.method === 'door') return { paidMinor: null, isTaken: false };
	const { capturedMinor } = payment;
	if (capturedMinor > 0)
		return {
			paidMinor: capturedMinor - (await refunds.promisedMinor(db, orderId)),
			isTaken: true
		};
	const reserved = await intents.latestOf(db, orderId);
	return { paidMinor: reserved?.amountMinor ?? 0, isTaken: false };
}
