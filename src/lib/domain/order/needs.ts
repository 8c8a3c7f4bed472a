/**
 * Orders that need a person, with the reasons. One rule for the manager's shelf and filters, the
 * group page and the page titles. A new reason is a row of RULES plus its texts.
 */

import type { ManagedOrder } from '../wire/contract.ts';
import type { Text } from '../menu/menu.ts';
import { ALARM_WORDS, type AlarmView } from '../plan/alarm-words.ts';
import type { AlarmAct, AlarmKind } from '../plan/alarms.ts';
import { BEFORE_START, isClosed, isIn, isOnTheRoad, NEARLY_READY } from './order.ts';
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
	'not_leaving',
	'driver_silent',
	'no_answer',
	'cooling',
	'oven_long',
	'start_late',
	'late',
	'will_late',
	'soon'
] as const;
export type NeedReason = (typeof NEED_REASONS)[number];

/** The action for a reason; `call` calls the customer, `open` shows the order. */
export type NeedAction = 'accept' | 'return' | 'open' | Exclude<AlarmAct, 'pick_up' | 'bake'>;

export interface Need {
	reason: NeedReason;
	action: NeedAction;
	/** The alarm behind it, which a person can acknowledge. */
	alarm?: AlarmView;
}

export type Needy = Pick<
	ManagedOrder,
	'status' | 'fulfilment' | 'alert' | 'alarms' | 'stageAt' | 'promisedAt' | 'stop'
> & {
	/** The forecast chance that it is late; absent where no forecast is known. */
	lateChance?: number | undefined;
};

/** From this chance on an order is said to be late before it is. */
export const LATE_CHANCE = 0.5;

interface Rule {
	action: NeedAction | ((order: Needy) => NeedAction);
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
	not_leaving: alarmRule('not_leaving', 'call_driver'),
	driver_silent: alarmRule('driver_silent', 'call_driver'),
	no_answer: alarmRule('no_answer', 'assign'),
	cooling: alarmRule('cooling', ({ fulfilment }) =>
		fulfilment === 'delivery' ? 'call_driver' : 'call'
	),
	oven_long: alarmRule('oven_long', 'box'),
	start_late: alarmRule('start_late', 'start'),
	late: { action: 'call', applies: isLate },
	will_late: { action: savedBy, applies: isAtRisk },
	soon: { action: 'open', applies: isSoonLate }
};

/** The reason of an open alarm, with any owner. */
function alarmRule(kind: NeedReason & AlarmKind, action: Rule['action']): Rule {
	return { action, applies: ({ alarms }) => alarms.some((alarm) => alarm.kind === kind) };
}

/**
 * Reasons why a person should look at the order at `now` (epoch ms), most urgent first; often
 * empty. Without the alarms that `reader`, an id of the staff, has acknowledged.
 */
export function needsPerson(order: Needy, now: number, reader?: string): Need[] {
	return NEED_REASONS.filter((reason) => RULES[reason].applies(order, now))
		.map((reason) => needOf(order, reason))
		.filter(({ alarm }) => !alarm || reader === undefined || !alarm.seenBy.includes(reader));
}

function needOf(order: Needy, reason: NeedReason): Need {
	const { action } = RULES[reason];
	const alarm = order.alarms.find(({ kind }) => kind === reason);
	return {
		reason,
		action: typeof action === 'function' ? action(order) : action,
		...(alarm && { alarm })
	};
}

const isUnseen = ({ status, alert }: Needy, which: Needy['alert']): boolean =>
	status === 'placed' && alert === which;

/** Unusual amount: a person calls the customer before the kitchen starts. */
function isToCheck({ status, alert }: Needy): boolean {
	return isIn(BEFORE_START, status) && alert === 'to_check';
}

/** The planner says so, or it has had as long as the shop leaves it. */
function lacksDriver({ status, fulfilment, alert, alarms, stop }: Needy): boolean {
	if (status !== 'boxed' || fulfilment !== 'delivery' || stop) return false;
	return alert === 'no_driver' || alarms.some(({ kind }) => kind === 'no_driver');
}

/** What the lateness of an order is known from. */
export type Promised = Pick<Needy, 'status' | 'fulfilment' | 'promisedAt' | 'lateChance'>;

/** Whether the promise can still be missed: not before payment, and not while it waits at the counter. */
const isPromiseOpen = ({ status, fulfilment }: Promised): boolean =>
	!isClosed(status) &&
	status !== 'awaiting_payment' &&
	!(status === 'boxed' && fulfilment === 'collection');

/** Late from the promised instant on. */
export function isLate(order: Promised, now: number): boolean {
	return isPromiseOpen(order) && remaining(Date.parse(order.promisedAt), now).state === 'late';
}

/** The forecast says so, while the promise can still be kept. */
export function isAtRisk(order: Promised, now: number): boolean {
	return isPromiseOpen(order) && !isLate(order, now) && (order.lateChance ?? 0) >= LATE_CHANCE;
}

/** The one act that helps most: what it waits for, else telling the customer. */
function savedBy({ status, fulfilment, stop }: Needy): NeedAction {
	if (status === 'placed') return 'accept';
	if (status === 'accepted') return 'start';
	const lacksDriver = fulfilment === 'delivery' && !stop && isIn(NEARLY_READY, status);
	return lacksDriver ? 'assign' : 'call';
}

/** The promise is close and the order has not left the shop. */
function isSoonLate(order: Needy, now: number): boolean {
	if (!isPromiseOpen(order) || isOnTheRoad(order.status) || isAtRisk(order, now)) return false;
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
	no_driver: ALARM_WORDS.no_driver,
	not_leaving: ALARM_WORDS.not_leaving,
	driver_silent: ALARM_WORDS.driver_silent,
	no_answer: ALARM_WORDS.no_answer,
	cooling: ALARM_WORDS.cooling,
	oven_long: ALARM_WORDS.oven_long,
	start_late: ALARM_WORDS.start_late,
	late: text('En retard', 'Late'),
	will_late: text('Sera en retard', 'Will be late'),
	soon: text('Bientôt en retard', 'About to be late')
};
