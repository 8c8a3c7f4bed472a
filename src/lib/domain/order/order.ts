/**
 * Glossary.
 *
 * ticket     an order as the kitchen sees it; its lines are ticket lines
 * strike     mark one line as done; bump: move a ticket to its next stage; recall: to the previous one
 * all-day    the count of one product over all open tickets
 * promise    the instant promised to the customer at ordering; it never moves
 * quote      the time range shown before ordering; the promise is its end
 * run        one trip of a driver, with one or more stops (drop-offs)
 * offer      a run proposed to a driver, who accepts or declines it within a time limit
 * feed       the content of a screen that a page joins: a snapshot, then changes
 * version    a counter per subject (order or driver), raised by one at each visible change
 * seq        the number of a change in its shop's log: without gaps, in commit order
 * actor      the origin of a change: staff, customer, a timer, or a person in psql
 */

import type { Allergy } from '../menu/allergy.ts';
import type { Allergen, Text, VatRate } from '../menu/menu.ts';
import type { AlarmView } from '../plan/alarm-words.ts';
import type { Taking } from '../pay/door.ts';

export const STATUSES = [
	'awaiting_payment',
	'placed',
	'accepted',
	'making',
	'in_oven',
	'boxed',
	'out',
	'at_door',
	'delivered',
	'collected',
	'cancelled',
	'refused',
	'failed'
] as const;
export type Status = (typeof STATUSES)[number];

/** The kitchen has the order and has not started it. */
export const BEFORE_START = ['placed', 'accepted'] as const satisfies readonly Status[];
/** Nothing is made of the order: its customer may change it, and its ingredients can go back. */
export const NOT_STARTED = [
	'awaiting_payment',
	...BEFORE_START
] as const satisfies readonly Status[];
/** Before the oven. */
export const BEFORE_OVEN = [...BEFORE_START, 'making'] as const satisfies readonly Status[];
/** The kitchen still has work with the order. */
export const BEFORE_BOXED = [...BEFORE_OVEN, 'in_oven'] as const satisfies readonly Status[];
/** The kitchen shows the order: not before payment, not after it has left. */
export const IN_KITCHEN = [...BEFORE_BOXED, 'boxed'] as const satisfies readonly Status[];
/** The food is ready, or will be within minutes. */
export const NEARLY_READY = ['in_oven', 'boxed'] as const satisfies readonly Status[];
export const ON_THE_ROAD = ['out', 'at_door'] as const satisfies readonly Status[];
/** The customer has the food. */
export const HANDED_OVER = ['delivered', 'collected'] as const satisfies readonly Status[];
/** Ended by the shop, the customer or a timer. */
export const CALLED_OFF = ['cancelled', 'refused'] as const satisfies readonly Status[];
/** No step follows. */
export const ENDED = [...HANDED_OVER, ...CALLED_OFF] as const satisfies readonly Status[];
/** The customer gets no food, or not this time. */
export const NOT_HANDED_OVER = [...CALLED_OFF, 'failed'] as const satisfies readonly Status[];
/** Nothing more happens by itself: ended, or failed and waiting for a person. */
export const CLOSED = [...ENDED, 'failed'] as const satisfies readonly Status[];

/** Whether a status is in one of these sets. */
export const isIn = <Member extends Status>(
	set: readonly Member[],
	status: Status
): status is Member => set.some((member) => member === status);

export type Fulfilment = 'delivery' | 'collection';

