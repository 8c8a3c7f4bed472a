import { ASSIGNABLE, canBeGiven, isAssignable } from '#domain/order/desk.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { RunStatus } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/words.ts';
import { planItem } from '../steps/consequences.ts';
import { constraintOf, sqlState, SQLSTATE } from '../plumbing/errors.ts';
import {
	lockHead,
	lockOrders,
	ownerOf,
	stale,
	standing,
	type OrderHead,
	type Standing
} from './advance.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { withWinner } from '../steps/winners.ts';

export interface Offer {
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
 * Gives orders to a driver as one run. The database refuses a second run of a driver and a second
 * driver of an order; the caller gets that as a fault and must roll back.
 */
export async function offer(tx: Tx, request: Offer): Promise<Result<string>> {
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

async function clearNoDriver(tx: Tx, orderIds: readonly string[]): Promise<void> {
	await tx.query(`update orders set alert = null where id = any ($1) and alert = 'no_driver'`, [
		orderIds
	]);
}

/**
 * Gives one order to a driver by hand; the manager's word needs no answer, and it counts more than
 * what the planner proposes: open offers of this order, and others to this driver, are withdrawn.
 */
export async function assign(
	db: Pool | Tx,
	request: { orderId: string; driverId: string; version?: number | undefined; actor: Actor }
): Promise<Result<Standing>> {
	return inTransaction(db, request.actor, async (tx) => {
		await lockOrders(tx, [request.orderId, ...(await ordersOffered(tx, request))]);
		const head = await ownerOf(tx, request.orderId);
		if (!head) return refuse('not_found');
		const told = async (refused: Result<Standing>): Promise<Result<Standing>> =>
			refused.ok ? refused : { ok: false, fault: await withWinner(tx, refused.fault, request) };
		// A driver who has it says more than an old version does.
		if (isAssignable(head) && !canBeGiven(head, head.runStatus))
			return told(refuse('already_assigned', undefined, standing(head)));
		if (request.version !== undefined && !(await isAsSeen(tx, head, request.version)))
			return told(stale(head));
		if (!isAssignable(head))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		await withdrawOffers(tx, request);
		const run = (await addToRun(tx, request.driverId, head)) ?? (await startRun(tx, request, head));
		if (!run.ok) throw new Rollback<Result<Standing>>(run);
		const now = await ownerOf(tx, head.id);
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

/** Their other orders and drivers are free again, and planned again. */
async function withdrawOffers(tx: Tx, { orderId, driverId }: Giving): Promise<void> {
	// The planner holds it in share while it offers: from here on there is no new offer to this driver.
	await tx.query('select 1 from shift where driver_id = $1 and ended_at is null for update', [
		driverId
	]);
	const { rows } = await tx.query<{ id: string; shop: string }>(
		`select id, shop_id as shop from run where ${OFFERS} order by id for update`,
		[orderId, driverId]
	);
	for (const run of rows) await close(tx, run.id, run.shop, 'withdrawn');
}

/** What the planner does to an order by itself; a manager who has not seen it yet is not too late. */
const PLANNING = ['offer', 'run_declined', 'run_expired', 'run_withdrawn', 'alert'];

/** Whether the order still is what the manager saw, but for proposals that came and went. */
async function isAsSeen(tx: Tx, head: OrderHead, version: number): Promise<boolean> {
	if (version >= head.version) return version === head.version;
	const { rowCount } = await tx.query(
		'select 1 from shop_log where subject_id = $1 and version > $2 and action <> all ($3) limit 1',
		[head.id, version, PLANNING]
	);
	return rowCount === 0;
}

function startRun(
	tx: Tx,
	request: { driverId: string; actor: Actor },
	order: { id: string; shop: string }
): Promise<Result<string>> {
	return offer(tx, {
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

/** Takes an order from its driver again, before it leaves the shop. */
export async function unassign(
	db: Pool | Tx,
	request: { orderId: string; actor: Actor }
): Promise<Result<Standing>> {
	return inTransaction(db, request.actor, async (tx) => {
		const head = await lockHead(tx, request.orderId);
		if (!head) return refuse('not_found');
		if (head.driver === null) return refuse('no_driver', undefined, standing(head));
		if (!ASSIGNABLE.includes(head.status))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		await setAction(tx, 'unassign');
		const { rows } = await tx.query<{ run_id: string }>(
			`update stop set outcome = 'removed', ended_at = clock_timestamp()
				where order_id = $1 and outcome is null returning run_id`,
			[head.id]
		);
		await endIfEmpty(tx, rows[0]?.run_id);
		const now = await ownerOf(tx, head.id);
		return now ? done(standing(now)) : refuse('not_found');
	});
}

async function endIfEmpty(tx: Tx, runId: string | undefined): Promise<void> {
	if (!runId) return;
	await tx.query(
		`update run set version = version + 1, status = case when status = 'out' then 'done' else 'cancelled' end
			where id = $1 and status in ('offered', 'accepted', 'out')
			and not exists (select from stop where run_id = $1 and outcome is null)`,
		[runId]
	);
}

/** The driver takes or declines what was offered; the same answer twice is one answer. */
export async function answer(
	db: Pool | Tx,
	reply: { runId: string; driverId: string; accept: boolean }
): Promise<Result<{ run: string; status: RunStatus }>> {
	const wanted = reply.accept ? 'accepted' : 'declined';
	return inTransaction(db, `staff:${reply.driverId}`, async (tx) => {
		await lockOrdersOf(tx, reply.runId);
		const { rows } = await tx.query<{ status: RunStatus; shop: string; expired: boolean }>(
			`select status, shop_id as shop, coalesce(expires_at < clock_timestamp(), false) as expired
				from run where id = $1 and driver_id = $2 for update`,
			[reply.runId, reply.driverId]
		);
		const run = rows[0];
		if (!run) return refuse('not_found');
		if (run.status === wanted) return done({ run: reply.runId, status: wanted });
		if (run.status !== 'offered' || run.expired) return refuse('offer_gone');
		await close(tx, reply.runId, run.shop, wanted);
		return done({ run: reply.runId, status: wanted });
	});
}

/** Ends an offer that nobody answered in time; false when it was answered meanwhile. */
export async function expire(tx: Tx, runId: string): Promise<boolean> {
	await lockOrdersOf(tx, runId);
	const { rows } = await tx.query<{ shop: string }>(
		`select shop_id as shop from run where id = $1 and status = 'offered'
			and expires_at <= clock_timestamp() for update`,
		[runId]
	);
	const run = rows[0];
	if (!run) return false;
	await close(tx, runId, run.shop, 'expired');
	return true;
}

/** A change of a run locks its orders first, as a change of an order does. */
async function lockOrdersOf(tx: Tx, runId: string): Promise<void> {
	const { rows } = await tx.query<{ id: string }>(
		'select order_id as id from stop where run_id = $1 and outcome is null',
		[runId]
	);
	await lockOrders(
		tx,
		rows.map((row) => row.id)
	);
}

/** How an offer ends, and what its run is then. */
const ENDINGS = {
	accepted: 'accepted',
	declined: 'declined',
	expired: 'expired',
	withdrawn: 'cancelled'
} as const satisfies Record<string, RunStatus>;

async function close(
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
