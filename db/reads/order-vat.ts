import { FEE_VAT } from '#domain/menu/pricing.ts';
import { vatTable, type VatRow } from '#domain/pay/vat.ts';
import type { Db } from '../plumbing/pool.ts';

/** The VAT table of an order: its lines after the discount, without the voided ones, and the delivery fee. */
export async function vatOfOrder(db: Db, orderId: string): Promise<VatRow[]> {
	const { rows } = await db.query<{ rate: number; grossMinor: number }>(
		`select vat as rate, total_minor - discount_minor as "grossMinor" from order_line
			where order_id = $1 and voided_at is null
		union all select $2::integer, fee_minor from orders where id = $1`,
		[orderId, FEE_VAT]
	);
	return vatTable(rows);
}

/** The lines of an order that are not voided, with what was paid for each after the discount. */
export async function paidLines(
	db: Db,
	orderId: string
): Promise<{ id: string; rate: number; grossMinor: number }[]> {
	const { rows } = await db.query<{ id: string; rate: number; grossMinor: number }>(
		`select id, vat as rate, total_minor - discount_minor as "grossMinor" from order_line
			where order_id = $1 and voided_at is null order by position`,
		[orderId]
	);
	return rows;
}
