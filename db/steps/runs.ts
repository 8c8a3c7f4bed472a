/** How a run starts and how its offer ends, inside the transaction of a command. */

import type { Text } from '#domain/menu/menu.ts';
import type { RunStatus } from '#domain/order/order.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { constraintOf, sqlState, SQLSTATE } from '../plumbing/errors.ts';
import { planItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Tx } from '../plumbing/pool.ts';
import { setAction, type Actor } from '../plumbing/transaction.ts';
import { clearNoDriver } from '../tables/alerts.ts';
import { lockOrders } from '../tables/orders.ts';

export interface NewRun {
	shop: string;
	driverId: string;
	orderIds: readonly string[];
	/** `offered` waits for the driver's answer, `accepted` does not. */
	status: 'offered' | 'accepted';
	expiresInSeconds?: number;
	/** Why this driver, in words, for the manager and the driver. */
	reasons: readonly Text[];
	createdBy: Actor;
}

/**
 * Assigns orders to a driver as one run. The database refuses a second run of a driver and a second driver
 * of an order. On a refusal the caller must roll back.
 */
export async function startRun(tx: Tx, request: NewRun): Promise<Result<string>> {
	await lockOrders(tx, request.orderIds);
	const onShift = await tx.query(
		'select 1 from shift where driver_id = $1 and shop_id = $2 and ended_at is null for share',
		[request.driverId, request.shop]
	);
	if (onShift.rowCount === 0) return refuse('driver_off');
	await setAction(tx, request.status === 'offered' ? 'offer' : 'assign');
	try {
		const { rows } = await tx.query<{ id: string }>(
			`insert into run (shop_id, driver_id, status, expires_at, reasons, created_by)
				values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4), $5, $6) returning id`,
			[
				request.shop,
				request.driverId,
				request.status,
				request.status === 'offered' ? (request.expiresInSeconds ?? 60) : null,
				JSON.stringify(request.reasons),
				request.createdBy
			]
		);
		const run = rows[0]?.id ?? '';
		await tx.query(
			`insert into stop (run_id, order_id, position)
				select $1, o.id, o.n from unnest($2::uuid[]) with ordinality as o (id, n)`,
			[run, request.orderIds]
		);
		await clearNoDriver(tx, request.orderIds);
		return done(run);
	} catch (error) {
		if (sqlState(error) !== SQLSTATE.uniqueViolation) throw error;
		return refuse(constraintOf(error) === 'run_active' ? 'driver_busy' : 'already_assigned');
	}
}

/** Locks the orders of a run. Lock order: orders before runs. */
export async function lockOrdersOf(tx: Tx, runId: string): Promise<void> {
	const { rows } = await tx.query<{ id: string }>(
		'select order_id as id from stop where run_id = $1 and outcome is null',
		[runId]
	);
	await lockOrders(
		tx,
		rows.map((row) => row.id)
	);
}

/** How an offer may end, and the status that its run gets. */
const ENDINGS = {
	accepted: 'accepted',
	declined: 'declined',
	expired: 'expired',
	withdrawn: 'cancelled'
} as const satisfies Record<string, RunStatus>;

export async function endOffer(
	tx: Tx,
	runId: string,
	shop: string,
	ending: keyof typeof ENDINGS
): Promise<void> {
	await setAction(tx, `run_${ending}`);
	await tx.query('update run set status = $2, version = version + 1 where id = $1', [
		runId,
		ENDINGS[ending]
	]);
	if (ending === 'accepted') return;
	await tx.query(
		`update stop set outcome = 'removed', ended_at = clock_timestamp()
			where run_id = $1 and outcome is null`,
		[runId]
	);
	await outbox.add(tx, [planItem(shop, `run-${runId}-${ending}`)]);
}
