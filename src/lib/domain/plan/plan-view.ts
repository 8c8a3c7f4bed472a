/** The plan as a manager reads it. */

import type { PlanAnswer, PlanOrderView, PlanRunView } from '../wire/plan.ts';
import { legsOf } from './legs.ts';
import type { PlanBoard, PlanOrder } from './plan-board.ts';
import type { PlannedRun, ShopPlan } from './shop-plan.ts';

export type PlanView = Pick<PlanAnswer, 'at' | 'orders' | 'runs' | 'drivers' | 'load'>;

/** The whole plan of a board at `now` (epoch ms). */
export function planView(board: PlanBoard, plan: ShopPlan, now: number): PlanView {
	const orders = board.orders
		.flatMap((order) => orderView(board, plan, order, now) ?? [])
		.toSorted((a, b) => a.slackMinutes - b.slackMinutes || a.number - b.number);
	const byId = new Map(board.orders.map((order) => [order.id, order]));
	return {
		at: iso(now),
		orders,
		runs: plan.runs
			.toSorted((a, b) => a.leaveAt - b.leaveAt)
			.map((run) => runView(board, run, byId)),
		drivers: board.drivers.map(({ id, name, awayMinutes }) => ({
			id,
			name,
			holds: board.orders.filter(({ stop }) => stop?.driver === id).map((order) => order.id),
			backAt: iso(plan.backAt.get(id) ?? now),
			awayMinutes: Math.round(awayMinutes)
		})),
		load: plan.load.map(({ from, pizzas, hands, oven }) => ({
			from: iso(from),
			pizzas,
			hands: share(hands),
			oven: share(oven)
		}))
	};
}

function orderView(
	board: PlanBoard,
	{ estimates, runs }: ShopPlan,
	order: PlanOrder,
	now: number
): PlanOrderView | undefined {
	const ready = estimates.ready.get(order.id);
	const leave = estimates.leave.get(order.id);
	if (!ready) return undefined;
	const arriveAt = leave?.doorAt ?? Math.max(ready.readyAt, order.status === 'boxed' ? 0 : now);
	const run = runs.find(({ orders }) => orders.includes(order.id));
	const { id, number, status, fulfilment, promisedAt } = order;
	return {
		id,
		number,
		status,
		fulfilment,
		promisedAt: iso(promisedAt),
		startBy: isoOrNull(ready.startBy),
		ovenBy: isoOrNull(ready.ovenBy),
		readyAt: iso(ready.readyAt),
		leaveAt: isoOrNull(leave?.leaveAt ?? null),
		driver: leave?.driver ?? null,
		arriveAt: iso(arriveAt),
		slackMinutes: slack(board, promisedAt, arriveAt),
		cause: leave && leave.cause !== 'on_time' ? leave.cause : ready.cause,
		reasons: [...(leave?.reasons ?? []), ...(run?.reasons ?? [])]
	};
}

function runView(
	board: PlanBoard,
	run: PlannedRun,
	byId: ReadonlyMap<string, PlanOrder>
): PlanRunView {
	const named = (id: string) => ({
		id,
		name: board.drivers.find((driver) => driver.id === id)?.name ?? id
	});
	return {
		driver: named(run.driver),
		stops: run.orders.map((order, index) => {
			const doorAt = run.doorAt[index] ?? run.leaveAt;
			const { number = 0, promisedAt = doorAt } = byId.get(order) ?? {};
			return { order, number, doorAt: iso(doorAt), slackMinutes: slack(board, promisedAt, doorAt) };
		}),
		leaveAt: iso(run.leaveAt),
		backAt: iso(run.backAt),
		minutes: Math.round((run.backAt - run.leaveAt) / legsOf(board).minute),
		isDue: run.isDue,
		reasons: run.reasons,
		second: run.second && {
			driver: named(run.second.driver),
			lossMinutes: run.second.lossMinutes
		}
	};
}

const slack = (board: PlanBoard, promisedAt: number, at: number): number =>
	Math.floor((promisedAt - at) / legsOf(board).minute);
/** Two decimals say enough. */
const share = (of: number): number => Math.round(of * 100) / 100;
const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
