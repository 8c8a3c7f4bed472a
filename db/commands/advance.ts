import { isStrikeable, stepWhenStruck } from '#domain/kitchen/board.ts';
import { done, refuse, type Fault, type Result } from '#domain/wire/faults.ts';
import {
	isChangeable,
	mayEver,
	transitionOf,
	type Action,
	type ActorKind
} from '#domain/order/lifecycle.ts';
import {
	isClosed,
	isInKitchen,
	type Evidence,
	type Fulfilment,
	type PaymentKind,
	type RunStatus,
	type Status
} from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/words.ts';
import { consequencesOf } from '../steps/consequences.ts';
import * as customers from '../tables/customers.ts';
import * as payments from '../tables/payments.ts';
import type { Db, Pool, Tx } from '../plumbing/pool.ts';
import * as stock from '../tables/stock.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';
import { withWinner } from '../steps/winners.ts';

/** Where an order stands after a command. */
export interface Standing {
	id: string;
	status: Status;
	version: number;
}

export interface OrderHead extends Standing {
	shop: string;
	fulfilment: Fulfilment;
	/** Who holds its active stop. */
	driver: string | null;
	/** The run of that stop. */
	run: string | null;
	runStatus: RunStatus | null;
}

const HEAD = `
	select o.id, o.shop_id as shop, o.status, o.version, o.fulfilment, r.driver_id as driver,
		r.id as run, r.status as "runStatus"
	from orders o
		left join lateral (
			select run_id from stop where order_id = o.id
				and (outcome is null or (outcome = 'failed' and o.status = 'failed'))
			order by outcome is null desc, ended_at desc limit 1
		) s on true
		left join run r on r.id = s.run_id
	where o.id = $1`;

/** The order's place, state and driver: what a decision about it needs. */
export async function ownerOf(db: Db, orderId: string): Promise<OrderHead | undefined> {
	const { rows } = await db.query<OrderHead>({
		name: 'order-head',
		text: HEAD,
		values: [orderId]
	});
	return rows[0];
}

/**
 * The order's head, locked until the transaction ends. Two statements: one that waits for a lock
 * reads the order again but its stops as they were before the wait.
 */
export async function lockHead(tx: Tx, orderId: string): Promise<OrderHead | undefined> {
	await tx.query({
		name: 'order-lock',
		text: 'select 1 from orders where id = $1 for update',
		values: [orderId]
	});
	return ownerOf(tx, orderId);
}

/** How these orders of a shop stand now, whatever became of them; an id of another shop is left out. */
export async function standings(
	db: Db,
	shop: string,
	orderIds: readonly string[]
): Promise<Standing[]> {
	const { rows } = await db.query<Standing>(
		'select id, status, version from orders where shop_id = $1 and id = any ($2)',
		[shop, orderIds]
	);
	return rows;
}

/** Locks several orders, always in the same order: two who want the same ones wait, not both. */
export async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
	await tx.query('select 1 from orders where id = any ($1) order by id for update', [orderIds]);
}

export interface Advance {
	orderId: string;
	action: Action;
	/** The version that the caller saw: an older one is refused. */
	version?: number | undefined;
	kinds: readonly ActorKind[];
	actor: Actor;
	reason?: string | undefined;
	/** How the money was taken, to deliver where money is due. */
	paymentKind?: PaymentKind | undefined;
	/** The run that the step belongs to: refused when the order is not in it. */
	run?: string | undefined;
	/** When a step that arrives late was tapped (ISO); the database clamps it. */
	tappedAt?: string | undefined;
	evidence?: Evidence;
}

/** Moves an order one step, for any actor: a person, a timer, or the customer. */
export async function advance(db: Pool | Tx, step: Advance): Promise<Result<Standing>> {
	return inTransaction(db, step.actor, async (tx) => {
		const moved = await advanceIn(tx, step);
		if (moved.ok) return moved;
		throw new Rollback({ ok: false, fault: await withWinner(tx, moved.fault, step) });
	});
}

/** The same inside a transaction that already runs. */
export async function advanceIn(tx: Tx, step: Advance): Promise<Result<Standing>> {
	const head = await ownerOf(tx, step.orderId);
	if (!head) return refuse('not_found');
	const fault = faultOf(step, head);
	if (fault) return { ok: false, fault: await toPastDriver(tx, step, head, fault) };
	const to = transitionOf(head.status, step.action, head.fulfilment)?.to;
	if (!to) return refuse('illegal_transition', undefined, standing(head));

	if (step.action === 'refuse' || step.action === 'lapse' || step.action === 'cancel') {
		await lockHead(tx, head.id);
		await stock.lockHeld(tx, head.shop, head.id);
	}
	if (step.action === 'deliver') {
		await lockHead(tx, head.id);
		if (!(await payments.noteKind(tx, head.id, step.paymentKind)))
			return refuse('payment_kind_missing', undefined, standing(head));
	}
	await setAction(tx, step.action);
	const { rows } = await tx.query<Standing>({
		name: 'order-advance',
		text: `update orders set status = $3, evidence = $6, tapped_at = $7, alert = null,
				reason_version = case when $5::boolean then version + 1 end
			where id = $1 and status = $2 and ($4::bigint is null or version = $4)
			returning id, status, version`,
		values: [
			head.id,
			head.status,
			to,
			step.version ?? null,
			Boolean(step.reason),
			step.evidence ?? (step.actor === 'timer' ? 'timer' : 'tap'),
			step.tappedAt ?? null
		]
	});
	const moved = rows[0];
	if (!moved) return lost(tx, step);
	if (step.reason)
		await customers.keepReason(tx, { orderId: head.id, version: moved.version }, step.reason);
	await setAction(tx, '');
	await consequencesOf(tx, { ...head, status: to, version: moved.version }, step.action);
	// A payment that falls due or void raises the version once more.
	const now = await ownerOf(tx, head.id);
	return done(now ? standing(now) : moved);
}

