import { readyByKitchen } from '#domain/plan/kitchen-ready.ts';
import { driverQueue, queueView } from '#domain/plan/driver-queue.ts';
import { planView } from '#domain/plan/plan-view.ts';
import type { ReasonCode } from '#domain/order/reason-words.ts';
import { PLAN_MS, planShop, shopSearch } from '#domain/plan/shop-plan.ts';
import { pointsOf, withTravel } from '#domain/plan/travel.ts';
import type { PlanAnswer } from '#domain/wire/plan.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { driverUnwell } from '../../db/commands/driver-unwell.ts';
import { setDispatch } from '../../db/commands/set-dispatch.ts';
import { declinesOf, dispatchBoardOf, settingOf } from '../../db/reads/dispatch.ts';
import { queueBoardOf, shiftShopOf } from '../../db/reads/driver-queue.ts';
import { actorOf, personOf } from '../call.ts';
import type { Context } from '../context.ts';
import { dispatchBody, unwellBody } from '../plan-schemas.ts';
import type { Mount } from '../routing.ts';

/** When the manager gives no reason: a code, read in the language of its reader. */
const UNWELL: ReasonCode = 'driver_unwell';

/** The plan of a shop, its setting, the queue of its drivers, and a driver who cannot go on. */
export function mountPlan(mount: Mount, context: Context): void {
	const { pool } = context;
	mount('plan', {
		about: 'shop',
		handle: async ({ params, now }) => {
			const answer = await planOf(context, params.shop ?? '', now);
			return answer ? done(answer) : refuse('not_found');
		}
	});

	mount('setDispatch', {
		about: 'shop',
		body: dispatchBody,
		handle: async (call) => {
			const shop = call.params.shop ?? '';
			const request = { shop, change: call.body, actor: actorOf(call) };
			if (!(await setDispatch(pool, request))) return refuse('not_found');
			const setting = await settingOf(pool, shop);
			if (!setting) return refuse('not_found');
			const { mode, freshness, runOrders } = setting;
			return done({ mode, freshness, runOrders });
		}
	});

	mount('driverQueue', {
		handle: async (call) => {
			const me = personOf(call).id;
			const shop = await shiftShopOf(pool, me);
			const read = shop === undefined ? undefined : await queueBoardOf(pool, shop);
			if (!read) return refuse('driver_off');
			return done(queueView(driverQueue(read.board, read.drivers, call.now), me, call.now));
		}
	});

	mount('shopQueue', {
		about: 'shop',
		handle: async (call) => {
			const read = await queueBoardOf(pool, call.params.shop ?? '');
			if (!read) return refuse('not_found');
			const queue = driverQueue(read.board, read.drivers, call.now);
			return done(queueView(queue, personOf(call).id, call.now));
		}
	});

	mount('driverUnwell', {
		about: 'shop',
		body: unwellBody,
		repeatable: true,
		handle: (call) =>
			driverUnwell(call.db, {
				shop: call.params.shop ?? '',
				driverId: call.params.driver ?? '',
				reason: call.body.reason || UNWELL,
				actor: actorOf(call)
			})
	});
}

/** Computed from the board as it is now, by the function that the worker uses. */
async function planOf(
	{ pool, travel }: Context,
	shop: string,
	now: number
): Promise<PlanAnswer | undefined> {
	const read = await dispatchBoardOf(pool, shop);
	if (!read) return undefined;
	const roads = { ...read, id: read.shop };
	const board = withTravel(read, await travel.matrix({ shop: roads, ...pointsOf(read) }));
	const end = performance.now() + PLAN_MS;
	const plan = planShop(board, now, {
		search: shopSearch(() => performance.now() > end),
		kitchen: (rank) => readyByKitchen(board.kitchen, board, now, rank)
	});
	const { mode, freshness, runOrders } = board;
	return {
		shop,
		mode,
		freshness,
		runOrders,
		...planView(board, plan, now),
		declines: (await declinesOf(pool, shop)).map(
			({ order, driver, name, because, isExpired, at }) => ({
				order,
				driver: { id: driver, name },
				because,
				isExpired,
				at: at.toISOString()
			})
		)
	};
}
