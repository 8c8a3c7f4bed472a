/**
 * The queue of a shop's drivers: first back, first out. Pure, and without anything of an order: it is shown to
 * every driver on shift. Instants are epoch ms.
 */

import type { Point, RunStatus } from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import type { QueueAnswer } from '../wire/plan.ts';
import type { ForecastBoard } from './forecast-board.ts';
import { legsOf, readyByLegs } from './legs.ts';
import { leaveByLegs } from './road-legs.ts';
import { isAtShop } from './at-shop.ts';
import { rideMinutes } from './travel.ts';

/** A run of a driver since their shift began, whatever became of it. */
export interface QueueRun {
	id: string;
	status: RunStatus;
	offeredAt: number;
	/** The end of its last stop; null while it is open. */
	endedAt: number | null;
	/** Of its last stop; null when its address has no point. */
	lastDoor: Point | null;
	orders: string[];
	/** A person gave it; otherwise the plan did. */
	isByHand: boolean;
	/** Of the plan; they name no customer. */
	reasons: Text[];
}

/** A driver on shift. */
export interface QueueDriver {
	id: string;
	/** First name. */
	name: string;
	startedAt: number;
	runs: QueueRun[];
}

/** Why a run went to another driver; `declined` and `no_answer` are of the one who was first. */
export const JUMP_CAUSES = ['by_hand', 'declined', 'no_answer', 'plan'] as const;
export type JumpCause = (typeof JUMP_CAUSES)[number];

/** A run went to a driver although another one was back before them. */
interface Jump {
	run: string;
	at: number;
	driver: string;
	/** The driver who was back first. */
	before: string;
	cause: JumpCause;
	/** Of the plan; empty for the other causes. */
	reasons: Text[];
}

export interface DriverQueue {
	/** At the shop without a run, the next one first. */
	waiting: { id: string; name: string; backSince: number }[];
	/** With a run, or on the way back; the first one back first. Null: the time is not known. */
	away: { id: string; name: string; isLeaving: boolean; backAt: number | null }[];
	/** The newest first. */
	jumps: Jump[];
}

const JUMP_MINUTES = 30;
const MOST_JUMPS = 3;

/** The queue at `now`. Without a recent position, a driver is back after the way from their last door. */
export function driverQueue(
	board: ForecastBoard,
	drivers: readonly QueueDriver[],
	now: number
): DriverQueue {
	const waiting: DriverQueue['waiting'] = [];
	const away: DriverQueue['away'] = [];
	const doors = lastDoors(board, now);
	for (const driver of drivers) {
		const { id, name } = driver;
		const open = openRun(driver.runs, now);
		const back = backAt(board, driver, now);
		const point = board.drivers.find((one) => one.id === id)?.point ?? null;
		const isThere = point ? isAtShop(board.point, point) : back <= now;
		if (!open && isThere) waiting.push({ id, name, backSince: Math.min(back, now) });
		else {
			const ride = () => now + rideMs(board, point);
			const backTime = doors.get(id) ?? (point ? ride() : open ? null : back);
			away.push({
				id,
				name,
				isLeaving: open !== undefined && open.status !== 'out',
				backAt: backTime
			});
		}
	}
	return {
		waiting: waiting.toSorted((a, b) => a.backSince - b.backSince || (a.id < b.id ? -1 : 1)),
		away: away.toSorted((a, b) => (a.backAt ?? Infinity) - (b.backAt ?? Infinity)),
		jumps: jumpsOf(board, drivers, now)
	};
}

/** When each driver with orders is at the shop again. */
function lastDoors(board: ForecastBoard, now: number): Map<string, number> {
	const { handover } = legsOf(board);
	const held = { ...board, orders: board.orders.filter(({ stop }) => stop !== null) };
	const backs = new Map<string, number>();
	for (const [id, { driver, doorAt }] of leaveByLegs(held, readyByLegs(board, now), now)) {
		if (driver === null) continue;
		const door = board.orders.find((order) => order.id === id)?.door ?? null;
		const back = doorAt + handover + rideMs(board, door);
		backs.set(driver, Math.max(back, backs.get(driver) ?? 0));
	}
	return backs;
}

