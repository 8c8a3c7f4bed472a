import type { Alert, Status } from '#domain/order/order.ts';
import { setAction } from '../plumbing/transaction.ts';
import type { Tx } from '../plumbing/pool.ts';

/**
 * Sets an alert on an order, if its status is one of `whileIn`. True when it did. An alert `to_check`
 * stays, because a person has to check the order.
 */
export async function raiseAlert(
	tx: Tx,
	orderId: string,
	alert: Alert,
	whileIn: readonly Status[]
): Promise<boolean> {
	await setAction(tx, 'alert');
	const { rowCount } = await tx.query(
		`update orders set alert = $2 where id = $1 and status = any ($3)
			and alert is distinct from $2 and alert is distinct from 'to_check'`,
		[orderId, alert, whileIn]
	);
	return rowCount === 1;
}

/**
 * Sets the alert `no_driver` on boxed orders without a driver, in one statement. An order that is locked is
 * skipped until the next time.
 */
export async function raiseNoDriver(tx: Tx, orderIds: readonly string[]): Promise<void> {
	await setAction(tx, 'alert');
	await tx.query({
		name: 'alert-no-driver',
		text: `with waiting as (
				select id from orders where id = any ($1) and status = 'boxed'
					and alert is distinct from 'no_driver'
					and not exists (select from stop s where s.order_id = orders.id and s.outcome is null)
				order by id for no key update skip locked
			)
			update orders o set alert = 'no_driver' from waiting w where o.id = w.id`,
		values: [orderIds]
	});
}

/** Clears the alert `no_driver`: the orders have a driver now. */
export async function clearNoDriver(tx: Tx, orderIds: readonly string[]): Promise<void> {
	await tx.query(`update orders set alert = null where id = any ($1) and alert = 'no_driver'`, [
		orderIds
	]);
}
