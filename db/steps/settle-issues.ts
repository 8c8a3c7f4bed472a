/** The items that need a person, as a look at a provider opens and closes them. */

import { CALLED_OFF, IN_KITCHEN, isIn, isInKitchen } from '#domain/order/order.ts';
import type { Tx } from '../plumbing/pool.ts';
import { raiseAlert } from '../tables/alerts.ts';
import * as intents from '../tables/intents.ts';
import * as issues from '../tables/issues.ts';
import type { RefusedStep, SeenSubject } from './settled.ts';

/** Opens what this look has found, and closes what it shows to be over. */
export async function openIssues(
	tx: Tx,
	{ order, intent, seen }: SeenSubject,
	{ isWrong, refused }: { isWrong: boolean; refused: RefusedStep | undefined }
): Promise<void> {
	const open = (kind: issues.NewIssue['kind'], detail: issues.NewIssue['detail']) =>
		issues.open(tx, { shop: order.shop, order: order.id, kind, cause: intent.id, detail });
	const isOff = isIn(CALLED_OFF, order.status);
	const wasUnpaid = intents.isUnpaid(intent.state);
	if (isWrong)
		await open('mismatch', {
			amountMinor: intent.amountMinor,
			seenMinor: seen.amountMinor,
			currency: seen.currency
		});
	if (refused?.step.step === 'capture') {
		await open('capture_failed', { code: refused.code, amountMinor: refused.step.amountMinor });
		await raiseAlert(tx, order.id, 'payment', IN_KITCHEN);
	}
	if (seen.disputedMinor > intent.disputedMinor)
		await open('dispute', { amountMinor: seen.disputedMinor });
	if (isOff && wasUnpaid && ['authorised', 'captured', 'released'].includes(seen.state))
		await open('late_payment', { amountMinor: seen.amountMinor });
	if (intent.state === 'authorised' && seen.state === 'released' && isInKitchen(order.status)) {
		await open('authorisation_expired', { amountMinor: intent.amountMinor });
		await raiseAlert(tx, order.id, 'payment', IN_KITCHEN);
	}
	await issues.resolveOf(tx, order.id, ['difference']);
	if (seen.state === 'captured') await issues.resolveOf(tx, order.id, ['capture_failed']);
	if (seen.state === 'released' || seen.refundedMinor >= seen.amountMinor)
		await issues.resolveOf(tx, order.id, ['late_payment']);
}
