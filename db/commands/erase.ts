/** Erases a customer: empties the row, which is the only place with their data. */

import { nationalDigits } from '#domain/people/phone.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { CUSTOMER_DIGITS } from '../plumbing/sql.ts';

/** Which customers to erase: all with this phone number or e-mail address, or the one of this order. */
export type Wanted =
	| { by: 'phone'; phone: string }
	| { by: 'email'; email: string }
	| { by: 'order'; shop: string; number: number; day: string | undefined };

export interface FoundOrder {
	customer: string;
	order: string;
	shop: string;
	number: number;
	/** The business day, YYYY-MM-DD. */
	day: string;
	isOpen: boolean;
}

/** The orders of a customer who is not erased yet, oldest first. */
export async function find(db: Db, wanted: Wanted): Promise<FoundOrder[]> {
	const order = wanted.by === 'order' ? wanted : undefined;
	const { rows } = await db.query<FoundOrder>(
		`select c.id as customer, o.id as order, o.shop_id as shop, o.number,
			o.business_day::text as day, o.is_open as "isOpen"
		from customer c join orders o on o.customer_id = c.id
		where c.erased_at is null and (
			${CUSTOMER_DIGITS} = $1
			or lower(c.email) = lower($2)
			or (o.shop_id = $3 and o.number = $4 and ($5::date is null or o.business_day = $5)))
		order by o.placed_at, o.id`,
		[
			wanted.by === 'phone' ? nationalDigits(wanted.phone) : null,
			wanted.by === 'email' ? wanted.email : null,
			order?.shop ?? null,
			order?.number ?? null,
			order?.day ?? null
		]
	);
	return rows;
}

/**
 * Empties these customers and deletes the links to their orders. If they have open orders, changes nothing
 * and returns those: an open order still needs a name and an address.
 */
export async function erase(tx: Tx, customers: readonly string[]): Promise<FoundOrder[]> {
	const open = await tx.query<FoundOrder>(
		`select o.customer_id as customer, o.id as order, o.shop_id as shop, o.number,
			o.business_day::text as day, o.is_open as "isOpen"
		from orders o where o.customer_id = any ($1) and o.is_open order by o.placed_at for update`,
		[customers]
	);
	if (open.rows.length > 0) return open.rows;
	await tx.query(
		`update customer set name = '', phone = '', email = null, address = null, note = '',
			allergy = null, line_notes = '{}', reasons = '{}', erased_at = clock_timestamp()
		where id = any ($1)`,
		[customers]
	);
	await tx.query(
		`update takings_correction c set reason = '' from orders o
			where o.id = c.order_id and o.customer_id = any ($1)`,
		[customers]
	);
	// The use still counts; that it was this customer's is erased.
	await tx.query(
		`update promo_redemption r set customer_key = 'erased ' || r.order_id
			from orders o where o.id = r.order_id and o.customer_id = any ($1)`,
		[customers]
	);
	await tx.query(
		`delete from tracking where order_id in (select id from orders where customer_id = any ($1))`,
		[customers]
	);
	return [];
}
