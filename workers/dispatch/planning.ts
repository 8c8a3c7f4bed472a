import type { Estimates } from '#domain/plan/forecasts.ts';
import { readyByKitchen } from '#domain/plan/kitchen-ready.ts';
import { PLAN_MS, planShop, shopSearch, type ShopPlan } from '#domain/plan/shop-plan.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { dispatchBoardOf, type DispatchBoard } from '../../db/reads/dispatch.ts';

/** The plan of a board, begun now; the search has a time limit. */
export function planBoard(board: DispatchBoard, now: number): ShopPlan {
	const end = performance.now() + PLAN_MS;
	return planShop(board, now, {
		search: shopSearch(() => performance.now() > end),
		kitchen: (rank) => readyByKitchen(board.kitchen, board, now, rank)
	});
}

/** Estimates from the plan of the shop, as it is now. */
export async function estimatesNow(
	db: Db,
	shop: string,
	now: number
): Promise<Estimates | undefined> {
	const board = await dispatchBoardOf(db, shop);
	return board && planBoard(board, now).estimates;
}
