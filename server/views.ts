/**
 * Presenters: what each feed may show of an order or a driver. Fields are listed one by one, nothing is
 * spread, so that a new column stays hidden until it is added here.
 */

import type {
	BagItem,
	ClosingShift,
	DriverHold,
	DriverStop,
	DriverView,
	KitchenTicket,
	LineWithPrice,
	ManagedOrder,
	MovedDriver,
	OrderOutline,
	TicketLine,
	TimelineEvent,
	TrackedOrder
} from '#domain/wire/contract.ts';
import { isChangeable } from '#domain/order/lifecycle.ts';
import type { Text } from '#domain/menu/menu.ts';
import { isClosed, isEstimated, isInKitchen, isOnTheRoad, OPEN_RUNS } from '#domain/order/order.ts';
import type {
	Address,
	OrderLine,
	OrderState,
	Point,
	Status,
	StopState
} from '#domain/order/order.ts';
import { collectable, owingOf } from '#domain/order/owing.ts';
import { byKind } from '#domain/pay/correction.ts';
import type { Taking } from '#domain/pay/door.ts';
import { sumsOf } from '#domain/pay/shift.ts';
import { firstName } from '#domain/people/first-name.ts';
import { roadEstimate, type RoadEstimate } from '#domain/time/quote.ts';
import type { TimelineEntry } from '../db/reads/shop-log.ts';
import type { ShopPosition } from '../db/tables/positions.ts';
import type { OutlineState } from '../db/reads/outlines.ts';
import { alarmsOf } from './alarm-views.ts';

/** `kitchen:{shop}`; null when the kitchen does not show it. */
export function kitchenTicket(order: OrderState): KitchenTicket | null {
	if (!isInKitchen(order.status)) return null;
	return {
		id: order.id,
		number: order.number,
		status: order.status,
		version: order.version,
		fulfilment: order.fulfilment,
		channel: channelOf(order),
		customerName: firstName(order.customer.name),
		note: order.note,
		allergy: allergy(order),
		placedAt: order.placedAt,
		stageAt: order.stageAt,
		promisedAt: order.promisedAt,
		wantedAt: order.wantedAt,
		alert: order.alert,
		alarms: alarmsOf(order, ['kitchen']),
		driverName: order.stop ? firstName(order.stop.driver.name) : null,
		toCollect: toCollect(order),
		lines: order.lines.map(ticketLine)
	};
}

/** `manage:{shop}`; null when no person has to act on it any more. */
export function managedOrder(order: OrderState): ManagedOrder | null {
	return isManaged(order.status) ? managedDetails(order) : null;
}

/** `manage:group`; null when no person has to act on it any more. */
export function orderOutline(order: OutlineState): OrderOutline | null {
	if (!isManaged(order.status)) return null;
	const { id, shop, number, status, version, fulfilment, alert } = order;
	const { placedAt, stageAt, promisedAt } = order;
	return {
		id,
		shop,
		number,
		status,
		version,
		fulfilment,
		placedAt,
		stageAt,
		promisedAt,
		alert,
		alarms: alarmsOf(order),
		stop: hold(order)
	};
}

/** The manager's view of an order in any state, for its history. */
export function managedDetails(order: OrderState): ManagedOrder {
	return {
		id: order.id,
		shop: order.shop,
		number: order.number,
		status: order.status,
		version: order.version,
		fulfilment: order.fulfilment,
		channel: channelOf(order),
		customer: { name: order.customer.name, phone: order.customer.phone },
		address: address(order.address),
		note: order.note,
		allergy: allergy(order),
		totalMinor: order.totalMinor,
		feeMinor: order.feeMinor,
		discountMinor: order.discountMinor ?? 0,
		currency: order.currency,
		payment: paymentOf(order),
		placedAt: order.placedAt,
		stageAt: order.stageAt,
		promisedAt: order.promisedAt,
		wantedAt: order.wantedAt,
		evidence: order.evidence,
		alert: order.alert,
		alarms: alarmsOf(order),
		reason: order.reason,
		items: standing(order).map(lineWithPrice),
		stop: hold(order)
	};
}

/** A log row without a previous stage is another change, such as a payment that was recorded later. */
const isStep = ({ from, to }: TimelineEntry): boolean => from !== null && from !== to;

/** One entry of an order's history, for the manager. */
export function timelineEvent(entry: TimelineEntry): TimelineEvent {
	return {
		seq: entry.seq,
		at: entry.at.toISOString(),
		action: entry.action,
		actor: entry.actor,
		actorName: entry.actorName,
		from: entry.from as Status | null,
		to: entry.to as Status | null,
		version: entry.version,
		reason: entry.reason,
		driverName: entry.driverName,
		tappedAt: isStep(entry) ? (entry.tappedAt?.toISOString() ?? null) : null,
		alert: entry.alert
	};
}

