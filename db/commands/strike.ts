import { isStrikeable, stepWhenStruck } from '#domain/kitchen/board.ts';
import type { Action, ActorKind } from '#domain/order/lifecycle.ts';
import { isInKitchen } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/words.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { moveOrder } from '../steps/move-order.ts';
import { headOf, lockHead, standing, type OrderHead, type Standing } from '../tables/orders.ts';

export interface Mark {
	orderId: string;
	lineId: string;
	on: boolean;
	kinds: readonly ActorKind[];
	actor: Actor;
}

/**
 * Strikes a ticket line, or takes the strike back; asking twice changes nothing. The last line of a
 * ticket in the making takes it to the oven in the same transaction (`stepWhenStruck`). Refused with
 * `not_started` while the customer may still change the order.
 */
export async function strike(db: Pool | Tx, mark: Mark): Promise<Result<Standing>> {
	return inTransaction(db, mark.actor, async (tx) => {
		const head = await lockHead(tx, mark.orderId);
		if (!head) return refuse('not_found');
		if (!isInKitchen(head.status))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		if (!isStrikeable(head.status)) return refuse('not_started', undefined, standing(head));
		await setAction(tx, mark.on ? 'strike' : 'unstrike');
		const struck = await tx.query(
			`update order_line set struck_at = case when $3 then clock_timestamp() end,
				struck_by = case when $3 then $4 end
			where id = $2 and order_id = $1 and (struck_at is not null) <> $3`,
			[mark.orderId, mark.lineId, mark.on, mark.actor]
		);
		if (struck.rowCount === 0 && !(await hasLine(tx, mark.orderId, mark.lineId)))
			return refuse('not_found');
		const next = struck.rowCount === 1 && mark.on && (await afterStrike(tx, head));
		if (next) {
			const moved = await moveOrder(tx, { ...mark, action: next });
			if (!moved.ok) throw new Rollback(moved);
			return moved;
		}
		const now = await headOf(tx, mark.orderId);
		return now ? done(standing(now)) : refuse('not_found');
	});
}

async function afterStrike(tx: Tx, head: OrderHead): Promise<Action | undefined> {
	const { rows } = await tx.query<{ left: number }>(
		`select count(*)::int as left from order_line
			where order_id = $1 and struck_at is null and voided_at is null`,
		[head.id]
	);
	return stepWhenStruck(head.status, rows[0]?.left ?? 0);
}

async function hasLine(tx: Tx, orderId: string, lineId: string): Promise<boolean> {
	const found = await tx.query('select 1 from order_line where id = $1 and order_id = $2', [
		lineId,
		orderId
	]);
	return found.rowCount === 1;
}
