import type { Estimates } from '#domain/plan/forecasts.ts';
import type { ForecastBoard } from '#domain/plan/forecast-board.ts';
import { readyByKitchen } from '#domain/plan/kitchen-ready.ts';
import { PLAN_MS, planShop, shopSearch, type ShopPlan } from '#domain/plan/shop-plan.ts';
import { pointsOf, withTravel } from '#domain/plan/travel.ts';
import type { Travel } from '#domain/road/travel.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { dispatchBoardOf, type DispatchBoard } from '../../db/reads/dispatch.ts';
import { forecastBoardOf } from '../../db/reads/forecast-board.ts';
import type { WorkerContext } from '../context.ts';

type Roads = Pick<WorkerContext, 'travel'>;

/** The plan of a board, begun now; the search has a time limit. */
export function planBoard(board: DispatchBoard, now: number): ShopPlan {
	const end = performance.now() + PLAN_MS;
	return planShop(board, now, {
		search: shopSearch(() => performance.now() > end),
		kitchen: (rank) => readyByKitchen(board.kitchen, board, now, rank)
	});
}

/**
 * Before the transaction of a plan: asks the provider for the travel times between the shop, its doors and its
 * drivers. The transaction then reads what is known by `travel.known`, and waits for no provider.
 */
export async function askTravel({ shop }: { shop: string }, ctx: WorkerContext): Promise<void> {
	if (!ctx.travel.hasProvider) return;
	const board = await forecastBoardOf(ctx.pool, shop);
	if (!board) return;
	await ctx.travel.matrix({ shop: { ...board, id: board.shop }, ...pointsOf(board) });
}

/** The travel times that are known for the shop of a board. */
export const travelOf = (ctx: Roads, board: ForecastBoard): Travel =>
	ctx.travel.known({ ...board, id: board.shop });

/** What the plan of a shop is made from, with the travel times that are known; undefined without the shop. */
export async function boardNow(
	db: Db,
	shop: string,
	ctx: Roads
): Promise<DispatchBoard | undefined> {
	const board = await dispatchBoardOf(db, shop);
	return board && withTravel(board, travelOf(ctx, board));
}

/** The estimates of a plan, and the place of the log that the plan knows: what came later is not in them. */
export interface Planned {
	seq: number;
	estimates: Estimates;
}

/** The plan of the shop, as it is now. */
export async function planNow(
	db: Db,
	shop: string,
	ctx: Roads & Pick<WorkerContext, 'now'>
): Promise<Planned | undefined> {
	const board = await boardNow(db, shop, ctx);
	return board && { seq: board.seq, estimates: planBoard(board, ctx.now()).estimates };
}
