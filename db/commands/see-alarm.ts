import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import * as alarms from '../tables/alarms.ts';
import { headOf, lockHead, standing, type Standing } from '../tables/orders.ts';

/** A person has seen an open alarm: it is quiet on their screens. Its cause stays, and so does the alarm. */
export async function seeAlarm(
	db: Pool | Tx,
	seen: { orderId: string; kind: string; staffId: string }
): Promise<Result<Standing>> {
	return inTransaction(db, `staff:${seen.staffId}`, async (tx) => {
		await lockHead(tx, seen.orderId);
		if (!(await alarms.markSeen(tx, seen))) return refuse('not_found');
		const now = await headOf(tx, seen.orderId);
		return now ? done(standing(now)) : refuse('not_found');
	});
}