const rideMs = (board: ForecastBoard, from: Point | null): number =>
	rideMinutes(board, from, board.point) * legsOf(board).minute;

/** The run that a driver had at `at`. */
const openRun = (runs: readonly QueueRun[], at: number): QueueRun | undefined =>
	runs.find(({ offeredAt, endedAt }) => offeredAt <= at && (endedAt === null || endedAt > at));

/** When a driver was back for the turn that they waited for at `at`: after their last run, or at their start. */
function backAt(board: ForecastBoard, { startedAt, runs }: QueueDriver, at: number): number {
	const ridden = runs.filter(
		({ status, endedAt }) => status === 'done' && endedAt !== null && endedAt <= at
	);
	return Math.max(
		startedAt,
		...ridden.map(
			({ endedAt, lastDoor }) => (endedAt ?? 0) + (lastDoor ? rideMs(board, lastDoor) : 0)
		)
	);
}

function jumpsOf(board: ForecastBoard, drivers: readonly QueueDriver[], now: number): Jump[] {
	const since = now - JUMP_MINUTES * legsOf(board).minute;
	return drivers
		.flatMap((driver) =>
			driver.runs
				.filter(({ status, offeredAt }) => isGiven(status) && offeredAt >= since)
				.flatMap((run) => jumpOf(board, drivers, driver, run) ?? [])
		)
		.toSorted((a, b) => b.at - a.at)
		.slice(0, MOST_JUMPS);
}

const isGiven = (status: QueueRun['status']): boolean =>
	status === 'offered' || status === 'accepted' || status === 'out' || status === 'done';

function jumpOf(
	board: ForecastBoard,
	drivers: readonly QueueDriver[],
	driver: QueueDriver,
	run: QueueRun
): Jump | undefined {
	const at = run.offeredAt;
	const own = backAt(board, driver, at);
	const [first] = drivers
		.filter(({ id, startedAt, runs }) => id !== driver.id && startedAt <= at && !openRun(runs, at))
		.map((other) => ({ other, back: backAt(board, other, at) }))
		.filter(({ back }) => back <= at && back < own)
		.toSorted((a, b) => a.back - b.back);
	if (!first) return undefined;
	const cause = causeOf(run, first.other);
	return {
		run: run.id,
		at,
		driver: driver.name,
		before: first.other.name,
		cause,
		reasons: cause === 'plan' ? run.reasons : []
	};
}

/** What the driver who was first did with these orders before says more than the plan. */
function causeOf({ orders, offeredAt, isByHand }: QueueRun, first: QueueDriver): JumpCause {
	const refused = first.runs.find(
		(run) =>
			(run.status === 'declined' || run.status === 'expired') &&
			run.offeredAt <= offeredAt &&
			run.orders.some((order) => orders.includes(order))
	);
	if (refused) return refused.status === 'declined' ? 'declined' : 'no_answer';
	return isByHand ? 'by_hand' : 'plan';
}

/** The queue as one driver reads it. */
export function queueView(
	{ waiting, away, jumps }: DriverQueue,
	me: string,
	now: number
): QueueAnswer {
	return {
		at: iso(now),
		waiting: waiting.map(({ id, name, backSince }) => ({
			name,
			isMe: id === me,
			backSince: iso(backSince)
		})),
		away: away.map(({ id, name, isLeaving, backAt: back }) => ({
			name,
			isMe: id === me,
			isLeaving,
			backAt: back === null ? null : iso(back)
		})),
		jumps: jumps.map(({ at, driver, before, cause, reasons }) => ({
			at: iso(at),
			driver,
			before,
			cause,
			reasons
		}))
	};
}

const iso = (at: number): string => new Date(at).toISOString();
