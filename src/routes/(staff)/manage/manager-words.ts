/** Texts of the desk: states of drivers, histories of orders, payments. */

import { m } from '$lib/paraglide/messages.js';
import {
	actionWord,
	ageWord,
	minutesUntil,
	money,
	spanWord,
	stageWord,
	word
} from '$lib/ui/format.ts';
import { kindWord } from '$lib/ui/kind-words.ts';
import type { ManagedOrder, PaymentView, TimelineEvent } from '#domain/wire/contract.ts';
import type { DriverState, Shelf } from '#domain/order/desk.ts';
import type { Fix } from '#domain/road/fix.ts';
import { isAction, type Action } from '#domain/order/lifecycle.ts';
import type { Need, NeedAction } from '#domain/order/needs.ts';
import { ALERT_WORDS } from '#domain/order/order-words.ts';
import { paymentText } from '#domain/pay/payment-words.ts';

export const STATE_WORDS: Record<DriverState, () => string> = {
	off: m.driver_off,
	free: m.driver_free,
	offered: m.driver_offered,
	waiting: m.driver_waiting,
	out: m.driver_out
};

export const SHELF_WORDS: Record<Shelf, () => string> = {
	attention: m.shelf_attention,
	waiting: m.shelf_waiting,
	kitchen: m.shelf_kitchen,
	ready: m.shelf_ready,
	out: m.shelf_out,
	unpaid: m.shelf_unpaid
};

const EVENTS: Record<string, () => string> = {
	place: m.event_place,
	strike: m.event_strike,
	unstrike: m.event_unstrike,
	assign: m.event_assign,
	unassign: m.event_unassign,
	offer: m.event_offer,
	change: m.event_change,
	alert: m.event_alert,
	alert_cleared: m.event_alert_cleared,
	alarm: m.event_alarm,
	run_accepted: m.event_run_accepted,
	run_declined: m.event_run_declined,
	run_expired: m.event_run_expired,
	run_withdrawn: m.event_run_withdrawn,
	recall: m.event_recall,
	return: m.event_return,
	pay: m.event_pay,
	lapse: m.event_lapse,
	refund: m.event_refund,
	correct_takings: m.event_correct_takings,
	payment_pending: m.event_payment_pending,
	payment_authorised: m.event_payment_authorised,
	payment_collected: m.event_payment_collected,
	payment_captured: m.event_payment_captured,
	payment_released: m.event_payment_released,
	payment_failed: m.event_payment_failed,
	payment_void: m.event_payment_released,
	payment_refunded: m.event_payment_refunded,
	payment_disputed: m.event_payment_disputed
};

/** Steps named after the action; all others after the stage that they led to. */
const NAMED_BY_ACTION: readonly string[] = ['recall', 'return', 'pay', 'lapse'];
const GIVEN: Record<string, (to: { name: string }) => string> = {
	assign: m.event_assign_to,
	offer: m.event_offer_to
};

/** The button of a step on the desk, where “recall” beside a phone number would mean a call. */
export const deskActionWord = (action: Action): string =>
	action === 'recall' ? m.desk_recall() : actionWord(action);

/** What happened, in words: the step, who got it, which alert. */
export function eventWord(
	event: Pick<TimelineEvent, 'action' | 'to' | 'driverName' | 'alert'>
): string {
	const { action, to, driverName, alert } = event;
	if (isAction(action) && to && !NAMED_BY_ACTION.includes(action)) return stageWord(to);
	if (driverName && GIVEN[action]) return GIVEN[action]({ name: driverName });
	const what = EVENTS[action]?.() ?? (isAction(action) ? actionWord(action) : action);
	return action === 'alert' && alert ? `${what} · ${word(ALERT_WORDS[alert])}` : what;
}

/** Who did it: a name where there is one. */
export function actorWord({
	actor,
	actorName
}: Pick<TimelineEvent, 'actor' | 'actorName'>): string {
	const [kind = '', name = ''] = actor.split(/:(.*)/s);
	if (kind === 'customer') return m.actor_customer();
	if (kind === 'sql') return m.actor_sql({ name });
	return actorName ?? (name || m.actor_system());
}

/** The age of a driver's position, in words. */
export function fixWord(fix: Fix | undefined): string {
	if (!fix) return m.fix_none();
	const age = ageWord(fix.ageMs);
	return fix.isOld ? m.fix_old({ age }) : m.fix_now({ age });
}

/** When it becomes late, and the act that may save it; empty unless the forecast says that it will be late. */
export function unlessWord(
	order: Pick<ManagedOrder, 'promisedAt'>,
	needs: readonly Need[],
	now: number
) {
	const need = needs.find(({ reason }) => reason === 'will_late');
	const time = spanWord(Math.max(0, minutesUntil(order.promisedAt, now)));
	return need ? (UNLESS[need.action] ?? m.late_unless_call)({ time }) : '';
}

const UNLESS: Partial<Record<NeedAction, (given: { time: string }) => string>> = {
	accept: m.late_unless_accept,
	start: m.late_unless_start,
	assign: m.late_unless_assign
};

/** How the money of an order stands, in words. */
export const dueWord = (order: Paid): string =>
	word(paymentText(order, (minor) => money(minor, order.currency)));

type Paid = Pick<ManagedOrder, 'status' | 'currency'> & { payment: PaymentView };

/** The same with the method, where one was chosen online: "PayPal, paid €23.40". */
export function paidWord(order: Paid): string {
	const { method } = order.payment;
	return method === 'door' ? dueWord(order) : `${METHOD_NAMES[method]()}, ${dueWord(order)}`;
}

const METHOD_NAMES = { card: m.paid_card, paypal: m.pay_paypal };

const METHODS: Record<string, () => string> = {
	door: m.pay_door,
	card: m.pay_card,
	paypal: m.pay_paypal
};

/** Where an order is paid, and how it was where that is known. */
export function methodWord({ method, kind }: ManagedOrder['payment']): string {
	const where = METHODS[method]?.() ?? method;
	return kind ? `${where} · ${kindWord(kind)}` : where;
}
