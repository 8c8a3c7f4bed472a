import type { Tx } from '../plumbing/pool.ts';
import { endOffer, lockOrdersOf } from '../steps/runs.ts';

/** Ends an offer whose time is over; false when the driver has answered before. */
export async function expireOffer(tx: Tx, runId: string): Promise<boolean> {
	await lockOrdersOf(tx, runId);
	const { rows } = await tx.query<{ shop: string }>(
		`select shop_id as shop from run where id = $1 and status = 'offered'
			and expires_at <= clock_timestamp() for update`,
		[runId]
	);
	const run = rows[0];
	if (!run) return false;
	await endOffer(tx, runId, run.shop, 'expired');
	return true;
}
