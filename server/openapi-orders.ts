/** Orders in the description of the API, for each of the screens. */

import { z } from 'zod';
import { CHANNELS, PAYMENT_KINDS, PAYMENT_METHODS, RUN_STATUSES } from '#domain/order/order.ts';
import { TOWARDS } from '#domain/time/quote.ts';
import { refundView } from './openapi-payments.ts';
import {
	alarms,
	alert,
	allergens,
	fulfilment,
	minor,
	point,
	status,
	text
} from './openapi-menu.ts';
import {
	coverageRecord,
	forecastsOf,
	kitchenForecast,
	managedForecast,
	outlineForecast,
	orderForecast
} from './openapi-forecasts.ts';
import { closingShift, shiftSums } from './openapi-shifts.ts';

export const ticketLine = z
	.object({
		id: z.uuid(),
		position: z.int(),
		product: z.string(),
		size: z.string(),
		name: text,
		sizeName: text,
		quantity: z.int(),
		halves: z.array(z.object({ product: z.string(), name: text })),
		options: z.array(
			z.object({ id: z.string(), kind: z.enum(['added', 'removed', 'choice']), name: text })
		),
		bundle: z.object({ id: z.string(), key: z.string(), name: text }).nullable(),
		note: z.string(),
		allergens,
		struckAt: z.string().nullable(),
		voidedAt: z.string().nullable(),
		addedIn: z.int()
	})
	.meta({ id: 'TicketLine' });
export const pricedLine = ticketLine.extend({ totalMinor: minor }).meta({ id: 'PricedLine' });

/** The money of an order. */
export const payment = z.object({
	method: z.enum(PAYMENT_METHODS),
	status: z.string(),
	totalMinor: minor,
	capturedMinor: minor,
	refundedMinor: minor
});

const openPayment = payment.extend({
	changeFromMinor: minor.nullable().describe('The cash that the customer pays with at the door')
});

const taking = z.object({ kind: z.enum(PAYMENT_KINDS), amountMinor: minor });

export const orderBase = {
	id: z.uuid(),
	number: z.int(),
	status,
	version: z.int()
};
export const channel = z.enum(CHANNELS);
export const times = {
	placedAt: z.string(),
	stageAt: z.string(),
	promisedAt: z.string(),
	wantedAt: z.string().nullable()
};
export const customer = z.object({ name: z.string(), phone: z.string() });
export const address = z
	.object({
		street: z.string(),
		city: z.string(),
		postcode: z.string().optional(),
		doorCode: z.string().optional(),
		floor: z.string().optional(),
		note: z.string().optional(),
		point: point.optional()
	})
	.meta({ id: 'Address' });

export const ticket = z
	.object({
		...orderBase,
		...times,
		fulfilment,
		channel,
		customerName: z.string(),
		note: z.string(),
		alert,
		alarms,
		driverName: z.string().nullable(),
		toCollect: z
			.object({ amountMinor: minor, currency: z.string(), changeFromMinor: minor.nullable() })
			.nullable()
			.describe('Collected at the counter; null for a delivery, and when nothing is due'),
		lines: z.array(ticketLine)
	})
	.meta({ id: 'Ticket' });

export const runStatus = z.enum(RUN_STATUSES);

export const managedOrder = z
	.object({
		...orderBase,
		...times,
		shop: z.string(),
		fulfilment,
		channel,
		customer,
		address: address.nullable(),
		note: z.string(),
		totalMinor: minor,
		feeMinor: minor,
		discountMinor: minor,
		currency: z.string(),
		payment: openPayment.extend({
			dueMinor: minor,
			kind: z.enum(PAYMENT_KINDS).nullable(),
			takings: z.array(taking).describe('At the door or the counter, without tips'),
			tips: z.array(taking)
		}),
		evidence: z.enum(['tap', 'scan', 'geofence', 'timer']),
		alert,
		alarms,
		reason: z.string().nullable(),
		items: z.array(pricedLine),
		stop: z
			.object({
				run: z.uuid(),
				runStatus,
				driver: z.object({ id: z.string(), name: z.string() }),
				expiresAt: z.string().nullable(),
				reasons: z.array(text).describe('Why the planner chose this driver')
			})
			.nullable()
	})
	.meta({ id: 'ManagedOrder' });

