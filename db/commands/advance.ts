import type { Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';
import { moveOrder, type OrderStep } from '../steps/move-order.ts';
import { explainConflict } from '../steps/conflicts.ts';
import type { Standing } from '../tables/orders.ts';

/** Moves an order one step, for any actor: a person, a timer, or the customer. */
export async function advance(db: Pool | Tx, step: OrderStep): Promise<Result<Standing>> {
	return inTransaction(db, step.actor, async (tx) => {
		const moved = await moveOrder(tx, step);
		if (moved.ok) return moved;
		throw new Rollback({ ok: false, fault: await explainConflict(tx, moved.fault, step) });
	});
}
