/** How a movement of money enters the ledger, inside the transaction of a command. */

import { accountsOf, type Movement } from '#domain/pay/ledger.ts';
import type { Tx } from '../plumbing/pool.ts';

/**
 * Records a movement and returns its number in the shop's ledger; 0 when the amount is 0, which moves nothing. A
 * capture first ends what is still reserved by its intent (`void`), so that the caller posts `void` only for a
 * reservation that was released.
 *
 * Locks the ledger of the shop until the transaction ends. Lock order: post after all changes of orders.
 */
export async function post(tx: Tx, movement: Movement): Promise<number> {
	if (movement.amountMinor === 0) return 0;
	if (movement.kind === 'capture' && movement.intent !== undefined)
		await endReservation(tx, movement);
	const { debit, credit } = accountsOf(movement);
	const { rows } = await tx.query<{ seq: number }>({
		name: 'ledger-post',
		text: `insert into ledger (shop_id, kind, debit, credit, amount_minor, currency, order_id, intent_id,
				refund_id, shift_id, driver_id, vat, note)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning seq`,
		values: [
			...[movement.shop, movement.kind, debit, credit, movement.amountMinor, movement.currency],
			...[movement.order, movement.intent, movement.refund, movement.shift, movement.driver],
			...[movement.vat ? JSON.stringify(movement.vat) : null, movement.note]
		]
	});
	return rows[0]!.seq;
}

async function endReservation(tx: Tx, { shop, intent, order, currency }: Movement): Promise<void> {
	const { rows } = await tx.query<{ rest: number }>({
		name: 'ledger-reserved',
		text: `select coalesce(sum(case kind when 'reserve' then amount_minor else -amount_minor end), 0)::bigint as rest
			from ledger where intent_id = $1 and kind in ('reserve', 'void')`,
		values: [intent]
	});
	const amountMinor = Math.max(0, rows[0]?.rest ?? 0);
	await post(tx, { shop, kind: 'void', amountMinor, currency, order, intent });
}
