import type { Db, Tx } from '../plumbing/pool.ts';

/**
 * Records that a kitchen screen has painted an order; the first one counts, and ends the alarm that
 * no screen shows it.
 */
export async function painted(
	db: Db,
	receipt: { order: string; shop: string; version: number; ms: number }
): Promise<void> {
	await db.query({
		name: 'receipt-painted',
		text: `with held as (
				select id, shop_id, alert from orders where id = $1 and shop_id = $2 for no key update
			), first as (
				insert into display_receipt (order_id, shop_id, version, painted_ms)
				select id, shop_id, $3, $4 from held
				on conflict do nothing returning order_id
			)
			update orders o set alert = null from first f, held h
			where o.id = f.order_id and h.alert = 'not_displayed'`,
		values: [receipt.order, receipt.shop, receipt.version, Math.round(receipt.ms)]
	});
}

/**
 * Whether a kitchen screen has shown the order. Locks the order until the transaction ends: a screen that
 * shows it at the same time is either counted here, or comes after the consequences.
 */
export async function isPainted(tx: Tx, orderId: string): Promise<boolean> {
	await tx.query('select from orders where id = $1 for no key update', [orderId]);
	const { rowCount } = await tx.query('select from display_receipt where order_id = $1', [orderId]);
	return rowCount === 1;
}
