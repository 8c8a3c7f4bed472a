import type { Tx } from '../plumbing/pool.ts';
import { vatOfOrder } from '../reads/order-vat.ts';
import { recordTakings } from '../steps/record-takings.ts';
import * as takings from '../tables/takings.ts';

/**
 * Records the money of a handed-over order, part by part: for the driver who delivered and the shift of the
 * delivery, at the counter for no driver. Issues the receipt. True the first time, then false.
 */
export async function collect(tx: Tx, orderId: string): Promise<boolean> {
	const unrecorded = await takings.lockUnrecorded(tx, orderId);
	if (!unrecorded) return false;
	const vat = await vatOfOrder(tx, orderId);
	const money = unrecorded.reported ?? ofOneKind(unrecorded);
	await recordTakings(tx, orderId, { ...unrecorded, vat }, money);
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
