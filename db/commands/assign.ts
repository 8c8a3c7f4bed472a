import { canBeGiven, isAssignable } from '#domain/order/desk.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { BY_THE_PLANNER, versionAsSeen } from '../steps/as-seen.ts';
import { stale } from '../steps/refusals.ts';
import { endOffer, startRun } from '../steps/runs.ts';
import { explainConflict } from '../steps/conflicts.ts';
import { clearNoDriver } from '../tables/alerts.ts';
import { headOf, lockOrders, standing, type Standing } from '../tables/orders.ts';

/**
 * Assigns one order to a driver by hand. The driver is not asked, and the assignment wins over the planner:
 * open offers of this order, and other offers to this driver, are withdrawn.
 */
export async function assign(
	db: Pool | Tx,
	request: { orderId: string; driverId: string; version?: number | undefined; actor: Actor }
): Promise<Result<Standing>> {
	return inTransaction(db, request.actor, async (tx) => {
		await lockOrders(tx, [request.orderId, ...(await ordersOffered(tx, request))]);
		const head = await headOf(tx, request.orderId);
		if (!head) return refuse('not_found');
		const conflict = async (refused: Result<Standing>): Promise<Result<Standing>> =>
			refused.ok
				? refused
				: { ok: false, fault: await explainConflict(tx, refused.fault, request) };
		// "Already assigned" says more than "stale version".
		if (isAssignable(head) && !canBeGiven(head, head.runStatus))
			return conflict(refuse('already_assigned', undefined, standing(head)));
		const seen = await versionAsSeen(tx, head, request.version, BY_THE_PLANNER);
		if (seen !== undefined && seen !== head.version) return conflict(stale(head));
		if (!isAssignable(head))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		await withdrawOffers(tx, request);
		const run = (await addToRun(tx, request.driverId, head)) ?? (await ownRun(tx, request, head));
		if (!run.ok) throw new Rollback<Result<Standing>>(run);
		const now = await headOf(tx, head.id);
		return now ? done(standing(now)) : refuse('not_found');
	});
}

interface Giving {
	orderId: string;
	driverId: string;
}

/** Open offers that a manual assignment cancels: of this order, and of any order to this driver. */
const OFFERS = `status = 'offered' and (driver_id = $2
	or exists (select from stop s where s.run_id = run.id and s.order_id = $1 and s.outcome is null))`;

async function ordersOffered(tx: Tx, { orderId, driverId }: Giving): Promise<string[]> {
	const { rows } = await tx.query<{ id: string }>(
		`select order_id as id from stop where outcome is null
			and run_id in (select id from run where ${OFFERS})`,
		[orderId, driverId]
	);
	return rows.map((row) => row.id);
}

/** The other orders and drivers of these offers are free again, and planned again. */
async function withdrawOffers(tx: Tx, { orderId, driverId }: Giving): Promise<void> {
	// The planner takes a share lock on the shift to offer: from here on it makes no offer to this driver.
	await tx.query('select 1 from shift where driver_id = $1 and ended_at is null for update', [
		driverId
	]);
	const { rows } = await tx.query<{ id: string; shop: string }>(
		`select id, shop_id as shop from run where ${OFFERS} order by id for update`,
		[orderId, driverId]
	);
	for (const run of rows) await endOffer(tx, run.id, run.shop, 'withdrawn');
}

function ownRun(
	tx: Tx,
	request: { driverId: string; actor: Actor },
	order: { id: string; shop: string }
): Promise<Result<string>> {
	return startRun(tx, {
		shop: order.shop,
		driverId: request.driverId,
		orderIds: [order.id],
		status: 'accepted',
		reasons: [],
		createdBy: request.actor
	});
}

/** One more stop for a run that has not left the shop; undefined when the driver has none. */
async function addToRun(
	tx: Tx,
	driverId: string,
	order: { id: string; shop: string }
): Promise<Result<string> | undefined> {
	const { rows } = await tx.query<{ id: string }>(
		`select id from run where driver_id = $1 and shop_id = $2 and status = 'accepted' for update`,
		[driverId, order.shop]
	);
	const run = rows[0];
	if (!run) return undefined;
	await setAction(tx, 'assign');
	await tx.query(
		`insert into stop (run_id, order_id, position)
			select $1, $2, coalesce(max(position), 0) + 1 from stop where run_id = $1`,
		[run.id, order.id]
	);
	await clearNoDriver(tx, [order.id]);
	return done(run.id);
}
