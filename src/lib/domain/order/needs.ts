/**
 * Which orders need a person, and why: one rule for the desk's shelf and filters, the group page and
 * the page titles. A further reason is a row of RULES and its words.
 */

import type { ManagedOrder } from '../wire/contract.ts';
import type { Text } from '../menu/menu.ts';
import { isClosed } from './order.ts';
import { remaining } from './remaining.ts';

/** The most urgent first. */
export const NEED_REASONS = [
	'to_check',
	'escalated',
	'not_accepted',
	'not_displayed',
	'failed',
	'no_driver',
	'late',
	'soon'
] as const;
export type NeedReason = (typeof NEED_REASONS)[number];

/** The one thing to do about it; `call` is the customer, `open` shows the order. */
export type NeedAction = 'accept' | 'return' | 'assign' | 'call' | 'open';

export interface Need {
	reason: NeedReason;
	action: NeedAction;
}

export type Needy = Pick<
	ManagedOrder,
	'status' | 'fulfilment' | 'alert' | 'stageAt' | 'promisedAt' | 'stop'
>;

/** The planner takes seconds to propose a ready order; after this long a person has to. */
export const READY_GRACE_MS = 60_000;

interface Rule {
	action: NeedAction;
	applies(order: Needy, now: number): boolean;
}

const RULES: Record<NeedReason, Rule> = {
	to_check: { action: 'call', applies: isToCheck },
	escalated: { action: 'accept', applies: (order) => isUnseen(order, 'escalated') },
	not_accepted: { action: 'accept', applies: (order) => isUnseen(order, 'not_accepted') },
	not_displayed: { action: 'accept', applies: (order) => isUnseen(order, 'not_displayed') },
	failed: { action: 'return', applies: ({ status }) => status === 'failed' },
	no_driver: { action: 'assign', applies: lacksDriver },
	late: { action: 'call', applies: isLate },
	soon: { action: 'open', applies: isSoonLate }
};

/** Why a person should look at the order at `now` (epoch ms), the most urgent first; empty: no need. */
export function needsPerson(order: Needy, now: number): Need[] {
	return NEED_REASONS.filter((reason) => RULES[reason].applies(order, now)).map((reason) => ({
		reason,
		action: RULES[reason].action
	}));
}

const isUnseen = ({ status, alert }: Needy, which: Needy['alert']): boolean =>
	status === 'placed' && alert === which;

/** An unusual amount: a person calls the customer before the kitchen starts. */
function isToCheck({ status, alert }: Needy): boolean {
	return (status === 'placed' || status === 'accepted') && alert === 'to_check';
}

function lacksDriver({ status, fulfilment, alert, stageAt, stop }: Needy, now: number): boolean {
	if (status !== 'boxed' || fulfilment !== 'delivery' || stop) return false;
	return alert === 'no_driver' || now - Date.parse(stageAt) >= READY_GRACE_MS;
}

/** The shop still has to keep the promise; an order waiting on the counter has kept it. */
const isPromiseOpen = ({ status, fulfilment }: Needy): boolean =>
	!isClosed(status) && !(status === 'boxed' && fulfilment === 'collection');

/** Late from the instant of the promise on. */
export function isLate(order: Needy, now: number): boolean {
	return isPromiseOpen(order) && remaining(Date.parse(order.promisedAt), now).state === 'late';
}

/** The promise is near by the clock and the order has not left the shop. */
function isSoonLate(order: Needy, now: number): boolean {
	if (!isPromiseOpen(order) || order.status === 'out' || order.status === 'at_door') return false;
	return remaining(Date.parse(order.promisedAt), now).state === 'soon';
}

/** How many orders need a person, each counted under its most urgent reason. */
export function countNeeds(
	orders: readonly Needy[],
	now: number
): Partial<Record<NeedReason, number>> {
	const counts: Partial<Record<NeedReason, number>> = {};
	for (const order of orders) {
		const first = needsPerson(order, now)[0]?.reason;
		if (first) counts[first] = (counts[first] ?? 0) + 1;
	}
	return counts;
}

const text = (fr: string, en: string): Text => ({ fr, en });

export const NEED_WORDS: Record<NeedReason, Text> = {
	to_check: text('À vérifier : appelez le client', 'To check: call the customer'),
	escalated: text('Toujours pas acceptée', 'Still not accepted'),
	not_accepted: text('Pas encore acceptée', 'Not accepted yet'),
	not_displayed: text('Aucun écran de cuisine ne l’affiche', 'No kitchen screen shows it'),
	failed: text('Non remise, encore dehors', 'Not handed over, still out'),
	no_driver: text('Prête, sans livreur', 'Ready, no driver'),
	late: text('En retard', 'Late'),
	soon: text('Bientôt en retard', 'About to be late')
};
