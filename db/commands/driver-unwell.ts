import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { isOnTheRoad } from '#domain/order/order.ts';
import { planItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { statesOfDriver } from '../reads/order-states.ts';
import { moveOrder } from '../steps/move-order.ts';
import { endOffer } from '../steps/runs.ts';
import { endShift } from '../steps/shift-end.ts';
import { lockOrders } from '../tables/orders.ts';
import * as staff from '../tables/staff.ts';

/** What became of the orders that the driver held. */
export interface Freed {
	/** At the shop: they can be given to another driver. */
	free: string[];
	/** On the road: they have failed, and a manager sees to them. */
	failed: string[];
}

interface Unwell {
	shop: string;
	driverId: string;
	/** For the manager and the customer of an order on the road: typed, or a `ReasonCode`. */
	reason: string;
	actor: Actor;
}

/**
 * A driver cannot go on. What they were to carry and is still at the shop is free for another driver, what is on
 * the road has failed, and the shift ends; its cash is counted as after any shift. Refuses with `driver_off` a
 * driver who is not on shift in this shop.
 */
export async function driverUnwell(db: Pool | Tx, request: Unwell): Promise<Result<Freed>> {
	const { shop, driverId, actor } = request;
	return inTransaction(db, actor, async (tx) => {
		const held = (await statesOfDriver(tx, driverId))?.orders ?? [];
		await lockOrders(
			tx,
			held.map(({ id }) => id)
		);
		const { rows } = await tx.query<{ shift: string }>(
			`select s.id as shift from driver d join shift s on s.driver_id = d.id and s.ended_at is null
				where d.id = $1 and s.shop_id = $2 for update of d, s`,
			[driverId, shop]
		);
		const shift = rows[0]?.shift;
		if (shift === undefined) return refuse('driver_off');
		const freed = await letGo(tx, request);
		await setAction(tx, 'shift_end');
		await endShift(tx, shift, driverId);
		await staff.recordAudit(tx, {
			actor,
			action: 'driver.unwell',
			subject: driverId,
			detail: { shop, ...freed }
		});
		await outbox.add(tx, [planItem(shop, `unwell-${shift}`)]);
		return done(freed);
	});
}

/** The orders as they are now that they are locked. */
async function letGo(tx: Tx, { shop, driverId, reason, actor }: Unwell): Promise<Freed> {
	const held = (await statesOfDriver(tx, driverId))?.orders ?? [];
	const open = held.filter(({ status }) => status !== 'failed');
	const onTheRoad = open.filter(({ status }) => isOnTheRoad(status));
	for (const { id } of onTheRoad) {
		const moved = await moveOrder(tx, {
			orderId: id,
			action: 'fail',
			kinds: ['manager'],
			actor,
			reason
		});
		if (!moved.ok) throw new Rollback(moved);
	}
	const { rows } = await tx.query<{ id: string; status: string }>(
		`select id, status from run where driver_id = $1 and status in ('offered', 'accepted', 'out')
			for update`,
		[driverId]
	);
	for (const run of rows) {
		if (run.status === 'offered') await endOffer(tx, run.id, shop, 'withdrawn');
		else await endRun(tx, run);
	}
	return {
		free: open.filter(({ status }) => !isOnTheRoad(status)).map(({ id }) => id),
		failed: onTheRoad.map(({ id }) => id)
	};
}

async function endRun(tx: Tx, { id, status }: { id: string; status: string }): Promise<void> {
	await setAction(tx, 'unassign');
	await tx.query(
		`update stop set outcome = 'removed', ended_at = clock_timestamp()
			where run_id = $1 and outcome is null`,
		[id]
	);
	await tx.query(`update run set status = $2, version = version + 1 where id = $1`, [
		id,
		status === 'out' ? 'done' : 'cancelled'
	]);
}
