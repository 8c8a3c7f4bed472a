import type { Tx } from './pool.ts';

/**
 * Changes lines or payment of an order without log rows: the change of the order that must follow in this
 * transaction logs all as one.
 */
export async function withoutLogRows<T>(
	tx: Tx,
	orderId: string,
	work: () => Promise<T>
): Promise<T> {
	await tx.query(`select set_config('app.settling', $1, true)`, [orderId]);
	const value = await work();
	await tx.query(`select set_config('app.settling', '', true)`);
	return value;
}
