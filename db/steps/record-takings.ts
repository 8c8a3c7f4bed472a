/** Records money that was taken at the door or the counter. */

import { TILL_KINDS } from '#domain/pay/ledger.ts';
import { refundShare, type VatRow } from '#domain/pay/vat.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as takings from '../tables/takings.ts';
import { issueReceipt } from './documents.ts';
import { post } from './ledger.ts';

/** The payment that the money is for, and who took it in which shift; null at the counter. */
interface Received extends Pick<
	takings.Unrecorded,
	'shop' | 'currency' | 'isDue' | 'driver' | 'shift'
> {
	/** The VAT of the order. */
	vat: readonly VatRow[];
}

/** Records the parts and the tip, marks what was due as collected, issues the receipt, and posts it all. */
export async function recordTakings(
	tx: Tx,
	orderId: string,
	received: Received,
	money: takings.Reported
): Promise<void> {
	await takings.insert(tx, orderId, money, received);
	await takings.markRecorded(tx, orderId, received, money);
	if (received.isDue) await issueReceipt(tx, orderId);
	await postAll(tx, orderId, received, money);
}

async function postAll(
	tx: Tx,
	order: string,
	{ shop, currency, shift, driver, vat: table }: Received,
	{ takings: parts, tip }: takings.Reported
): Promise<void> {
	const about = { shop, currency, order, shift: shift ?? undefined, driver: driver ?? undefined };
	const shared: VatRow[] = [];
	for (const { kind, amountMinor } of parts) {
		// Parts share the VAT as refunds do: together they have each cent of the table.
		const vat = refundShare(table, { before: shared, amountMinor });
		shared.push(...vat);
		await post(tx, { ...about, kind: TILL_KINDS[kind], amountMinor, vat });
	}
	// A tip in cash never was the shop's.
	if (tip?.kind === 'card')
		await post(tx, { ...about, kind: 'tip', by: 'terminal', amountMinor: tip.amountMinor });
}
