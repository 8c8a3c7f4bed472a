/** One step of an order through its life, inside the transaction of a command. */

import { mayEver, transitionOf, type Action, type ActorKind } from '#domain/order/lifecycle.ts';
import { isClosed, type Evidence } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import { done, refuse, type Fault, type Result } from '#domain/wire/faults.ts';
import type { Tx } from '../plumbing/pool.ts';
import { setAction, type Actor } from '../plumbing/transaction.ts';
import * as customers from '../tables/customers.ts';
import { headOf, lockHead, standing, type OrderHead, type Standing } from '../tables/orders.ts';
import * as stock from '../tables/stock.ts';
import { versionAsSeen } from './as-seen.ts';
import { consequencesOf } from './consequences.ts';
import { reportMoney } from './door-money.ts';
import { stale } from './refusals.ts';

export interface OrderStep extends DoorReport {
	orderId: string;
	action: Action;
	/** The version that the caller saw: an older one is refused. */
	version?: number | undefined;
	kinds: readonly ActorKind[];
	actor: Actor;
	reason?: string | undefined;
	/** The run that the step belongs to: refused when the order is not in it. */
	run?: string | undefined;
	/** When a step that arrives late was tapped (ISO); the database clamps it. */
	tappedAt?: string | undefined;
	evidence?: Evidence;
}

/** Checks the step against the order as it is now, writes it, and what follows from it. */
export async function moveOrder(tx: Tx, asked: OrderStep): Promise<Result<Standing>> {
	const head = await headOf(tx, asked.orderId);
	if (!head) return refuse('not_found');
	const step = { ...asked, version: await versionAsSeen(tx, head, asked.version) };
	const fault = faultOf(step, head);
	if (fault) return { ok: false, fault: await toPastDriver(tx, step, head, fault) };
	const to = transitionOf(head.status, step.action, head.fulfilment)?.to;
	if (!to) return refuse('illegal_transition', undefined, standing(head));

	if (step.action === 'refuse' || step.action === 'lapse' || step.action === 'cancel') {
		await lockHead(tx, head.id);
		await stock.lockHeld(tx, head.shop, head.id);
	}
	if (step.action === 'deliver' || step.action === 'collect') {
		await lockHead(tx, head.id);
		// At the counter a report without a kind is cash: screens from before the kinds, and bump bars, say none.
		const usual = step.action === 'collect' ? 'cash' : undefined;
		const fault = await reportMoney(tx, head.id, step, usual);
		if (fault) return { ok: false, fault: { ...fault, now: standing(head) } };
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
	if (!moved) return lost(tx, asked, head);
	if (step.reason)
		await customers.keepReason(tx, { orderId: head.id, version: moved.version }, step.reason);
	await setAction(tx, '');
	await consequencesOf(tx, { ...head, status: to, version: moved.version }, step.action);
	// A payment that becomes void raises the version once more.
	const now = await headOf(tx, head.id);
	return done(now ? standing(now) : moved);
}

/** The order has changed between the read and the update: refuse with its state now, unless by an alarm alone. */
async function lost(tx: Tx, asked: OrderStep, before: OrderHead): Promise<Result<Standing>> {
	const now = await headOf(tx, asked.orderId);
	if (!now) return refuse('not_found');
	const step = { ...asked, version: await versionAsSeen(tx, now, asked.version) };
	if (step.version === now.version && now.status === before.status) return moveOrder(tx, asked);
	const fault = faultOf(step, now);
	return fault ? { ok: false, fault: await toPastDriver(tx, step, now, fault) } : stale(now);
}

/**
 * A driver who carried the order before gets its state now instead of `forbidden`: when they tapped, they
 * had the right.
 */
async function toPastDriver(
	tx: Tx,
	step: OrderStep,
	head: OrderHead,
	fault: Fault
): Promise<Fault> {
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

function faultOf(step: OrderStep, head: OrderHead): Fault | undefined {
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
