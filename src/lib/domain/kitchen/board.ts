/**
 * The layout of a kitchen board: columns, order of tickets, the next step, and pages of long
 * tickets.
 */

import { actionsFor, type Action, type ActorKind } from '../order/lifecycle.ts';
import type { Fulfilment, Status } from '../order/order.ts';
import { urgencyOf, type Promised, type Urgency } from './urgency.ts';

export const COLUMNS = ['accept', 'make', 'oven', 'rack'] as const;
export type Column = (typeof COLUMNS)[number];

const COLUMN_OF: Partial<Record<Status, Column>> = {
	placed: 'accept',
	accepted: 'make',
	making: 'make',
	in_oven: 'oven',
	boxed: 'rack'
};

/** The column of a ticket; undefined when the kitchen does not show it. */
export const columnOf = (status: Status): Column | undefined => COLUMN_OF[status];

const FORWARD: readonly Action[] = ['accept', 'start', 'bake', 'box', 'collect'];

/** Whether an action moves a ticket to its next stage; its button always has the same position. */
export const isForward = (action: Action): boolean => FORWARD.includes(action);

/** The action of a bump for this order, if these actors may take it. */
export function bumpOf(
	actors: readonly ActorKind[],
	status: Status,
	fulfilment: Fulfilment
): Action | undefined {
	return actionsFor(actors, status, fulfilment).find((action) => FORWARD.includes(action));
}

/**
 * Whether `recall` undoes this action. An acceptance cannot be undone: the customer has been
 * notified, and a shop that cannot deliver cancels with a reason.
 */
export const isUndoable = (action: Action): boolean =>
	action === 'start' || action === 'bake' || action === 'box';

/** The action that follows when the last open line of a ticket is struck: it goes into the oven. */
export const stepWhenStruck = (status: Status, linesLeft: number): Action | undefined =>
	status === 'making' && linesLeft === 0 ? 'bake' : undefined;

const STRUCK_FROM: readonly Status[] = ['making', 'in_oven', 'boxed'];

/**
 * Whether lines may be struck: only after the start, when the customer cannot change them any more.
 */
export const isStrikeable = (status: Status): boolean => STRUCK_FROM.includes(status);

interface Hanging extends Promised {
	number: number;
}

/** Late tickets first, later ones last, all others in order of arrival. */
const RANK: Record<Urgency, number> = { late: 0, urgent: 1, soon: 1, calm: 1, later: 2 };

/** Sorts tickets for the board at `now` (epoch ms) into a new list. */
export function inBoardOrder<T extends Hanging>(tickets: readonly T[], now: number): T[] {
	const ranked = tickets.map((ticket) => ({ ticket, rank: RANK[urgencyOf(ticket, now)] }));
	ranked.sort(
		(a, b) =>
			a.rank - b.rank ||
			Date.parse(a.ticket.placedAt) - Date.parse(b.ticket.placedAt) ||
			a.ticket.number - b.ticket.number
	);
	return ranked.map(({ ticket }) => ticket);
}

interface Countable {
	quantity: number;
	struckAt: string | null;
	voidedAt: string | null;
}

/** Number of items of these lines that are still to be made. */
export function openItems(lines: readonly Countable[]): number {
	return lines
		.filter((line) => line.struckAt === null && line.voidedAt === null)
		.reduce((sum, line) => sum + line.quantity, 0);
}

/** Number of items of these lines, done or not. */
export function allItems(lines: readonly Countable[]): number {
	return lines
		.filter((line) => line.voidedAt === null)
		.reduce((sum, line) => sum + line.quantity, 0);
}

/** Lines shown per page; one line more does not start a new page. */
export const LINES_A_PAGE = 6;

/** Splits the lines of a ticket into pages, none empty; a short ticket has one page. */
export function pagesOf<T>(lines: readonly T[], size = LINES_A_PAGE): T[][] {
	if (lines.length <= size + 1) return [[...lines]];
	const count = Math.ceil(lines.length / size);
	return Array.from({ length: count }, (_, page) => lines.slice(page * size, (page + 1) * size));
}
