import type { DeclineReason } from '#domain/road/offer.ts';
import type { RunStatus } from '#domain/order/order.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { endOffer, lockOrdersOf } from '../steps/runs.ts';

/** The driver accepts or declines an offer, with a reason or without. The same answer twice counts once. */
export async function answerOffer(
	db: Pool | Tx,
	reply: { runId: string; driverId: string; accept: boolean; because?: DeclineReason | undefined }
): Promise<Result<{ run: string; status: RunStatus }>> {
	const wanted = reply.accept ? 'accepted' : 'declined';
	return inTransaction(db, `staff:${reply.driverId}`, async (tx) => {
		await lockOrdersOf(tx, reply.runId);
		const { rows } = await tx.query<{ status: RunStatus; shop: string; expired: boolean }>(
			`select status, shop_id as shop, coalesce(expires_at < clock_timestamp(), false) as expired
				from run where id = $1 and driver_id = $2 for update`,
			[reply.runId, reply.driverId]
		);
		const run = rows[0];
		if (!run) return refuse('not_found');
		if (run.status === wanted) return done({ run: reply.runId, status: wanted });
		if (run.status !== 'offered' || run.expired) return refuse('offer_gone');
		if (reply.because && !reply.accept)
			await tx.query('update run set declined_because = $2 where id = $1', [
				reply.runId,
				reply.because
			]);
		await endOffer(tx, reply.runId, run.shop, wanted);
		return done({ run: reply.runId, status: wanted });
	});
}
