import { calibrationOf, coverageOf } from '#domain/plan/calibration.ts';
import { estimatesByLegs, forecastsOf } from '#domain/plan/forecasts.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import type { Pool, Tx } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { forecastBoardOf, shopsBehind } from '../../db/reads/forecast-board.ts';
import * as records from '../../db/tables/eta-records.ts';
import * as forecasts from '../../db/tables/forecasts.ts';
import type { Handler, WorkerContext } from '../context.ts';
import { planNow, type Planned } from './planning.ts';

/** Pause between two forecasts of a shop whose orders change. */
const SETTLE_SECONDS = 1;
/** Without a change, so that drivers on the road and orders that stand still are followed. */
const EVERY_SECONDS = 20;

/** The job: forecasts every open order of the shop. */
export const forecastShop: Handler<JobPayloads['forecast.shop']> = async (tx, { shop }, ctx) => {
	const planned = await planNow(tx, shop, ctx);
	if (planned) await forecastOrders(tx, shop, ctx, planned);
};

/**
 * Computes and stores the forecasts of a shop. While another transaction does so it does nothing: the shop
 * is found behind again if its log has moved on since. Leg times are the estimates without a plan.
 */
export async function forecastOrders(
	tx: Tx,
	shop: string,
	ctx: Pick<WorkerContext, 'now'>,
	planned?: Planned
): Promise<void> {
	if (!(await forecasts.tryLockForecasts(tx, shop))) return;
	const board = await forecastBoardOf(tx, shop);
	if (!board) return;
	const now = ctx.now();
	await records.recordArrivals(tx, shop);
	const arrivals = await records.arrivalsOf(tx, shop);
	// What came after the plan is not in its estimates: the shop stays behind until the next one.
	const { seq, estimates } = planned ?? { ...board, estimates: estimatesByLegs(board, now) };
	const made = forecastsOf(board, estimates, (band) => calibrationOf(arrivals, band), now);
	await forecasts.saveForecasts(
		tx,
		shop,
		made.map(({ forecast }) => forecast),
		now
	);
	const windows = made
		.filter(({ isUnderWay }) => isUnderWay)
		.map(({ forecast: { order, eta }, expectedAt, scaleMs, band }) => {
			const { from, to, latest } = eta;
			return { order, band, expectedAt, scaleMs, from, to, latest };
		});
	await records.keepWindows(tx, shop, windows, now);
	await forecasts.savePlan(tx, shop, { ...coverageOf(arrivals), seq, now });
}

/**
 * Requests a forecast for every shop that is behind. Every worker does so once a second; a shop has one row
 * in the outbox, so a busy one asks no more often than the others, and a lost queue loses nothing.
 */
export async function requestForecasts(pool: Pool): Promise<void> {
	const behind = await shopsBehind(pool, {
		settleSeconds: SETTLE_SECONDS,
		everySeconds: EVERY_SECONDS
	});
	if (behind.length === 0) return;
	await inTransaction(pool, 'worker', (tx) =>
		outbox.addAgain(
			tx,
			behind.map((shop) => ({ job: 'forecast.shop', key: `forecast-${shop}`, payload: { shop } }))
		)
	);
}