/** The shop at which a way starts. */
export type RoadFrom = { point: Point; speedKmh: number } | undefined;

/** Where a driver is, without the shop. */
export function movedDriver({ driver, point, accuracyM, at }: ShopPosition): MovedDriver {
	return { driver, point: { lat: point.lat, lng: point.lng }, accuracyM, at };
}

/** `driver:{id}`; null when this driver does not hold it, or it has ended. */
export function driverStop(order: OrderState, driverId: string, shop: RoadFrom): DriverStop | null {
	const { stop } = order;
	if (!stop || holderOf(order) !== driverId) return null;
	const isMine = stop.runStatus !== 'offered';
	return {
		id: order.id,
		shop: order.shop,
		number: order.number,
		status: order.status,
		version: order.version,
		run: stop.run,
		runStatus: stop.runStatus,
		position: stop.position,
		expiresAt: stop.expiresAt,
		offer: isMine ? null : { road: roadTo(order, shop), reasons: reasonsOf(stop) },
		customer: isMine
			? { name: order.customer.name, phone: order.customer.phone }
			: { name: '', phone: '' },
		address: isMine ? address(order.address) : area(order.address),
		note: isMine ? order.note : '',
		allergy: isMine ? allergy(order) : null,
		promisedAt: order.promisedAt,
		stageAt: order.stageAt,
		alarms: isMine ? alarmsOf(order, ['driver']) : [],
		method: paymentOf(order).method,
		collectMinor: collectable({ status: order.status, payment: paymentOf(order) }),
		owing: owingOf({ status: order.status, payment: paymentOf(order) }),
		changeFromMinor: changeFromOf(order),
		currency: order.currency,
		items: standing(order).map(bagItem)
	};
}

/** `order:{token}`: first name and street only; on the road also the first name of the driver. */
export function trackedOrder(order: OrderState, shopName: string): TrackedOrder {
	const onTheRoad = isOnTheRoad(order.status);
	return {
		id: order.id,
		number: order.number,
		shop: order.shop,
		shopName,
		status: order.status,
		version: order.version,
		fulfilment: order.fulfilment,
		customerName: firstName(order.customer.name),
		street: order.address?.street ?? null,
		totalMinor: order.totalMinor,
		vatMinor: order.vatMinor,
		feeMinor: order.feeMinor,
		discountMinor: order.discountMinor ?? 0,
		currency: order.currency,
		payment: payment(order),
		placedAt: order.placedAt,
		stageAt: order.stageAt,
		promisedAt: order.promisedAt,
		wantedAt: order.wantedAt,
		quoteFrom: order.quoteFrom,
		quoteTo: order.quoteTo,
		estimated: isEstimated(order.status, order.evidence),
		reason: order.reason,
		changeable: isChangeable(order.status) && !isPaidAtCounter(order),
		driverName: order.stop && onTheRoad ? firstName(order.stop.driver.name) : null,
		door: onTheRoad ? (address(order.address)?.point ?? null) : null,
		lines: order.lines.map(lineWithPrice)
	};
}

export function driverView(driver: DriverView): DriverView {
	return {
		id: driver.id,
		shop: driver.shop,
		name: driver.name,
		phone: driver.phone,
		onShift: driver.onShift,
		shiftStartedAt: driver.shiftStartedAt,
		...sumsOf(driver),
		closing: driver.closing ? closingShift(driver.closing) : null,
		version: driver.version
	};
}

const closingShift = (shift: ClosingShift): ClosingShift => ({
	id: shift.id,
	startedAt: shift.startedAt,
	endedAt: shift.endedAt,
	countedMinor: shift.countedMinor,
	countedAt: shift.countedAt,
	countedBy: shift.countedBy,
	...sumsOf(shift)
});

/** Whether a manager still has to watch it: open, or failed and waiting for a decision. */
export function isManaged(status: Status): boolean {
	return !isClosed(status) || status === 'failed';
}

/** The driver who holds the order (a failed one until it is back), or who has the offer. */
export function holderOf(order: OrderState): string | null {
	if (!order.stop) return null;
	if (order.status === 'failed') return order.stop.driver.id;
	if (isClosed(order.status)) return null;
	return OPEN_RUNS.includes(order.stop.runStatus) ? order.stop.driver.id : null;
}

const channelOf = ({ channel = 'web' }: OrderState) => channel;
const isPaidAtCounter = ({ payment }: OrderState): boolean =>
	payment?.method === 'door' && payment.status === 'collected';

export const lineWithPrice = (line: OrderLine): LineWithPrice =>
	Object.assign(ticketLine(line), { totalMinor: line.totalMinor });

const halvesOf = (line: OrderLine): OrderLine['halves'] =>
	line.halves.map((half) => ({ product: half.product, name: text(half.name) }));

