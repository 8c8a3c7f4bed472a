/**
 * The words of the house.
 *
 * ticket     an order as the kitchen sees it; its lines are ticket lines
 * strike     mark one line as done; bump: move a ticket on; recall: bring it back a stage
 * all-day    how many of one thing all open tickets ask for
 * promise    the instant told to the customer when ordering; it never moves
 * quote      the range around the promise, told before ordering
 * run        one trip of a driver, with one or more stops (drop-offs)
 * offer      a run proposed to a driver, who takes or declines it in time
 * feed       what a page joins: a snapshot, then changes
 * version    of one subject, raised by one at each visible change
 * seq        the place of a change in its shop's log, without gaps, in commit order
 * actor      who did it: staff, customer, a timer, or somebody at a psql prompt
 */

import type { Allergy } from '../menu/allergy.ts';
import type { Allergen, Text, VatRate } from '../menu/menu.ts';

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

export type Fulfilment = 'delivery' | 'collection';

/** What a stage rests on; a `timer` alone has seen nothing (`isEstimated`). */
export type Evidence = 'tap' | 'scan' | 'geofence' | 'timer';

/** How money is taken at a door; the same rows are in the SQL table `payment_kind`. */
export const PAYMENT_KINDS = ['cash', 'card'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** Why a person should look at an order now. */
export type Alert = 'not_accepted' | 'escalated' | 'not_displayed' | 'no_driver' | 'to_check';

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

/** A line with all that was frozen when it was ordered (I17). */
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
	/** The order's version in which the line appeared: above 1, it was added later. */
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
	/** Why this driver; missing in states logged before it was kept with them. They name no customer. */
	reasons?: Text[];
	/** When the driver tapped for the stage that the order is in, if the step arrived late. */
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

/**
 * An order after a change: everything, before any presenter. The shop log holds it without the words of
 * its customer (`customer`, `address`, `note`, `reason`, the notes on lines), which are joined at reading.
 */
export interface OrderState {
	id: string;
	shop: string;
	number: number;
	businessDay: string;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	language: 'fr' | 'en';
	/** `allergy` as it was said at the checkout; it is erased with the customer. */
	customer: { name: string; phone: string; email: string | null; allergy?: Allergy | null };
	address: Address | null;
	note: string;
	totalMinor: number;
	vatMinor: number;
	feeMinor: number;
	currency: string;
	payment: {
		method: 'door' | 'card' | 'paypal';
		status: string;
		dueMinor: number;
		/** Missing in states logged before drivers said it. */
		kind?: PaymentKind | null;
	};
	promisedAt: string;
	/** For an order ahead: when it is wanted, which is what was promised. Null is as soon as possible. */
	wantedAt: string | null;
	quoteFrom: string;
	quoteTo: string;
	placedAt: string;
	stageAt: string;
	evidence: Evidence;
	alert: Alert | null;
	reason: string | null;
	/** The version in which the reason was given; its words are with the customer. */
	reasonVersion?: number | null;
	lines: OrderLine[];
	stop: StopState | null;
}

const CLOSED: readonly Status[] = ['delivered', 'collected', 'cancelled', 'refused', 'failed'];

/** An order that nobody has to work on any more; `failed` still waits for a person. */
export function isClosed(status: Status): boolean {
	return CLOSED.includes(status);
}

/** The one predicate for "the kitchen works on it": unpaid or gone orders are not there. */
export function isInKitchen(status: Status): boolean {
	return ['placed', 'accepted', 'making', 'in_oven', 'boxed'].includes(status);
}

/** The driver of an order is shown to its customer on this leg only. */
export function isOnTheRoad(status: Status): boolean {
	return status === 'out' || status === 'at_door';
}

/**
 * Whether a stage is told as estimated: a timer inferred it and nobody has seen it (C-10). An end is
 * never a guess: an order that a timer ended has ended too.
 */
export function isEstimated(status: Status, evidence: Evidence): boolean {
	return evidence === 'timer' && !isClosed(status);
}

/** Whether when it will be in hand is still reckoned: until it waits on the counter or at the door. */
export function isArrivalEstimated({
	status,
	fulfilment
}: Pick<OrderState, 'status' | 'fulfilment'>) {
	const isThere = status === 'at_door' || (status === 'boxed' && fulfilment === 'collection');
	return !isThere && !isClosed(status);
}
