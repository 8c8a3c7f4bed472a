import type { PaymentMethod } from '#domain/order/order.ts';
import type { PaymentStatus } from '#domain/pay/payment.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** Inserts the payment of a new order: due at the door, or pending at a provider. */
export async function open(
	tx: Tx,
	payment: {
		orderId: string;
		method: PaymentMethod;
		amountMinor: number;
		currency: string;
		changeFromMinor: number | null;
	}
): Promise<void> {
	await tx.query(
		`insert into payment (order_id, method, status, amount_minor, currency, change_from_minor)
			values ($1, $2, $3, $4, $5, $6)`,
		[
			payment.orderId,
			payment.method,
			payment.method === 'door' ? 'due' : 'pending',
			payment.amountMinor,
			payment.currency,
			payment.changeFromMinor
		]
	);
}

/** Sets the amount of a changed order, until the money is taken at the door. */
export async function adjust(tx: Tx, orderId: string, amountMinor: number): Promise<void> {
	await tx.query(
		`update payment set amount_minor = $2
			where order_id = $1 and status in ('due', 'authorised', 'captured')`,
		[orderId, amountMinor]
	);
}

/** The money of an order. */
export interface PaymentRow {
	method: PaymentMethod;
	status: PaymentStatus;
	amountMinor: number;
	currency: string;
	capturedMinor: number;
	refundedMinor: number;
}

const ROW = `select method, status, amount_minor as "amountMinor", currency,
	captured_minor as "capturedMinor", refunded_minor as "refundedMinor" from payment where order_id = $1`;

export async function find(db: Db, orderId: string): Promise<PaymentRow | undefined> {
	const { rows } = await db.query<PaymentRow>(ROW, [orderId]);
	return rows[0];
}

/** The payment of an order, locked; undefined for an order that was inserted by hand without one. */
export async function lock(tx: Tx, orderId: string): Promise<PaymentRow | undefined> {
	const { rows } = await tx.query<PaymentRow>(`${ROW} for update`, [orderId]);
	return rows[0];
}

/** Writes how the money of an order stands; a row that stays the same is no change. */
export async function record(
	tx: Tx,
	orderId: string,
	to: { status: PaymentStatus; capturedMinor: number; refundedMinor: number }
): Promise<void> {
	await tx.query(
		`update payment set status = $2, captured_minor = $3, refunded_minor = $4 where order_id = $1
			and (status, captured_minor, refunded_minor) is distinct from ($2, $3::integer, $4::integer)`,
		[orderId, to.status, to.capturedMinor, to.refundedMinor]
	);
}

/** Voids the payment of an order that is called off before it was paid. */
export async function voidDue(tx: Tx, orderId: string): Promise<void> {
	await tx.query(
		`update payment set status = 'void' where order_id = $1 and status in ('due', 'pending')`,
		[orderId]
	);
}
