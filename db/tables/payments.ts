import type { PaymentKind } from '#domain/order/order.ts';
import type { Tx } from '../plumbing/pool.ts';

/** Inserts the payment of a new order. */
export async function open(
	tx: Tx,
	payment: { orderId: string; amountMinor: number; currency: string }
): Promise<void> {
	await tx.query(
		`insert into payment (order_id, method, status, amount_minor, currency)
			values ($1, 'door', 'due', $2, $3)`,
		[payment.orderId, payment.amountMinor, payment.currency]
	);
}

/** Sets the amount of a changed order while it is due. */
export async function adjust(tx: Tx, orderId: string, amountMinor: number): Promise<void> {
	await tx.query(`update payment set amount_minor = $2 where order_id = $1 and status = 'due'`, [
		orderId,
		amountMinor
	]);
}

/**
 * Stores how the customer paid at the door; false when money is due and `kind` is missing. The step of the
 * order logs it: this is no change of its own.
 */
export async function noteKind(
	tx: Tx,
	orderId: string,
	kind: PaymentKind | undefined
): Promise<boolean> {
	const due = `order_id = $1 and status = 'due' and amount_minor > 0`;
	if (!kind)
		return (await tx.query(`select 1 from payment where ${due}`, [orderId])).rowCount === 0;
	await tx.query(`select set_config('app.settling', $1, true)`, [orderId]);
	await tx.query(`update payment set kind = $2 where ${due}`, [orderId, kind]);
	await tx.query(`select set_config('app.settling', '', true)`);
	return true;
}

/** Voids the payment of an order that is called off. */
export async function voidDue(tx: Tx, orderId: string): Promise<void> {
	await tx.query(`update payment set status = 'void' where order_id = $1 and status = 'due'`, [
		orderId
	]);
}