/** Somebody was faster between the look and the step: said with the state as it is now. */
async function lost(tx: Tx, step: Advance): Promise<Result<Standing>> {
	const now = await ownerOf(tx, step.orderId);
	if (!now) return refuse('not_found');
	const fault = faultOf(step, now);
	return fault ? { ok: false, fault: await toPastDriver(tx, step, now, fault) } : stale(now);
}

/**
 * A driver who carried the order, or still thinks so, gets the state now instead of `forbidden`:
 * the right was theirs when they tapped.
 */
async function toPastDriver(tx: Tx, step: Advance, head: OrderHead, fault: Fault): Promise<Fault> {
	if (fault.code !== 'forbidden' || !mayEver('driver', step.action)) return fault;
	const { rowCount } = await tx.query(
		`select 1 from stop s join run r on r.id = s.run_id
			where s.order_id = $1 and 'staff:' || r.driver_id = $2 limit 1`,
		[head.id, step.actor]
	);
	if (rowCount === 0) return fault;
	const code = isClosed(head.status) ? 'illegal_transition' : 'not_in_run';
	return { code, detail: STATUS_WORDS[head.status], now: standing(head) };
}

function faultOf(step: Advance, head: OrderHead): Fault | undefined {
	if (!step.kinds.some((kind) => mayEver(kind, step.action))) return { code: 'forbidden' };
	if (step.version !== undefined && step.version !== head.version) {
		const refused = stale(head);
		return refused.ok ? undefined : refused.fault;
	}
	if (step.run !== undefined && step.run !== head.run)
		return { code: 'not_in_run', detail: STATUS_WORDS[head.status], now: standing(head) };
	const row = transitionOf(head.status, step.action, head.fulfilment);
	if (!row)
		return {
			code: 'illegal_transition',
			detail: STATUS_WORDS[head.status],
			now: standing(head)
		};
	if (!row.by.some((kind) => step.kinds.includes(kind))) return { code: 'forbidden' };
	if (step.action === 'pick_up' && head.runStatus !== 'accepted' && head.runStatus !== 'out')
		return { code: 'no_driver', now: standing(head) };
	return undefined;
}

/** 409 with the state now, in words: "the order has changed. In the oven". */
export function stale(head: OrderHead): Result<never> {
	return refuse('stale_version', STATUS_WORDS[head.status], standing(head));
}

export function standing(head: OrderHead): Standing {
	return { id: head.id, status: head.status, version: head.version };
}

export interface Mark {
	orderId: string;
	lineId: string;
	on: boolean;
	kinds: readonly ActorKind[];
	actor: Actor;
}

/**
 * Strikes a ticket line, or takes the strike back; asking twice changes nothing. The last line of a
 * ticket in the making takes it to the oven in the same transaction (`stepWhenStruck`). Refused with
 * `not_started` while the customer may still change the order.
 */
export async function strike(db: Pool | Tx, mark: Mark): Promise<Result<Standing>> {
	return inTransaction(db, mark.actor, async (tx) => {
		const head = await lockHead(tx, mark.orderId);
		if (!head) return refuse('not_found');
		if (!isInKitchen(head.status))
			return refuse('illegal_transition', STATUS_WORDS[head.status], standing(head));
		if (!isStrikeable(head.status)) return refuse('not_started', undefined, standing(head));
		await setAction(tx, mark.on ? 'strike' : 'unstrike');
		const struck = await tx.query(
			`update order_line set struck_at = case when $3 then clock_timestamp() end,
				struck_by = case when $3 then $4 end
			where id = $2 and order_id = $1 and (struck_at is not null) <> $3`,
			[mark.orderId, mark.lineId, mark.on, mark.actor]
		);
		if (struck.rowCount === 0 && !(await hasLine(tx, mark.orderId, mark.lineId)))
			return refuse('not_found');
		const next = struck.rowCount === 1 && mark.on && (await afterStrike(tx, head));
		if (next) {
			const moved = await advanceIn(tx, { ...mark, action: next });
			if (!moved.ok) throw new Rollback(moved);
			return moved;
		}
		const now = await ownerOf(tx, mark.orderId);
		return now ? done(standing(now)) : refuse('not_found');
	});
}

async function afterStrike(tx: Tx, head: OrderHead): Promise<Action | undefined> {
	const { rows } = await tx.query<{ left: number }>(
		`select count(*)::int as left from order_line
			where order_id = $1 and struck_at is null and voided_at is null`,
		[head.id]
	);
	return stepWhenStruck(head.status, rows[0]?.left ?? 0);
}

async function hasLine(tx: Tx, orderId: string, lineId: string): Promise<boolean> {
	const found = await tx.query('select 1 from order_line where id = $1 and order_id = $2', [
		lineId,
		orderId
	]);
	return found.rowCount === 1;
}

/** Refuses what the customer may no longer change, or what they saw too long ago. */
export function changeFault(head: OrderHead, version: number | undefined): Fault | undefined {
	if (!isChangeable(head.status))
		return {
			code: 'illegal_transition',
			detail: STATUS_WORDS[head.status],
			now: standing(head)
		};
	if (version !== undefined && version !== head.version) {
		const refused = stale(head);
		return refused.ok ? undefined : refused.fault;
	}
	return undefined;
}