const optionsOf = (line: OrderLine): OrderLine['options'] =>
	line.options.map((option) => ({ id: option.id, kind: option.kind, name: text(option.name) }));

function bagItem(line: OrderLine): BagItem {
	return {
		id: line.id,
		size: line.size,
		name: text(line.name),
		sizeName: text(line.sizeName),
		quantity: line.quantity,
		halves: halvesOf(line),
		options: optionsOf(line),
		allergens: [...line.allergens]
	};
}

function ticketLine(line: OrderLine): TicketLine {
	return {
		id: line.id,
		position: line.position,
		product: line.product,
		size: line.size,
		name: text(line.name),
		sizeName: text(line.sizeName),
		quantity: line.quantity,
		halves: halvesOf(line),
		options: optionsOf(line),
		bundle: line.bundle && {
			id: line.bundle.id,
			key: line.bundle.key,
			name: text(line.bundle.name)
		},
		note: line.note,
		allergens: [...line.allergens],
		struckAt: line.struckAt,
		voidedAt: line.voidedAt,
		addedIn: line.addedIn
	};
}

function hold(order: Pick<OrderState, 'stop'>): DriverHold | null {
	const { stop } = order;
	if (!stop) return null;
	return {
		run: stop.run,
		runStatus: stop.runStatus,
		driver: { id: stop.driver.id, name: stop.driver.name },
		expiresAt: stop.expiresAt,
		reasons: reasonsOf(stop),
		tappedAt: stop.tappedAt ?? null
	};
}

// An order that was inserted by hand in psql may have no payment.
const due = (order: OrderState): number => order.payment?.dueMinor ?? 0;
/** Null when not said, when nothing is due, and when a changed order costs more than that. */
function changeFromOf(order: OrderState): number | null {
	const from = order.payment?.changeFromMinor ?? null;
	const dueMinor = due(order);
	return from !== null && dueMinor > 0 && from >= dueMinor ? from : null;
}

/** To collect by the counter; null when nothing is, and for a delivery, whose driver collects. */
function toCollect(order: OrderState): KitchenTicket['toCollect'] {
	if (order.fulfilment === 'delivery') return null;
	const amountMinor = collectable({ status: order.status, payment: paymentOf(order) });
	if (amountMinor === 0) return null;
	return { amountMinor, currency: order.currency, changeFromMinor: changeFromOf(order) };
}

const paymentOf = (order: OrderState) => ({
	...payment(order),
	dueMinor: due(order),
	kind: order.payment?.kind ?? null,
	takings: takings(order, false),
	tips: takings(order, true)
});
const takings = (order: OrderState, tips: boolean): Taking[] =>
	byKind((order.payment?.takings ?? []).filter(({ isTip }) => isTip === tips));
const payment = (order: OrderState) => ({
	method: order.payment?.method ?? 'door',
	status: order.payment?.status ?? 'missing',
	totalMinor: order.payment?.totalMinor ?? order.totalMinor,
	capturedMinor: order.payment?.capturedMinor ?? takenBefore(order),
	refundedMinor: order.payment?.refundedMinor ?? 0,
	changeFromMinor: changeFromOf(order)
});
/** Entries from before payments through a provider have the status alone. */
const takenBefore = ({ payment: was, totalMinor }: OrderState): number =>
	was?.status === 'collected' ? totalMinor : 0;

const allergy = ({ customer }: OrderState) =>
	customer.allergy
		? {
				allergens: [...customer.allergy.allergens],
				severity: customer.allergy.severity,
				other: customer.allergy.other
			}
		: null;

function address(from: Address | null): Address | null {
	if (!from) return null;
	return {
		street: from.street,
		city: from.city,
		...(from.postcode !== undefined && { postcode: from.postcode }),
		...(from.doorCode !== undefined && { doorCode: from.doorCode }),
		...(from.floor !== undefined && { floor: from.floor }),
		...(from.note !== undefined && { note: from.note }),
		...(from.point && { point: { lat: from.point.lat, lng: from.point.lng } })
	};
}

/** The town of an address; the way to it is `roadTo`. */
function area(from: Address | null): Address | null {
	if (!from) return null;
	const { city, postcode } = from;
	return { street: '', city, ...(postcode !== undefined && { postcode }) };
}

function roadTo({ address }: OrderState, shop: RoadFrom): RoadEstimate | null {
	return shop && address?.point ? roadEstimate(shop.point, address.point, shop.speedKmh) : null;
}

const reasonsOf = (stop: StopState): Text[] => (stop.reasons ?? []).map(text);

const standing = (order: OrderState) => order.lines.filter((line) => line.voidedAt === null);
const text = (from: Text): Text => ({ fr: from.fr, en: from.en });
