import type { Seen } from '#domain/pay/payment.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { paypalDisputes } from '../../db/tables/provider-events.ts';
import { minorOf } from './decimals.ts';

/** The seller keeps the money, or PayPal pays: codes of PayPal's disputes API. */
const HARMLESS = ['RESOLVED_SELLER_FAVOUR', 'RESOLVED_WITH_PAYOUT', 'CANCELED_BY_BUYER', 'DENIED'];

/**
 * What is in dispute at PayPal now, or lost by one, in minor units. PayPal's SDK has no disputes, and its orders do
 * not show them: the signed events are what we have. Without any, it stays as it was known.
 */
export async function disputedAtPayPal(db: Db, seen: Seen, knownMinor: number): Promise<number> {
	const disputes = seen.captureId === null ? [] : await paypalDisputes(db, seen.captureId);
	if (disputes.length === 0) return knownMinor;
	return disputes
		.filter(({ outcome }) => outcome === null || !HARMLESS.includes(outcome))
		.reduce((sum, { amount, currency }) => sum + minorOf(amount, currency), 0);
}
