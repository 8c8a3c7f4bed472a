/**
 * The alarms of an open order: what has not happened at its due time, who acts, and how. Each row is a cause; an
 * alarm stands as long as its cause. The SQL table `alarm_kind` has the same stages and runs. Instants are epoch ms.
 */

import type { Action } from '../order/lifecycle.ts';
import type { Fulfilment, RunStatus, Status } from '../order/order.ts';

/** Most urgent first. */
export const ALARM_KINDS = [
	'no_driver',
	'not_leaving',
	'driver_silent',
	'no_answer',
	'cooling',
	'oven_long',
	'oven_due',
	'start_late',
	'start_due'
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** The screen whose person can end the cause. */
export const ALARM_OWNERS = ['kitchen', 'desk', 'driver'] as const;
export type AlarmOwner = (typeof ALARM_OWNERS)[number];

/** What the owner does: a step of the order, an assignment, or a telephone call. */
export type AlarmAct =
	Extract<Action, 'start' | 'bake' | 'box' | 'pick_up'> | 'assign' | 'call' | 'call_driver';

/** The run that holds the order. */
export interface AlarmRun {
	status: RunStatus;
	/** For an assignment by hand, when that was. */
	offeredAt: number;
	expiresAt: number | null;
	/** The order is the first one left of its run: it carries the alarms of the run. */
	isFirst: boolean;
	/** When the last order of the run was boxed; null while one is not. */
	readyAt: number | null;
	/** The last position of its driver's phone in this shift; null when it has sent none. */
	heardAt: number | null;
}

/** An order as far as its alarms depend on it. */
export interface Watched {
	status: Status;
	fulfilment: Fulfilment;
	/** When it entered its stage. */
	stageAt: number;
	promisedAt: number;
	/** From its forecast; null without one, and once that is done. */
	startBy: number | null;
	ovenBy: number | null;
	/** The way to its door, with the handover; 0 for a collection. */
	driveMinutes: number;
	/** Minutes in the oven of each of its items that bakes; null for those of the shop. */
	bakes: readonly (number | null)[];
	run: AlarmRun | null;
}

/** The shop's limits, in minutes of its own pace. */
export interface AlarmLimits {
	/** Length of a minute in ms: shorter in a demo that is played faster. */
	minuteMs: number;
	/** From the start to the box, as in its quotes. */
	prepMinutes: number;
	/** Of an item without minutes of its own. */
	bakeMinutes: number;
	/** From the start to the oven, at the least. */
	makeMinutes: number;
	/** A start is late this long after it was due. */
	startLateMinutes: number;
	/** Times the minutes of its slowest item: longer than that in the oven is too long. */
	ovenLongFactor: number;
	/** Boxed for longer than this it gets cold. */
	coolingMinutes: number;
	/** For the planner to find a driver for a boxed order. */
	noDriverMinutes: number;
	/** For a driver to leave once all orders of the run are boxed. */
	leaveMinutes: number;
	/** The phone of a driver on the road may send no position for so long. */
	silentMinutes: number;
	/** The share of an offer's time that may pass without an answer. */
	answerShare: number;
}

/** The limits of a shop that has set none; its minutes of preparation and of baking, and its pace, are its own. */
export const ALARM_DEFAULTS: Omit<AlarmLimits, 'minuteMs' | 'prepMinutes' | 'bakeMinutes'> = {
	makeMinutes: 3,
	startLateMinutes: 4,
	ovenLongFactor: 1.5,
	coolingMinutes: 6,
	noDriverMinutes: 1,
	leaveMinutes: 4,
	silentMinutes: 5,
	answerShare: 0.75
};

interface Kind {
	owner: AlarmOwner;
	act: (order: Pick<Watched, 'fulfilment'>) => AlarmAct;
	/** One alarm for the whole run, on its first order. */
	isOfRun?: true;
	/** Advice, or something that goes wrong now and stands on the manager's list too. */
	severity: 'due' | 'late';
	/** The stages and the runs in which the cause is possible; no run is `none`. */
	stages: readonly Status[];
	runs: readonly (RunStatus | 'none')[] | 'any';
	/** From when, and before when, the cause stands; null when it does not. */
	span: (order: Watched, limits: AlarmLimits) => Span | null;
}

interface Span {
	from: number;
	until?: number;
}

/** The length of an offer that never expires, for its alarm. */
const OFFER_MINUTES = 1;

export const ALARMS: { readonly [K in AlarmKind]: Kind } = {
	start_due: {
		owner: 'kitchen',
		act: () => 'start',
		severity: 'due',
		stages: ['accepted'],
		runs: 'any',
		span: (order, limits) => ({ from: startDue(order, limits), until: startLate(order, limits) })
	},
	start_late: {
		owner: 'kitchen',
		act: () => 'start',
		severity: 'late',
		stages: ['accepted'],
		runs: 'any',
		span: (order, limits) => ({ from: startLate(order, limits) })
	},
	oven_due: {
		owner: 'kitchen',
		act: () => 'bake',
		severity: 'due',
		stages: ['making'],
		runs: 'any',
		span: (order, limits) => {
			const hands = order.stageAt + limits.makeMinutes * limits.minuteMs;
			return { from: Math.max(dueTimes(order, limits).ovenBy, hands) };
		}
	},
	oven_long: {
		owner: 'kitchen',
		act: () => 'box',
		severity: 'late',
		stages: ['in_oven'],
		runs: 'any',
		span: (order, limits) => ({
			from: order.stageAt + bakingOf(order, limits) * limits.ovenLongFactor * limits.minuteMs
		})
	},
	cooling: {
		owner: 'desk',
		act: ({ fulfilment }) => (fulfilment === 'delivery' ? 'call_driver' : 'call'),
		severity: 'late',
		stages: ['boxed'],
		runs: ['none', 'accepted', 'out'],
		span: coolingSpan
	},
	no_driver: {
		owner: 'desk',
		act: () => 'assign',
		severity: 'late',
		stages: ['boxed'],
		runs: ['none'],
		span: (order, limits) =>
			order.fulfilment === 'delivery' && !order.run
				? { from: order.stageAt + limits.noDriverMinutes * limits.minuteMs }
				: null
	},
	not_leaving: {
		owner: 'driver',
		act: () => 'pick_up',
		isOfRun: true,
		severity: 'late',
		stages: ['boxed'],
		runs: ['accepted'],
		span({ run }, { leaveMinutes, minuteMs }) {
			if (run?.status !== 'accepted' || !run.isFirst || run.readyAt === null) return null;
			return { from: Math.max(run.readyAt, run.offeredAt) + leaveMinutes * minuteMs };
		}
	},
	driver_silent: {
		owner: 'desk',
		act: () => 'call_driver',
		isOfRun: true,
		severity: 'late',
		stages: ['out'],
		runs: ['out'],
		// A phone that was never heard may be one that keeps its position to itself.
		span({ run, stageAt }, { silentMinutes, minuteMs }) {
			if (run?.status !== 'out' || !run.isFirst || run.heardAt === null) return null;
			return { from: Math.max(run.heardAt, stageAt) + silentMinutes * minuteMs };
		}
	},
	no_answer: {
		owner: 'desk',
		act: () => 'assign',
		isOfRun: true,
		severity: 'late',
		stages: ['accepted', 'making', 'in_oven', 'boxed'],
		runs: ['offered'],
		span({ run }, { answerShare, minuteMs }) {
			if (run?.status !== 'offered' || !run.isFirst) return null;
			const length =
				run.expiresAt === null ? OFFER_MINUTES * minuteMs : run.expiresAt - run.offeredAt;
			return { from: run.offeredAt + length * answerShare };
		}
	}
};

/** Boxed, with a driver or a customer who does not take it, for none of the other reasons. */
function coolingSpan(order: Watched, { coolingMinutes, minuteMs }: AlarmLimits): Span | null {
	const patience = coolingMinutes * minuteMs;
	// Before the promise the customer is not late, so there is no reason to call.
	if (order.fulfilment === 'collection' && !order.run)
		return { from: Math.max(order.stageAt, order.promisedAt) + patience };
	const { run } = order;
	// It waits for another order of its run, or the driver has left without it.
	const isHeldUp = run?.status === 'out' || (run?.status === 'accepted' && run.readyAt === null);
	return isHeldUp ? { from: order.stageAt + patience } : null;
}

/** Minutes in the oven of an order: those of its slowest item. */
export function bakingOf(
	{ bakes }: Pick<Watched, 'bakes'>,
	{ bakeMinutes }: Pick<AlarmLimits, 'bakeMinutes'>
): number {
	if (bakes.length === 0) return bakeMinutes;
	return Math.max(...bakes.map((own) => own ?? bakeMinutes));
}

/**
 * When hands have to start and when the order has to go into the oven: as forecast, else counted back from the
 * promise with the shop's figures.
 */
export function dueTimes(
	order: Pick<Watched, 'startBy' | 'ovenBy' | 'promisedAt' | 'driveMinutes' | 'bakes'>,
	limits: AlarmLimits
): { startBy: number; ovenBy: number } {
	const { minuteMs, prepMinutes } = limits;
	const bakeMinutes = bakingOf(order, limits);
	const boxedBy = order.promisedAt - order.driveMinutes * minuteMs;
	const ovenBy = order.ovenBy ?? boxedBy - bakeMinutes * minuteMs;
	const startBy = order.startBy ?? boxedBy - Math.max(prepMinutes, bakeMinutes) * minuteMs;
	return { startBy: Math.min(startBy, ovenBy), ovenBy };
}

/** Not before it was accepted: it could not be started before. */
const startDue = (order: Watched, limits: AlarmLimits): number =>
	Math.max(dueTimes(order, limits).startBy, order.stageAt);

const startLate = (order: Watched, limits: AlarmLimits): number =>
	startDue(order, limits) + limits.startLateMinutes * limits.minuteMs;

/** The alarms that stand at `now`, most urgent first. */
export function alarmsAt(order: Watched, limits: AlarmLimits, now: number): AlarmKind[] {
	return ALARM_KINDS.filter((kind) => {
		const span = spanOf(kind, order, limits);
		return span !== null && span.from <= now && (span.until === undefined || now < span.until);
	});
}

/** The next instant after `now` at which an alarm begins or ends; null while nothing is due. */
export function nextDue(order: Watched, limits: AlarmLimits, now: number): number | null {
	const instants = ALARM_KINDS.flatMap((kind) => {
		const span = spanOf(kind, order, limits);
		return span ? [span.from, span.until ?? span.from] : [];
	}).filter((at) => at > now);
	return instants.length > 0 ? Math.min(...instants) : null;
}

function spanOf(kind: AlarmKind, order: Watched, limits: AlarmLimits): Span | null {
	const { stages, runs, span } = ALARMS[kind];
	if (!stages.includes(order.status)) return null;
	if (runs !== 'any' && !runs.includes(order.run?.status ?? 'none')) return null;
	return span(order, limits);
}
