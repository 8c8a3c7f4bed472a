/**
 * The forecast of every open order of a shop: the estimates of kitchen and road, with a window around the
 * arrival and the chance that it is late.
 */

import { BEFORE_BOXED, BEFORE_START, isIn, isOnTheRoad } from '../order/order.ts';
import { lateChanceOf, type Calibration, type LoadBand } from './calibration.ts';
import type {
	BoardOrder,
	ByOrder,
	ForecastBoard,
	LeaveEstimate,
	ReadyEstimate
} from './forecast-board.ts';
import type { EtaCause, Forecast } from './forecast.ts';
import { legsOf, MAKE_MINUTES, readyByLegs, type Legs } from './legs.ts';
import { leaveByLegs } from './road-legs.ts';

/** The plans that forecasts are made from. */
export interface Estimates {
	ready: ByOrder<ReadyEstimate>;
	leave: ByOrder<LeaveEstimate>;
}

/** A forecast with what its calibration needs later. */
export interface Forecasted {
	forecast: Forecast;
	/** The single time that is expected, and the scale of its errors in ms. */
	expectedAt: number;
	scaleMs: number;
	band: LoadBand;
	/** The kitchen has taken it and it has not arrived: its window counts for the coverage. */
	isUnderWay: boolean;
}

/** No window is narrower than an error of this scale, in minutes. */
const LEAST_SCALE_MINUTES = 5;
/** A window is at least so wide, in minutes. */
const LEAST_WIDTH_MINUTES = 2;
/** Work on the make line, in minutes, from which a load is busy, and a rush. */
const BUSY_MINUTES = 10;
const RUSH_MINUTES = 25;

/** Estimates without a planner: leg times of the shop. */
export function estimatesByLegs(board: ForecastBoard, now: number): Estimates {
	const ready = readyByLegs(board, now);
	return { ready, leave: leaveByLegs(board, ready, now) };
}

/** The forecasts at `now` (epoch ms), in the order of the board. An order without an estimate has none. */
export function forecastsOf(
	board: ForecastBoard,
	estimates: Estimates,
	calibrations: (band: LoadBand) => Calibration,
	now: number
): Forecasted[] {
	const band = loadOf(board);
	const calibration = calibrations(band);
	const legs = legsOf(board);
	return board.orders.flatMap((order) => {
		const ready = estimates.ready.get(order.id);
		const leave = estimates.leave.get(order.id);
		if (!ready || (order.fulfilment === 'delivery' && !leave)) return [];
		return [forecastOf(order, { ready, leave, calibration, legs, band, now })];
	});
}

/** The load of a shop's kitchen, by the work that waits for hands. */
export function loadOf({ orders }: Pick<ForecastBoard, 'orders'>): LoadBand {
	const waiting = orders.filter(
		({ status, wantedAt }) => isIn(BEFORE_START, status) && wantedAt === null
	);
	const minutes = waiting.reduce((sum, { pizzas }) => sum + Math.max(1, pizzas) * MAKE_MINUTES, 0);
	return minutes < BUSY_MINUTES ? 'calm' : minutes < RUSH_MINUTES ? 'busy' : 'rush';
}

interface Given {
	ready: ReadyEstimate;
	leave: LeaveEstimate | undefined;
	calibration: Calibration;
	legs: Legs;
	band: LoadBand;
	now: number;
}

function forecastOf(order: BoardOrder, given: Given): Forecasted {
	const { ready, leave, calibration, legs, band, now } = given;
	const isThere = hasArrived(order);
	const expectedAt = isThere ? order.stageAt : Math.max(leave?.doorAt ?? ready.readyAt, now);
	const scaleMs = isThere ? 0 : scaleOf(order, expectedAt, given);
	const eta = isThere ? [expectedAt, expectedAt, expectedAt] : windowOf(expectedAt, scaleMs, given);
	const [from, to, latest] = eta as [number, number, number];
	const { promisedAt } = order;
	return {
		forecast: {
			order: order.id,
			startBy: ready.startBy,
			ovenBy: ready.ovenBy,
			readyAt: ready.readyAt,
			leaveAt: leave?.leaveAt ?? null,
			driver: leave?.driver ?? null,
			eta: {
				from,
				to,
				latest,
				coverage: calibration.coverage,
				cause: causeOf(order, given, expectedAt > promisedAt)
			},
			lateChance: isThere
				? Number(order.stageAt > promisedAt)
				: lateChanceOf(calibration, { expectedAt, scaleMs, promisedAt, now }),
			reasons: [...kitchenReasons(order, ready, legs, now), ...(leave?.reasons ?? [])]
		},
		expectedAt,
		scaleMs,
		band,
		isUnderWay: !isThere && (order.status === 'accepted' || order.status === 'making')
	};
}

/** At the door, or ready at the counter: the window is that moment. */
const hasArrived = ({ status, fulfilment }: BoardOrder): boolean =>
	status === 'at_door' || (status === 'boxed' && fulfilment === 'collection');

/** The time that is left for errors; an order ahead waits for its start without any. */
function scaleOf(order: BoardOrder, expectedAt: number, { legs, now }: Given): number {
	const isAhead = order.wantedAt !== null && isIn(BEFORE_START, order.status);
	const work = legs.make(order) + legs.bake + legs.ride(order);
	const left = expectedAt - now;
	return Math.max(isAhead ? Math.min(left, work) : left, LEAST_SCALE_MINUTES * legs.minute);
}

/** Never in the past, and never without a width. */
function windowOf(expectedAt: number, scaleMs: number, given: Given): [number, number, number] {
	const { calibration, legs, now } = given;
	const from = Math.max(now, expectedAt + calibration.low * scaleMs);
	const to = Math.max(
		from + LEAST_WIDTH_MINUTES * legs.minute,
		expectedAt + calibration.high * scaleMs
	);
	return [from, to, Math.max(to, expectedAt + calibration.latest * scaleMs)];
}

/** What it waits for first. An order that is late without a cause is late where it is now. */
function causeOf(order: BoardOrder, { ready, leave }: Given, isLate: boolean): EtaCause {
	if (ready.cause !== 'on_time') return ready.cause;
	if (leave && leave.cause !== 'on_time') return leave.cause;
	if (!isLate) return 'on_time';
	if (isIn(BEFORE_BOXED, order.status)) return 'kitchen';
	return isOnTheRoad(order.status) ? 'road' : 'driver';
}

function kitchenReasons(order: BoardOrder, ready: ReadyEstimate, legs: Legs, now: number) {
	if (ready.cause === 'oven')
		return [{ fr: 'Plus longtemps au four que d’habitude', en: 'Longer in the oven than usual' }];
	if (ready.cause !== 'kitchen') return [];
	if (order.status === 'making')
		return [{ fr: 'Préparation plus longue que d’habitude', en: 'Longer to make than usual' }];
	const waits = Math.round((ready.readyAt - legs.make(order) - legs.bake - now) / legs.minute);
	return [{ fr: `${waits} min de travail avant elle`, en: `${waits} min of work before it` }];
}
