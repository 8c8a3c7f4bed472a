import type { Db } from './pool.ts';

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
		text: `with first as (
				insert into display_receipt (order_id, shop_id, version, painted_ms)
				select o.id, o.shop_id, $3, $4 from orders o where o.id = $1 and o.shop_id = $2
				on conflict do nothing returning order_id
			)
			update orders o set alert = null from first f
			where o.id = f.order_id and o.alert = 'not_displayed'`,
		values: [receipt.order, receipt.shop, receipt.version, Math.round(receipt.ms)]
	});
}

/** Whether any kitchen screen has shown the order. */
export async function isPainted(db: Db, orderId: string): Promise<boolean> {
	const { rowCount } = await db.query('select 1 from display_receipt where order_id = $1', [
		orderId
	]);
	return rowCount === 1;
}
