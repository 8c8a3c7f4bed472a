/** Who a phone number belongs to, by the orders of the group. */

import type { Allergy } from '#domain/menu/allergy.ts';
import { CALLED_OFF, type Address, type OrderState } from '#domain/order/order.ts';
import { nationalDigits } from '#domain/people/phone.ts';
import type { Db } from '../plumbing/pool.ts';
import { listOf } from '../plumbing/sql.ts';
import { orderById } from './order-states.ts';

export interface KnownCaller {
	name: string;
	allergy: Allergy | null;
	/** How many orders, those that were called off apart. */
	orders: number;
	/** Each once, the last one first. */
	addresses: Address[];
	last: OrderState;
}

const MOST_ADDRESSES = 4;
/** Orders to look at: an address of longer ago is typed again. */
const MOST_ORDERS = 60;

/** The person with this number; undefined when it never ordered, and after their data was erased. */
export async function callerOf(db: Db, phone: string): Promise<KnownCaller | undefined> {
	const { rows } = await db.query<{ id: string; address: Address | null }>({
		name: 'caller-orders',
		text: `select o.id, c.address from customer c join orders o on o.customer_id = c.id
			where c.phone <> '' and national_digits(c.phone) = $1
				and o.status not in (${listOf(CALLED_OFF)})
			order by o.placed_at desc limit $2`,
		values: [nationalDigits(phone), MOST_ORDERS]
	});
	const last = rows[0] && (await orderById(db, rows[0].id));
	if (!last) return undefined;
	const addresses = new Map<string, Address>();
	for (const { address } of rows) {
		const place = address && `${address.street} ${address.city}`.toLowerCase();
		if (place && !addresses.has(place)) addresses.set(place, address);
	}
	return {
		name: last.customer.name,
		allergy: last.customer.allergy ?? null,
		orders: rows.length,
		addresses: [...addresses.values()].slice(0, MOST_ADDRESSES),
		last
	};
}