/** Where an order came from: the page, a caller, or a person at the counter. */
export const CHANNELS = ['web', 'phone', 'counter'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Whether a person of the shop typed the order in. */
export const isTakenDown = (channel: Channel | undefined): boolean =>
	channel !== undefined && channel !== 'web';

/** Stays at the counter until it is handed over: no phone number is needed. */
export const isWalkIn = (order: {
	channel?: Channel | undefined;
	fulfilment: Fulfilment;
}): boolean => order.channel === 'counter' && order.fulfilment === 'collection';

/** The source of a stage; with `timer` no person has confirmed it (`isEstimated`). */
export type Evidence = 'tap' | 'scan' | 'geofence' | 'timer';

/** How a customer pays; `card` goes through Stripe. */
export const PAYMENT_METHODS = ['door', 'card', 'paypal'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** Kinds of money at the door; the SQL table `payment_kind` has the same rows. */
export const PAYMENT_KINDS = ['cash', 'card', 'voucher', 'cheque'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** Reasons for an alert on an order. */
export type Alert =
	| 'not_accepted'
	| 'escalated'
	| 'not_displayed'
	| 'no_driver'
	| 'to_check'
	/** Money needs a person. */
	| 'payment';

export interface Point {
	lat: number;
	lng: number;
}

export interface Address {
	street: string;
	city: string;
	postcode?: string;
	doorCode?: string;
	floor?: string;
	note?: string;
	point?: Point;
}

export interface LineOption {
	id: string;
	kind: 'added' | 'removed' | 'choice';
	name: Text;
}

/** A line with all values frozen at ordering (I17). */
export interface OrderLine {
	id: string;
	position: number;
	product: string;
	size: string;
	name: Text;
	sizeName: Text;
	quantity: number;
	halves: { product: string; name: Text }[];
	options: LineOption[];
	bundle: { id: string; key: string; name: Text } | null;
	note: string;
	allergens: Allergen[];
	vat: VatRate;
	unitMinor: number;
	totalMinor: number;
	vatMinor: number;
	struckAt: string | null;
	voidedAt: string | null;
	/** The order's version that added the line; above 1 it was added after ordering. */
	addedIn: number;
}

export interface StopState {
	run: string;
	runStatus: RunStatus;
	runVersion: number;
	position: number;
	driver: { id: string; name: string; phone: string };
	offeredAt: string;
	expiresAt: string | null;
	/** Reasons for this driver, without customer data; missing in older log entries. */
	reasons?: Text[];
	/** Time of the driver's tap for the current stage, if the command arrived late. */
	tappedAt?: string | null;
}

export const RUN_STATUSES = [
	'offered',
	'accepted',
	'out',
	'done',
	'declined',
	'expired',
	'cancelled'
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** The run holds its driver and its orders; a driver has at most one such run. */
export const OPEN_RUNS: readonly RunStatus[] = ['offered', 'accepted', 'out'];

/**
 * The full state of an order after a change; presenters select from it. The shop log stores it
 * without personal data (`customer`, `address`, `note`, `reason`, the notes on lines), which is
 * joined on read.
 */
export interface OrderState {
	id: string;
	shop: string;
	number: number;
	businessDay: string;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	/** Missing in log entries from before orders by phone. */
	channel?: Channel;
	language: 'fr' | 'en';
	/** `allergy` as entered at checkout; erased with the customer. */
	customer: { name: string; phone: string; email: string | null; allergy?: Allergy | null };
	address: Address | null;
	note: string;
	totalMinor: number;
	vatMinor: number;
	feeMinor: number;
	/** Missing in log entries from before promotion codes. */
	discountMinor?: number;
	currency: string;
	payment: {
		method: PaymentMethod;
		status: string;
		dueMinor: number;
		/** Missing in log entries from before drivers reported it. */
		kind?: PaymentKind | null;
		/** These three are missing in log entries from before payments through a provider. */
		totalMinor?: number;
		capturedMinor?: number;
		refundedMinor?: number;
		/** The cash that the customer pays with, for the driver's change; null when not said. */
		changeFromMinor?: number | null;
		/** What was taken at the door or the counter; null before. */
		takings?: (Taking & { isTip: boolean })[] | null;
	};
	promisedAt: string;
	/** The wanted time of an order ahead, which is also its promise. Null: as soon as possible. */
	wantedAt: string | null;
	quoteFrom: string;
	quoteTo: string;
	placedAt: string;
	stageAt: string;
	evidence: Evidence;
	alert: Alert | null;
	/** Open alarms; null or missing for none. */
	alarms?: Omit<AlarmView, 'owner'>[] | null;
	reason: string | null;
	/** The version in which the reason was given; its text is stored with the customer's data. */
	reasonVersion?: number | null;
	lines: OrderLine[];
	stop: StopState | null;
}

/** Whether the order is final. `failed` is not: a person still has to act. */
export function isClosed(status: Status): boolean {
	return isIn(CLOSED, status);
}

/** Whether the kitchen shows the order: not before payment, not after it has left. */
export function isInKitchen(status: Status): boolean {
	return isIn(IN_KITCHEN, status);
}

/** Whether the order is on the road; only then the customer sees the driver. */
export function isOnTheRoad(status: Status): boolean {
	return isIn(ON_THE_ROAD, status);
}

/**
 * Whether a stage is shown as estimated: a timer inferred it and no person confirmed it (C-10).
 * Final stages are never estimated.
 */
export function isEstimated(status: Status, evidence: Evidence): boolean {
	return evidence === 'timer' && !isClosed(status);
}

/**
 * Whether the arrival time is still an estimate: until the order waits at the counter or the door.
 */
export function isArrivalEstimated({
	status,
	fulfilment
}: Pick<OrderState, 'status' | 'fulfilment'>) {
	const isThere = status === 'at_door' || (status === 'boxed' && fulfilment === 'collection');
	return !isThere && !isClosed(status);
}
