/** Where orders stand, and their locks. What an order shows on a screen is read in `reads/snapshots.ts`. */

import type { Fulfilment, RunStatus, Status } from '#domain/order/order.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** Where an order stands after a command. */
export interface Standing {
	id: string;
	status: Status;
	version: number;
}

export interface OrderHead extends Standing {
	shop: string;
	fulfilment: Fulfilment;
	/** Who holds its active stop. */
	driver: string | null;
	/** The run of that stop. */
	run: string | null;
	runStatus: RunStatus | null;
}

const HEAD = `
	select o.id, o.shop_id as shop, o.status, o.version, o.fulfilment, r.driver_id as driver,
		r.id as run, r.status as "runStatus"
	from orders o
		left join lateral (
			select run_id from stop where order_id = o.id
				and (outcome is null or (outcome = 'failed' and o.status = 'failed'))
			order by outcome is null desc, ended_at desc limit 1
		) s on true
		left join run r on r.id = s.run_id
	where o.id = $1`;

/** The order's place, state and driver: what a decision about it needs. */
export async function headOf(db: Db, orderId: string): Promise<OrderHead | undefined> {
	const { rows } = await db.query<OrderHead>({
		name: 'order-head',
		text: HEAD,
		values: [orderId]
	});
	return rows[0];
}

/**
 * The order's head, locked until the transaction ends. Two statements: one that waits for a lock
 * reads the order again but its stops as they were before the wait.
 */
export async function lockHead(tx: Tx, orderId: string): Promise<OrderHead | undefined> {
	await tx.query({
		name: 'order-lock',
		text: 'select 1 from orders where id = $1 for update',
		values: [orderId]
	});
	return headOf(tx, orderId);
}

/** How these orders of a shop stand now, whatever became of them; an id of another shop is left out. */
export async function standings(
	db: Db,
	shop: string,
	orderIds: readonly string[]
): Promise<Standing[]> {
	const { rows } = await db.query<Standing>(
		'select id, status, version from orders where shop_id = $1 and id = any ($2)',
		[shop, orderIds]
	);
	return rows;
}

/** Locks several orders, always in the same order: two who want the same ones wait, not both. */
export async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
	await tx.query('select 1 from orders where id = any ($1) order by id for update', [orderIds]);
}

/** What a command answers about the order that it changed. */
export function standing(head: OrderHead): Standing {
	return { id: head.id, status: head.status, version: head.version };
}
