/** Rules for simulated cooks: the next job, the working speed, and the capacity of the oven. */

import type { KitchenTicket } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { SceneCook, Station } from '../plan/scene.ts';

export interface Job {
	ticket: KitchenTicket;
	minutes: number;
	action: Action;
}

/** Simulated minutes of a tap on the screen. */
export const TAP_MINUTES = 0.15;
/** Tickets per cook from which the board counts as full. */
const FULL_BOARD = 5;
const RANKS: Partial<Record<Action, number>> = { box: 0, accept: 1, bake: 2, start: 4 };

/** Preparing a started ticket comes before starting the next one. */
const rank = ({ action, minutes }: Job) =>
	isLaying({ action, minutes }) ? 3 : (RANKS[action] ?? 9);

const isLaying = ({ action, minutes }: Omit<Job, 'ticket'>) =>
	action === 'bake' && minutes > TAP_MINUTES;

const stationOf = (job: Job): Station =>
	job.action === 'box' || (job.action === 'bake' && !isLaying(job)) ? 'oven' : 'make line';

/** The next job: of the cook's own station first, then by rank, then by the earliest promise. */
export function firstOf(jobs: readonly Job[], station: Station): Job | undefined {
	const away = (job: Job) => Number(stationOf(job) !== station);
	const promised = ({ ticket }: Job) => Date.parse(ticket.promisedAt);
	return jobs.toSorted(
		(a, b) => away(a) - away(b) || rank(a) - rank(b) || promised(a) - promised(b)
	)[0];
}

/** The speed factor of a cook; a full board speeds up cooks with `rush` above 1. */
export function paceOf(
	{ speed, rush }: Pick<SceneCook, 'speed' | 'rush'>,
	board: readonly Pick<KitchenTicket, 'status'>[],
	cooks: number
): number {
	const waiting = board.filter(({ status }) => status !== 'boxed').length;
	return waiting > FULL_BOARD * cooks ? speed * rush : speed;
}

/** Whether so many pizzas fit into the oven; a ticket larger than the oven goes in alone. */
export function fitsInOven(
	pizzas: number,
	ticket: Pick<KitchenTicket, 'lines'>,
	inOven: readonly Pick<KitchenTicket, 'lines'>[]
): boolean {
	const taken = inOven.reduce((sum, other) => sum + piecesOf(other), 0);
	return taken === 0 || taken + piecesOf(ticket) <= pizzas;
}

/** Number of pieces to make and bake; drinks are not counted. */
export function piecesOf({ lines }: Pick<KitchenTicket, 'lines'>): number {
	const standing = lines.filter(({ voidedAt }) => !voidedAt);
	return standing.reduce(
		(sum, { quantity, size }) => sum + (size === 'one' ? 0.2 : 1) * quantity,
		0
	);
}
