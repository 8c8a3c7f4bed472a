import type { PlanOrder } from '#domain/plan/plan-board.ts';
import type { PlannedRun, ShopPlan } from '#domain/plan/shop-plan.ts';
import { minuteOf } from '#domain/time/quote.ts';
import { planItem } from '../../db/plumbing/jobs.ts';
import * as dispatch from '../../db/reads/dispatch.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import type { Tx } from '../../db/plumbing/pool.ts';
import { startRun } from '../../db/steps/runs.ts';
import * as timers from '../../db/tables/alerts.ts';
import * as passedOver from '../../db/tables/passed-over.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler, WorkerContext } from '../context.ts';
import { RetryLater } from '../retry-later.ts';
import { forecastOrders, forecastShop } from './forecast-shop.ts';
import { boardNow, planBoard, type Planned } from './planning.ts';

/** Pause before a new plan while an order has no driver. */
const AGAIN_SECONDS = 15;
/** Pause while another worker plans the shop: that plan may not contain the latest changes. */
const BUSY_MS = 250;
/** A boxed order that leaves later than this needs a person. */
const SOON_MINUTES = 5;

/**
 * Plans a shop. It offers each run that is due to its driver, or assigns it, by the shop's setting; the others
 * wait, so that later orders can still join. It completes all due plans of the shop. Only orders without a
 * driver are planned; the others keep theirs.
 */
export const planShop: Handler<JobPayloads['dispatch.plan']> = async (tx, { shop }, ctx) => {
	const planned = await handOut(tx, shop, ctx);
	if (planned) await forecastOrders(tx, shop, ctx, planned);
	else await forecastShop(tx, { shop }, ctx);
};

/** The plan while it still holds: undefined after a run was handed out, or without a plan. */
async function handOut(
	tx: Tx,
	shop: string,
	ctx: Pick<WorkerContext, 'now' | 'crash' | 'travel'>
): Promise<Planned | undefined> {
	if (!(await dispatch.tryLockShop(tx, shop)))
		throw new RetryLater(BUSY_MS, 'another worker plans this shop');
	await outbox.mergePlans(tx, shop);
	const setting = await dispatch.settingOf(tx, shop);
	if (!setting || setting.mode === 'off') return undefined;
	const board = await boardNow(tx, shop, ctx);
	if (!board) return undefined;
	const now = ctx.now();
	const plan = planBoard(board, now);
	const due = plan.runs.filter(({ isDue }) => isDue);
	if (due.length > 0) ctx.crash('before-runs');
	for (const run of due) {
		await offer(tx, board, run);
		ctx.crash('after-run');
	}
	await passedOver.count(tx, passedBy(board.orders, due));
	const planned = due.length === 0 ? { seq: board.seq, estimates: plan.estimates } : undefined;
	if (due.length === plan.runs.length && plan.unplanned.length === 0) return planned;

	await timers.raiseNoDriver(tx, waitingLong(plan, now + SOON_MINUTES * minuteOf(board)));
	const turn = Math.floor(now / (AGAIN_SECONDS * 1000)) + 1;
	await outbox.add(tx, [{ ...planItem(shop, `again-${shop}-${turn}`), inSeconds: AGAIN_SECONDS }]);
	return planned;
}

/** Orders that no driver can take, and those whose driver leaves after `soon`. */
function waitingLong({ runs, unplanned }: ShopPlan, soon: number): string[] {
	const late = runs.filter(({ leaveAt }) => leaveAt > soon);
	return [...unplanned.map(({ order }) => order), ...late.flatMap(({ orders }) => orders)];
}

/** Boxed orders, older than one that leaves now, which that driver would have taken. */
function passedBy(orders: readonly PlanOrder[], due: readonly PlannedRun[]): string[] {
	const leaving = new Set(due.flatMap((run) => run.orders));
	const placedAt = new Map(orders.map((order) => [order.id, order.placedAt]));
	return orders
		.filter(({ id, status, fulfilment, stop, ...order }) => {
			if (status !== 'boxed' || fulfilment !== 'delivery' || stop || leaving.has(id)) return false;
			return due.some(
				(run) =>
					!order.declinedBy.includes(run.driver) &&
					run.orders.some((other) => (placedAt.get(other) ?? 0) > order.placedAt)
			);
		})
		.map(({ id }) => id);
}

async function offer(tx: Tx, board: dispatch.DispatchBoard, run: PlannedRun): Promise<void> {
	const isAsked = board.mode === 'suggest';
	const offered = await startRun(tx, {
		shop: board.shop,
		driverId: run.driver,
		orderIds: run.orders,
		status: isAsked ? 'offered' : 'accepted',
		expiresInSeconds: board.offerSeconds,
		reasons: run.reasons,
		createdBy: 'worker'
	});
	// Since the reading, an order was assigned by hand or a shift ended: plan again with that.
	if (!offered.ok) throw new RetryLater(100, `the board changed: ${offered.fault.code}`);
	if (!isAsked) return;
	await outbox.add(tx, [
		{
			job: 'offer.expire',
			key: `offer-expire-${offered.value}`,
			payload: { run: offered.value },
			inSeconds: board.offerSeconds
		}
	]);
}
