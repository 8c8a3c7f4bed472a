/** Which of the waiting jobs a cook takes up, how fast, and whether the oven has room for it. */

import type { KitchenTicket } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { SceneCook, Station } from '../plan/scene.ts';

export interface Job {
	ticket: KitchenTicket;
	minutes: number;
	action: Action;
}

/** What takes no longer than a tap on the screen. */
export const TAP_MINUTES = 0.15;
/** Tickets a cook, from which on the board is full. */
const FULL_BOARD = 5;
const RANKS: Partial<Record<Action, number>> = { box: 0, accept: 1, bake: 2, start: 4 };

/** An oven that waits for a dough comes before the next dough. */
const rank = ({ action, minutes }: Job) =>
	isLaying({ action, minutes }) ? 3 : (RANKS[action] ?? 9);

const isLaying = ({ action, minutes }: Omit<Job, 'ticket'>) =>
	action === 'bake' && minutes > TAP_MINUTES;

const stationOf = (job: Job): Station =>
	job.action === 'box' || (job.action === 'bake' && !isLaying(job)) ? 'oven' : 'make line';

/** One's own station first, and there what burns first, then what is promised first. */
export function firstOf(jobs: readonly Job[], station: Station): Job | undefined {
	const away = (job: Job) => Number(stationOf(job) !== station);
	const promised = ({ ticket }: Job) => Date.parse(ticket.promisedAt);
	return jobs.toSorted(
		(a, b) => away(a) - away(b) || rank(a) - rank(b) || promised(a) - promised(b)
	)[0];
}

/** Against the usual: who feels a full board works faster. */
export function paceOf(
	{ speed, rush }: Pick<SceneCook, 'speed' | 'rush'>,
	board: readonly Pick<KitchenTicket, 'status'>[],
	cooks: number
): number {
	const waiting = board.filter(({ status }) => status !== 'boxed').length;
	return waiting > FULL_BOARD * cooks ? speed * rush : speed;
}

/** Whether so many pizzas go in together; a ticket that alone is too large goes in alone. */
export function hasRoom(
	pizzas: number,
	ticket: Pick<KitchenTicket, 'lines'>,
	inOven: readonly Pick<KitchenTicket, 'lines'>[]
): boolean {
	const taken = inOven.reduce((sum, other) => sum + piecesOf(other), 0);
	return taken === 0 || taken + piecesOf(ticket) <= pizzas;
}

/** What has to be laid and baked: a can of lemonade counts as nothing to speak of. */
export function piecesOf({ lines }: Pick<KitchenTicket, 'lines'>): number {
	const standing = lines.filter(({ voidedAt }) => !voidedAt);
	return standing.reduce(
		(sum, { quantity, size }) => sum + (size === 'one' ? 0.2 : 1) * quantity,
		0
	);
}
