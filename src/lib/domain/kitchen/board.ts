/** How a kitchen board hangs its tickets: columns, order, the next step, and the pages of long ones. */

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

/** The column of a ticket; undefined when it is no business of the kitchen. */
export const columnOf = (status: Status): Column | undefined => COLUMN_OF[status];

const FORWARD: readonly Action[] = ['accept', 'start', 'bake', 'box', 'collect'];

/** Whether a step takes a ticket to its next stage: the button of it always has the same place. */
export const isForward = (action: Action): boolean => FORWARD.includes(action);

/** The one step that a bump takes, if these actors may take it here. */
export function bumpOf(
	actors: readonly ActorKind[],
	status: Status,
	fulfilment: Fulfilment
): Action | undefined {
	return actionsFor(actors, status, fulfilment).find((action) => FORWARD.includes(action));
}

/**
 * Whether `recall` takes this step back. An acceptance stays: the customer has been told, and a shop
 * that cannot keep its word cancels with a reason.
 */
export const isUndoable = (action: Action): boolean =>
	action === 'start' || action === 'bake' || action === 'box';

/** The step that follows when the last open line of a ticket is struck: it is made, so it is baked. */
export const stepWhenStruck = (status: Status, linesLeft: number): Action | undefined =>
	status === 'making' && linesLeft === 0 ? 'bake' : undefined;

const STRUCK_FROM: readonly Status[] = ['making', 'in_oven', 'boxed'];

/** Whether lines may be struck: not before the start, as long as the customer may change them. */
export const isStrikeable = (status: Status): boolean => STRUCK_FROM.includes(status);

interface Hanging extends Promised {
	number: number;
}

/** Late ones first, those for later last; otherwise as they came in. */
const RANK: Record<Urgency, number> = { late: 0, urgent: 1, soon: 1, calm: 1, later: 2 };

/** The order of the board at `now`, epoch ms; the list that is given stays as it is. */
export function hung<T extends Hanging>(tickets: readonly T[], now: number): T[] {
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

/** How many items of these lines are still to be made. */
export function openItems(lines: readonly Countable[]): number {
	return lines
		.filter((line) => line.struckAt === null && line.voidedAt === null)
		.reduce((sum, line) => sum + line.quantity, 0);
}

/** How many items these lines ask for, done or not. */
export function allItems(lines: readonly Countable[]): number {
	return lines
		.filter((line) => line.voidedAt === null)
		.reduce((sum, line) => sum + line.quantity, 0);
}

/** Lines that a ticket shows at once; a remainder of one is not worth a page. */
export const LINES_A_PAGE = 6;

/** A long ticket in pages, none of them empty; a short one is one page. */
export function pagesOf<T>(lines: readonly T[], size = LINES_A_PAGE): T[][] {
	if (lines.length <= size + 1) return [[...lines]];
	const count = Math.ceil(lines.length / size);
	return Array.from({ length: count }, (_, page) => lines.slice(page * size, (page + 1) * size));
}
