/** Promotion codes and their uses. */

import { createHmac } from 'node:crypto';
import { CALLED_OFF } from '#domain/order/order.ts';
import type { Promotion, PromoUse } from '#domain/pay/promotion.ts';
import { nationalDigits } from '#domain/people/phone.ts';
import type { PromoView } from '#domain/wire/contract.ts';
import { CUSTOMER_DIGITS, listOf } from '../plumbing/sql.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export type StoredPromotion = Promotion & { id: string; code: string };

const SELECT = `
	select p.id, p.code, p.shop_id as shop, p.kind, p.value, p.product_id as product,
		p.minimum_minor as "minimumMinor", p.first_order as "firstOrder",
		extract(epoch from p.from_at)::float8 * 1000 as "from",
		extract(epoch from p.until_at)::float8 * 1000 as "until",
		p.max_uses as "maxUses", p.disabled_at is not null as "isDisabled"
	from promo_code p`;

/** The code as it is stored, in capitals. */
export async function byCode(db: Db, code: string): Promise<StoredPromotion | undefined> {
	const { rows } = await db.query<StoredPromotion>({
		name: 'promo-by-code',
		text: `${SELECT} where p.code = $1`,
		values: [code]
	});
	return rows[0];
}

/** Waits for other orders that use this code: then its uses can be counted. */
export async function lock(tx: Tx, id: string): Promise<void> {
	await tx.query('select from promo_code where id = $1 for no key update', [id]);
}

/** The customer in the table of uses: a hash that only the holder of the secret can compute from a number. */
export function customerKey(secret: string, phone: string): string {
	return createHmac('sha256', secret)
		.update(`promo:${nationalDigits(phone)}`)
		.digest('base64url');
}

/** How the code was used so far, and whether this phone number has ordered. */
export async function usesOf(
	db: Db,
	id: string,
	customer: { key: string; phone: string } | undefined
): Promise<Pick<PromoUse, 'uses' | 'hasUsed' | 'hasOrdered'>> {
	const { rows } = await db.query<Pick<PromoUse, 'uses' | 'hasUsed' | 'hasOrdered'>>(
		`select (select count(*)::int from promo_redemption where code_id = $1) as uses,
			exists (select from promo_redemption where code_id = $1 and customer_key = $2) as "hasUsed",
			exists (
				select from customer c join orders o on o.customer_id = c.id
				where ${CUSTOMER_DIGITS} = $3
					and o.status not in (${listOf(CALLED_OFF)})) as "hasOrdered"`,
		[id, customer?.key ?? null, customer ? nationalDigits(customer.phone) : null]
	);
	return rows[0] ?? { uses: 0, hasUsed: false, hasOrdered: false };
}

/** Stores the use; false when this customer has used the code. */
export async function redeem(
	tx: Tx,
	use: { code: string; customer: string; order: string }
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`insert into promo_redemption (code_id, customer_key, order_id) values ($1, $2, $3)
			on conflict (code_id, customer_key) do nothing`,
		[use.code, use.customer, use.order]
	);
	return rowCount === 1;
}

/** The code may be used again: its order was called off. */
export async function release(tx: Tx, orderId: string): Promise<void> {
	await tx.query('delete from promo_redemption where order_id = $1', [orderId]);
}

/** The code that an order has used, or undefined. */
export async function ofOrder(db: Db, orderId: string): Promise<StoredPromotion | undefined> {
	const { rows } = await db.query<StoredPromotion>(
		`${SELECT} join promo_redemption r on r.code_id = p.id where r.order_id = $1`,
		[orderId]
	);
	return rows[0];
}

export interface NewPromotion extends Omit<Promotion, 'isDisabled'> {
	code: string;
	actor: string;
}

/** Adds a code; false when there is one with this name. */
export async function add(tx: Tx, promotion: NewPromotion): Promise<boolean> {
	const dateOf = (instant: number | null) => (instant === null ? null : new Date(instant));
	const { rowCount } = await tx.query(
		`insert into promo_code (shop_id, code, kind, value, product_id, minimum_minor, first_order, from_at,
				until_at, max_uses, created_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (code) do nothing`,
		[
			promotion.shop,
			promotion.code,
			promotion.kind,
			promotion.value,
			promotion.product,
			promotion.minimumMinor,
			promotion.firstOrder,
			dateOf(promotion.from),
			dateOf(promotion.until),
			promotion.maxUses,
			promotion.actor
		]
	);
	return rowCount === 1;
}

/** The codes of a shop and of the group, newest first, at most 200. */
export async function ofShop(db: Db, shop: string): Promise<PromoView[]> {
	const { rows } = await db.query<PromoView>(
		`select p.id, p.code, p.shop_id as shop, p.kind, p.value, p.product_id as product,
			p.minimum_minor as "minimumMinor", p.first_order as "firstOrder", p.from_at as "from",
			p.until_at as "until", p.max_uses as "maxUses", p.disabled_at is not null as "isDisabled",
			(select count(*)::int from promo_redemption r where r.code_id = p.id) as uses
		from promo_code p where p.shop_id = $1 or p.shop_id is null
		order by p.created_at desc, p.id limit 200`,
		[shop]
	);
	return rows;
}

/** Ends a code of this shop, or of the group when `isGroup`; false when there is no such code. */
export async function disable(
	tx: Tx,
	{ id, shop, isGroup }: { id: string; shop: string; isGroup: boolean }
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`update promo_code set disabled_at = coalesce(disabled_at, clock_timestamp())
			where id = $1 and (shop_id = $2 or (shop_id is null and $3))`,
		[id, shop, isGroup]
	);
	return rowCount === 1;
}
