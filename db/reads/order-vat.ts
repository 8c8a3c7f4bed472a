import { FEE_VAT } from '#domain/menu/pricing.ts';
import { refundShare, shareOf, vatTable, type VatRow } from '#domain/pay/vat.ts';
import type { Db } from '../plumbing/pool.ts';
import * as ledger from '../tables/ledger.ts';
import * as refunds from '../tables/refunds.ts';

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

/**
 * VAT by rate of the money that was taken for an order. The lines may have changed since then: the ledger says
 * what was taken. Before its rows are written it is the order's table.
 */
export async function vatTaken(db: Db, orderId: string, capturedMinor: number): Promise<VatRow[]> {
	const booked = await ledger.vatTaken(db, orderId);
	return booked.length > 0 ? booked : shareOf(await vatOfOrder(db, orderId), capturedMinor);
}

/** VAT by rate of an amount that goes back: of `lines` first, then in proportion to what is left. */
export async function vatBack(
	db: Db,
	orderId: string,
	back: { capturedMinor: number; amountMinor: number; lines?: readonly VatRow[] }
): Promise<VatRow[]> {
	const known = await refunds.ofOrder(db, orderId);
	return refundShare(await vatTaken(db, orderId, back.capturedMinor), {
		before: refunds.vatOf(known),
		...back
	});
}
