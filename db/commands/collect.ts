import { TILL_KINDS } from '#domain/pay/ledger.ts';
import { refundShare, type VatRow } from '#domain/pay/vat.ts';
import type { Tx } from '../plumbing/pool.ts';
import { vatOfOrder } from '../reads/order-vat.ts';
import { issueReceipt } from '../steps/documents.ts';
import { post } from '../steps/ledger.ts';
import * as takings from '../tables/takings.ts';

/**
 * Records the money of a handed-over order, part by part: for the driver who delivered and the shift of the
 * delivery, at the counter for no driver. Issues the receipt. True the first time, then false.
 */
export async function collect(tx: Tx, orderId: string): Promise<boolean> {
	const unrecorded = await takings.lockUnrecorded(tx, orderId);
	if (!unrecorded) return false;
	const money = unrecorded.reported ?? ofOneKind(unrecorded);
	await takings.insert(tx, orderId, money, unrecorded);
	await takings.markRecorded(tx, orderId, unrecorded);
	if (unrecorded.isDue) await issueReceipt(tx, orderId);
	await postAll(tx, orderId, unrecorded, money);
	return true;
}

/** An order from before parts were reported, and before kinds were: that was cash. */
function ofOneKind({ isDue, amountMinor, kind }: takings.Unrecorded): takings.Reported {
	const isNothing = !isDue || amountMinor === 0;
	return {
		takings: isNothing ? [] : [{ kind: kind ?? 'cash', amountMinor }],
		tip: null,
		by: 'worker'
	};
}

async function postAll(
	tx: Tx,
	order: string,
	{ shop, currency, shift, driver }: takings.Unrecorded,
	{ takings: parts, tip }: takings.Reported
): Promise<void> {
	const about = { shop, currency, order, shift: shift ?? undefined, driver: driver ?? undefined };
	const table = await vatOfOrder(tx, order);
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
