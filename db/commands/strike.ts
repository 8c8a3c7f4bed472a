import { isStrikeable, stepWhenStruck } from '#domain/kitchen/board.ts';
import type { ActorKind } from '#domain/order/lifecycle.ts';
import { isInKitchen } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { moveOrder } from '../steps/move-order.ts';
import * as lines from '../tables/order-lines.ts';
import { headOf, lockHead, standing, type Standing } from '../tables/orders.ts';

export interface Mark {
	orderId: string;
	lineId: string;
	on: boolean;
	kinds: readonly ActorKind[];
	actor: Actor;
}

/**
 * Strikes a ticket line, or undoes it; a repetition changes nothing. Striking the last line of a ticket in
 * the making sends it to the oven in the same transaction (`stepWhenStruck`). Refused with `not_started`
 * while the customer may still change the order.
 */
export async function strike(db: Pool | Tx, mark: Mark): Promise<Result<Standing>> {
	return inTransaction(db, mark.actor, async (tx) => {
		const head = await lockHead(tx, mark.orderId);
		if (!head) return refuse('not_found');
		if (!isInKitchen(head.status))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		if (!isStrikeable(head.status)) return refuse('not_started', undefined, standing(head));
		await setAction(tx, mark.on ? 'strike' : 'unstrike');
		const isStruck = await lines.setStruck(tx, mark);
		if (!isStruck && !(await lines.exists(tx, mark))) return refuse('not_found');
		const next =
			isStruck && mark.on && stepWhenStruck(head.status, await lines.countUnstruck(tx, head.id));
		if (next) {
			const moved = await moveOrder(tx, { ...mark, action: next });
			if (!moved.ok) throw new Rollback(moved);
			return moved;
		}
		const now = await headOf(tx, mark.orderId);
		return now ? done(standing(now)) : refuse('not_found');
	});
}
