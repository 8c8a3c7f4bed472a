/**
 * Orders that need a person, with the reasons. One rule for the manager's shelf and filters, the
 * group page and the page titles. A new reason is a row of RULES plus its texts.
 */

import type { ManagedOrder } from '../wire/contract.ts';
import type { Text } from '../menu/menu.ts';
import { BEFORE_START, isClosed, isIn, isOnTheRoad } from './order.ts';
import { remaining } from './remaining.ts';

/** Sorted by urgency, most urgent first. */
export const NEED_REASONS = [
	'to_check',
	'payment',
	'escalated',
	'not_accepted',
	'not_displayed',
	'failed',
	'no_driver',
	'late',
	'soon'
] as const;
export type NeedReason = (typeof NEED_REASONS)[number];

/** The action for a reason; `call` calls the customer, `open` shows the order. */
export type NeedAction = 'accept' | 'return' | 'assign' | 'call' | 'open';

export interface Need {
	reason: NeedReason;
	action: NeedAction;
}

export type Needy = Pick<
	ManagedOrder,
	'status' | 'fulfilment' | 'alert' | 'stageAt' | 'promisedAt' | 'stop'
>;

/** Time for the planner to propose a driver for a ready order; after it a person must act. */
export const READY_GRACE_MS = 60_000;

interface Rule {
	action: NeedAction;
	applies(order: Needy, now: number): boolean;
}

const RULES: Record<NeedReason, Rule> = {
	to_check: { action: 'call', applies: isToCheck },
	payment: { action: 'open', applies: ({ alert }) => alert === 'payment' },
	escalated: { action: 'accept', applies: (order) => isUnseen(order, 'escalated') },
	not_accepted: { action: 'accept', applies: (order) => isUnseen(order, 'not_accepted') },
	not_displayed: { action: 'accept', applies: (order) => isUnseen(order, 'not_displayed') },
	failed: { action: 'return', applies: ({ status }) => status === 'failed' },
	no_driver: { action: 'assign', applies: lacksDriver },
	late: { action: 'call', applies: isLate },
	soon: { action: 'open', applies: isSoonLate }
};

/**
 * Reasons why a person should look at the order at `now` (epoch ms), most urgent first; often
 * empty.
 */
export function needsPerson(order: Needy, now: number): Need[] {
	return NEED_REASONS.filter((reason) => RULES[reason].applies(order, now)).map((reason) => ({
		reason,
		action: RULES[reason].action
	}));
}

const isUnseen = ({ status, alert }: Needy, which: Needy['alert']): boolean =>
	status === 'placed' && alert === which;

/** Unusual amount: a person calls the customer before the kitchen starts. */
function isToCheck({ status, alert }: Needy): boolean {
	return isIn(BEFORE_START, status) && alert === 'to_check';
}

function lacksDriver({ status, fulfilment, alert, stageAt, stop }: Needy, now: number): boolean {
	if (status !== 'boxed' || fulfilment !== 'delivery' || stop) return false;
	return alert === 'no_driver' || now - Date.parse(stageAt) >= READY_GRACE_MS;
}

/** Whether the promise can still be missed: not before payment, and not while it waits at the counter. */
const isPromiseOpen = ({ status, fulfilment }: Needy): boolean =>
	!isClosed(status) &&
	status !== 'awaiting_payment' &&
	!(status === 'boxed' && fulfilment === 'collection');

/** Late from the promised instant on. */
export function isLate(order: Needy, now: number): boolean {
	return isPromiseOpen(order) && remaining(Date.parse(order.promisedAt), now).state === 'late';
}

/** The promise is close and the order has not left the shop. */
function isSoonLate(order: Needy, now: number): boolean {
	if (!isPromiseOpen(order) || isOnTheRoad(order.status)) return false;
	return remaining(Date.parse(order.promisedAt), now).state === 'soon';
}

/** Number of orders that need a person, each counted under its most urgent reason. */
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
	to_check: text('À vérifier : appelez le client', 'To check: call the customer'),
	payment: text('Paiement à vérifier', 'Payment to check'),
	escalated: text('Toujours pas acceptée', 'Still not accepted'),
	not_accepted: text('Pas encore acceptée', 'Not accepted yet'),
	not_displayed: text('Aucun écran de cuisine ne l’affiche', 'No kitchen screen shows it'),
	failed: text('Non remise, pas encore rapportée', 'Not delivered, not back yet'),
	no_driver: text('Prête, sans livreur', 'Ready, no driver'),
	late: text('En retard', 'Late'),
	soon: text('Bientôt en retard', 'About to be late')
};
