/** The ledger's movements of an attempt. */

import type { Movement } from '#domain/pay/ledger.ts';
import type { Seen } from '#domain/pay/payment.ts';
import { shareOf, type VatRow } from '#domain/pay/vat.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as intents from '../tables/intents.ts';
import type { IntentRow } from '../tables/intents.ts';
import { post } from './ledger.ts';
import { isFinal, type Refunded, type SeenSubject } from './settled.ts';

/** Posts the movements of money since the last look. `vat` is that of the order, by class. */
export async function postMovements(
	tx: Tx,
	{ order, payment, intent, seen }: SeenSubject,
	{ refunded, vat }: { refunded: readonly Refunded[]; vat: readonly VatRow[] }
): Promise<void> {
	const base = {
		shop: order.shop,
		currency: payment.currency,
		order: order.id,
		intent: intent.id,
		provider: intent.provider
	};
	const takenMinor = seen.capturedMinor - intent.capturedMinor;
	const moves: Movement[] = [];
	if (hasReserved(intent, seen))
		moves.push({ ...base, kind: 'reserve', amountMinor: seen.amountMinor });
	if (takenMinor > 0)
		moves.push({
			...base,
			kind: 'capture',
			amountMinor: takenMinor,
			vat: shareOf(vat, takenMinor)
		});
	if (intent.state === 'authorised' && isFinal(seen) && seen.state !== 'captured')
		moves.push({ ...base, kind: 'void', amountMinor: seen.amountMinor });
	for (const { id, ...back } of refunded)
		moves.push({ ...base, ...back, kind: 'refund', refund: id });
	const disputedMinor = seen.disputedMinor - intent.disputedMinor;
	const kind = disputedMinor > 0 ? 'dispute' : 'dispute_won';
	moves.push({ ...base, kind, amountMinor: Math.abs(disputedMinor) });
	for (const movement of moves) await post(tx, movement);
}

/** Reserved since the last look; also when it was captured in the meantime. */
const hasReserved = (intent: IntentRow, { state }: Seen): boolean =>
	intents.isUnpaid(intent.state) && (state === 'authorised' || state === 'captured');
