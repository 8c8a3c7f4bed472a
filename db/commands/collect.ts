import { listOf } from '../plumbing/sql.ts';
import { HANDED_OVER } from '#domain/order/order.ts';
import type { Tx } from '../plumbing/pool.ts';
import { issueReceipt } from '../steps/documents.ts';

/**
 * Records a payment at the door for the driver who delivered and the shift of the delivery; at the counter
 * for no driver. Issues the receipt. True the first time, then false.
 */
export async function collect(tx: Tx, orderId: string): Promise<boolean> {
	const { rowCount } = await tx.query(
		`update payment p set status = 'collected', captured_minor = p.amount_minor, collected_at = clock_timestamp(),
			driver_id = held.driver_id, shift_id = held.shift_id
		from orders o left join lateral (
			select r.driver_id, (
				select h.id from shift h where h.driver_id = r.driver_id and h.started_at <= s.ended_at
					and (h.ended_at is null or h.ended_at >= s.ended_at)
				order by h.started_at desc limit 1) as shift_id
			from stop s join run r on r.id = s.run_id
			where s.order_id = o.id and s.outcome = 'delivered' order by s.ended_at desc limit 1
		) held on true
		where p.order_id = $1 and p.status = 'due' and o.id = p.order_id
			and o.status in (${listOf(HANDED_OVER)})`,
		[orderId]
	);
	if (rowCount !== 1) return false;
	await issueReceipt(tx, orderId);
	return true;
}
