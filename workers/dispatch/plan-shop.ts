import { plan, type PlannedRun } from '#domain/road/dispatch.ts';
import type { Point } from '#domain/order/order.ts';
import { distanceM, travelMinutes } from '#domain/time/quote.ts';
import { planItem } from '../../db/plumbing/jobs.ts';
import * as dispatch from '../../db/reads/dispatch.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import type { Tx } from '../../db/plumbing/pool.ts';
import { startRun } from '../../db/steps/runs.ts';
import * as timers from '../../db/tables/alerts.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';
import { RetryLater } from '../retry-later.ts';

/** Pause before a new plan for orders without a driver. */
const AGAIN_SECONDS = 60;
/** Pause while another worker plans the shop: that plan may not contain the latest changes. */
const BUSY_MS = 250;
/** Travel time to an address without a point: half of the usual reach of a shop. */
const UNKNOWN_MINUTES = 8;

/**
 * Plans a shop and offers each run to its driver, or assigns it, by the shop's setting. It completes all due
 * plans of the shop. Only orders without a driver are planned; the others keep theirs.
 */
export const planShop: Handler<JobPayloads['dispatch.plan']> = async (tx, { shop }, ctx) => {
	if (!(await dispatch.tryLockShop(tx, shop)))
		throw new RetryLater(BUSY_MS, 'another worker plans this shop');
	await outbox.mergePlans(tx, shop);
	const board = await dispatch.boardOf(tx, shop);
	if (!board || board.mode === 'off') return;
	const planned = planOf(board, ctx.now());
	for (const run of planned.runs) await offer(tx, board, run);
	if (planned.unassigned.length === 0) return;

	await timers.raiseNoDriver(
		tx,
		planned.unassigned.map(({ order }) => order)
	);
	const minute = Math.floor(ctx.now() / (AGAIN_SECONDS * 1000)) + 1;
	await outbox.add(tx, [
		{ ...planItem(shop, `again-${shop}-${minute}`), inSeconds: AGAIN_SECONDS }
	]);
};

function planOf(board: dispatch.Board, now: number) {
	const roadMinutes = (from: Point, to: Point) =>
		travelMinutes(distanceM(from, to), board.speedKmh) - travelMinutes(0, board.speedKmh);
	return plan(
		board.orders.map((order) => ({ ...order, promisedAt: order.promisedAt.getTime() })),
		board.drivers.map((driver) => ({ ...driver, freeSince: driver.freeSince.getTime() })),
		now,
		roadMinutes,
		{ shop: board.point, unknownMinutes: UNKNOWN_MINUTES }
	);
}

async function offer(tx: Tx, board: dispatch.Board, run: PlannedRun): Promise<void> {
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
