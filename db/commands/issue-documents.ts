import type { Tx } from '../plumbing/pool.ts';
import * as outbox from '../plumbing/outbox.ts';
import { issueCreditNote, issueReceipt } from '../steps/documents.ts';
import * as documents from '../tables/documents.ts';

const AT_ONCE = 100;

/**
 * Issues what a shop lacks since it had no company data: receipts first, then credit notes, a hundred at once;
 * the job repeats itself for more.
 */
export async function issueMissing(tx: Tx, shop: string): Promise<void> {
	const orders = await documents.ordersWithoutReceipt(tx, shop, AT_ONCE);
	let issued = 0;
	for (const order of orders) if (await issueReceipt(tx, order)) issued += 1;
	const refunds =
		orders.length < AT_ONCE ? await documents.refundsWithoutNote(tx, shop, AT_ONCE) : [];
	for (const refund of refunds) if (await issueCreditNote(tx, refund)) issued += 1;
	const last = refunds.at(-1) ?? orders.at(-1);
	if (issued < AT_ONCE || last === undefined) return;
	await outbox.add(tx, [
		{ job: 'documents.issue', key: `documents-${shop}-${last}`, payload: { shop } }
	]);
}
