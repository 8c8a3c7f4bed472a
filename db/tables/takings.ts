/** What is taken for an order at the door or the counter: reported with the handover, then recorded. */

import { HANDED_OVER } from '#domain/order/order.ts';
import { onlyKind, type DoorMoney, type Taking } from '#domain/pay/door.ts';
import type { Tx } from '../plumbing/pool.ts';
import { withoutLogRows } from '../plumbing/quietly.ts';
import { listOf } from '../plumbing/sql.ts';

/** The money as reported, and by which actor. */
export type Reported = DoorMoney & { by: string };

/** What is due at the door now; 0 when it is paid, void, or paid through a provider. */
export async function dueOf(
	tx: Tx,
	orderId: string
): Promise<{ dueMinor: number; currency: string }> {
	const { rows } = await tx.query<{ dueMinor: number; currency: string }>(
		`select case when status = 'due' then amount_minor else 0 end as "dueMinor", currency
			from payment where order_id = $1`,
		[orderId]
	);
	return rows[0] ?? { dueMinor: 0, currency: 'EUR' };
}

/** Stores the report. The step of the order logs it: this is no change of its own. */
export async function report(tx: Tx, orderId: string, money: Reported): Promise<void> {
	await withoutLogRows(tx, orderId, () =>
		tx.query(
			`update payment set reported = $2, kind = case when status = 'due' then $3 else kind end
				where order_id = $1`,
			[orderId, JSON.stringify(money), onlyKind(money.takings)]
		)
	);
}

/** A payment that a handover leaves to be recorded. */
export interface Unrecorded {
	shop: string;
	isDue: boolean;
	amountMinor: number;
	currency: string;
	kind: Taking['kind'] | null;
	/** Null for an order from before parts were reported. */
	reported: Reported | null;
	/** Who delivered, and the shift of the delivery; null at the counter. */
	driver: string | null;
	shift: string | null;
}

/** The payment of a handed-over order that is due or has a report, locked; undefined when all is recorded. */
export async function lockUnrecorded(tx: Tx, orderId: string): Promise<Unrecorded | undefined> {
	const { rows } = await tx.query<Unrecorded>(
		`select o.shop_id as shop, p.status = 'due' as "isDue", p.amount_minor as "amountMinor", p.currency,
			p.kind, p.reported, held.driver_id as driver, held.shift_id as shift
		from payment p join orders o on o.id = p.order_id left join lateral (
			select r.driver_id, (
				select h.id from shift h where h.driver_id = r.driver_id and h.started_at <= s.ended_at
					and (h.ended_at is null or h.ended_at >= s.ended_at)
				order by h.started_at desc limit 1) as shift_id
			from stop s join run r on r.id = s.run_id
			where s.order_id = o.id and s.outcome = 'delivered' order by s.ended_at desc limit 1
		) held on true
		where p.order_id = $1 and (p.status = 'due' or p.reported is not null)
			and o.status in (${listOf(HANDED_OVER)})
		for update of p`,
		[orderId]
	);
	return rows[0];
}

/** Inserts the parts and the tip, with their driver and shift. */
export async function insert(
	tx: Tx,
	orderId: string,
	{ takings, tip, by }: Reported,
	{ driver, shift }: Pick<Unrecorded, 'driver' | 'shift'>
): Promise<void> {
	const parts = takings.map((part) => ({ ...part, isTip: false }));
	if (tip) parts.push({ ...tip, isTip: true });
	await tx.query(
		`insert into door_taking (order_id, kind, amount_minor, is_tip, driver_id, shift_id, actor)
			select $1, t.kind, t."amountMinor", t."isTip", $3, $4, $5
			from jsonb_to_recordset($2::jsonb) as t (kind text, "amountMinor" integer, "isTip" boolean)`,
		[orderId, JSON.stringify(parts), driver, shift, by]
	);
}

/** Ends the report, and marks a payment that was due as collected, for this driver and shift. */
export async function markRecorded(
	tx: Tx,
	orderId: string,
	{ isDue, driver, shift }: Pick<Unrecorded, 'isDue' | 'driver' | 'shift'>,
	{ takings }: Reported
): Promise<void> {
	if (isDue) {
		await tx.query(
			`update payment set status = 'collected', captured_minor = amount_minor, reported = null,
				collected_at = clock_timestamp(), driver_id = $2, shift_id = $3,
				kind = coalesce(kind, $4) where order_id = $1`,
			[orderId, driver, shift, onlyKind(takings)]
		);
		return;
	}
	await tx.query('update payment set reported = null where order_id = $1', [orderId]);
	// A tip for a paid order changes the driver's sums, and nothing else of the payment.
	await tx.query('update driver set touched_at = clock_timestamp() where id = $1', [driver]);
}
