import { listOf } from '../plumbing/sql.ts';
import { OPEN_RUNS } from '#domain/order/order.ts';
import { ASSIGNABLE } from '#domain/order/desk.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, setAction, type Actor } from '../plumbing/transaction.ts';
import { versionAsSeen } from '../steps/as-seen.ts';
import { stale } from '../steps/refusals.ts';
import { headOf, lockHead, standing, type Standing } from '../tables/orders.ts';

/** Takes an order back from its driver, before it leaves the shop; refused when `version` is an older one. */
export async function unassign(
	db: Pool | Tx,
	request: { orderId: string; version?: number | undefined; actor: Actor }
): Promise<Result<Standing>> {
	return inTransaction(db, request.actor, async (tx) => {
		const head = await lockHead(tx, request.orderId);
		if (!head) return refuse('not_found');
		const seen = await versionAsSeen(tx, head, request.version);
		if (seen !== undefined && seen !== head.version) return stale(head);
		if (head.driver === null) return refuse('no_driver', undefined, standing(head));
		if (!ASSIGNABLE.includes(head.status))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		await setAction(tx, 'unassign');
		const { rows } = await tx.query<{ run_id: string }>(
			`update stop set outcome = 'removed', ended_at = clock_timestamp()
				where order_id = $1 and outcome is null returning run_id`,
			[head.id]
		);
		await endIfEmpty(tx, rows[0]?.run_id);
		const now = await headOf(tx, head.id);
		return now ? done(standing(now)) : refuse('not_found');
	});
}

async function endIfEmpty(tx: Tx, runId: string | undefined): Promise<void> {
	if (!runId) return;
	await tx.query(
		`update run set version = version + 1, status = case when status = 'out' then 'done' else 'cancelled' end
			where id = $1 and status in (${listOf(OPEN_RUNS)})
			and not exists (select from stop where run_id = $1 and outcome is null)`,
		[runId]
	);
}