export const driver = z
	.object({
		id: z.string(),
		shop: z.string(),
		name: z.string(),
		phone: z.string(),
		onShift: z.boolean(),
		shiftStartedAt: z.string().nullable(),
		...shiftSums,
		closing: closingShift.nullable().describe('The last shift that the driver has not signed'),
		version: z.int()
	})
	.meta({ id: 'Driver' });

export const bagItem = z.object({
	id: z.uuid(),
	size: z.string(),
	name: text,
	sizeName: text,
	quantity: z.int(),
	halves: ticketLine.shape.halves,
	options: ticketLine.shape.options,
	allergens
});

export const stop = z
	.object({
		...orderBase,
		shop: z.string(),
		run: z.uuid(),
		runStatus,
		position: z.int(),
		expiresAt: z.string().nullable(),
		offer: z
			.object({
				road: z.object({ metres: z.int(), minutes: z.int(), towards: z.enum(TOWARDS) }).nullable(),
				reasons: z.array(text)
			})
			.nullable()
			.describe('To judge an offer by; null once it is taken'),
		customer,
		address: address.nullable(),
		note: z.string(),
		promisedAt: z.string(),
		stageAt: z.string(),
		alarms,
		method: z.enum(PAYMENT_METHODS),
		collectMinor: minor,
		owing: z.string().describe('How the money stands: collect, paid, nothing…'),
		changeFromMinor: minor.nullable().describe('The cash that the customer said to pay with'),
		currency: z.string(),
		items: z.array(bagItem)
	})
	.meta({ id: 'DriverStop' });

export const trackedOrder = z
	.object({
		...orderBase,
		...times,
		shop: z.string(),
		shopName: z.string(),
		fulfilment,
		customerName: z.string(),
		street: z.string().nullable(),
		totalMinor: minor,
		vatMinor: minor,
		feeMinor: minor,
		discountMinor: minor,
		currency: z.string(),
		payment: openPayment,
		quoteFrom: z.string(),
		quoteTo: z.string(),
		estimated: z.boolean(),
		reason: z.string().nullable(),
		changeable: z.boolean(),
		driverName: z.string().nullable(),
		door: point.nullable(),
		lines: z.array(pricedLine)
	})
	.meta({ id: 'TrackedOrder' });

export const position = z.object({
	driver: z.string(),
	point,
	accuracyM: z.number(),
	at: z.string()
});

export const seq = z
	.int()
	.describe('The place in the shop’s log up to which the snapshot is whole');
export const tickets = z.object({ orders: z.array(ticket), ...forecastsOf(kitchenForecast) });
const desk = z.object({
	orders: z.array(managedOrder),
	drivers: z.array(driver),
	positions: z.array(position)
});
export const board = desk.extend({
	...forecastsOf(managedForecast),
	coverage: coverageRecord.nullable().describe('How good the arrival windows were')
});
export const outline = managedOrder
	.pick({
		id: true,
		shop: true,
		number: true,
		status: true,
		version: true,
		fulfilment: true,
		placedAt: true,
		stageAt: true,
		promisedAt: true,
		alert: true,
		alarms: true,
		stop: true
	})
	.meta({ id: 'OrderOutline' });
export const group = desk.extend({ orders: z.array(outline), ...forecastsOf(outlineForecast) });
export const ownRun = z.object({
	driver,
	orders: z.array(stop),
	...forecastsOf(orderForecast)
});
export const tracked = z.object({
	order: trackedOrder,
	positions: z.array(position),
	...forecastsOf(orderForecast)
});

export const stage = z.object({ status, at: z.string(), estimated: z.boolean() });

const recorded = z.object({ takings: z.array(taking), tips: z.array(taking) });
const correction = z.object({
	at: z.string(),
	by: z.string().nullable(),
	reason: z.string(),
	was: recorded,
	now: recorded,
	isAfterCount: z.boolean().describe('The driver’s shift was counted before, and stays as it is')
});

export const timeline = z
	.object({
		order: managedOrder,
		events: z.array(
			z.object({
				seq: z.int(),
				at: z.string(),
				action: z.string(),
				actor: z.string(),
				actorName: z.string().nullable(),
				from: status.nullable(),
				to: status.nullable(),
				version: z.int(),
				reason: z.string().nullable(),
				driverName: z.string().nullable(),
				alert
			})
		),
		refunds: z.array(refundView),
		corrections: z.array(correction)
	})
	.meta({ id: 'TimelineAnswer' });
