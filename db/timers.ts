import type { Alert, Status } from '#domain/order.ts';
import { setAction } from './transact.ts';
import type { Tx } from './pool.ts';

/**
 * Marks an order for a person's attention, as long as it still stands where the timer was set
 * and, for want of a driver, still has none.
 * True when it did and was not marked so already.
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
			and alert is distinct from $2
			and ($2 <> 'no_driver' or not exists (
				select from stop s where s.order_id = orders.id and s.outcome is null))`,
		[orderId, alert, whileIn]
	);
	return rowCount === 1;
}
