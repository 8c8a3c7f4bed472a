/** Limits of a shop against orders that are not serious. */

import type { Fulfilment, Point } from '#domain/order/order.ts';
import type { Tx } from '../plumbing/pool.ts';
import type { Shop } from '../tables/shops.ts';

/**
 * Whether a phone number has reached its limit of open unpaid orders in the shop. Locks the number until
 * the transaction ends, so that orders at the same instant count each other.
 */
export async function hasTooManyOpen(tx: Tx, shop: Shop, phone: string): Promise<boolean> {
	if (shop.openPerPhone === null) return false;
	await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${shop.id} ${phone}`]);
	const { rows } = await tx.query<{ open: number }>({
		name: 'open-of-phone',
		text: `select count(*)::integer as open
			from orders o join customer c on c.id = o.customer_id join payment p on p.order_id = o.id
			where o.shop_id = $1 and o.is_open and c.phone = $2 and p.status in ('due', 'pending')`,
		values: [shop.id, phone]
	});
	return (rows[0]?.open ?? 0) >= shop.openPerPhone;
}

/**
 * Whether a person calls the customer before the kitchen starts: a large amount, or an address that is on
 * no map.
 */
export function isToCheck(
	shop: Shop,
	order: { totalMinor: number; fulfilment: Fulfilment; point: Point | null | undefined }
): boolean {
	if (order.fulfilment === 'delivery' && !order.point) return true;
	return shop.checkAboveMinor !== null && order.totalMinor > shop.checkAboveMinor;
}
