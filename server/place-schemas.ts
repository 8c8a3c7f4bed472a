/** The body of a new order, from the page or from a person at the counter. */

import { z } from 'zod';
import type { CallerQuery, PlaceOrder } from '#domain/wire/contract.ts';
import { SEVERITIES } from '#domain/menu/allergy.ts';
import { ALLERGENS } from '#domain/menu/menu.ts';
import { CHANNELS, isTakenDown, isWalkIn, PAYMENT_METHODS } from '#domain/order/order.ts';
import { TIP_KINDS } from '#domain/pay/door.ts';
import { cents } from './door-report.ts';
import { email, lines, NOTE, phone, point, slug, text } from './schemas.ts';

/** Five digits, as every French postcode. */
const postcode = text(12).pipe(z.string().regex(/^\d{5}$/));

const address = z.strictObject({
	street: text(120),
	city: text(80),
	postcode: postcode.optional(),
	doorCode: text(20, 0).optional(),
	floor: text(20, 0).optional(),
	note: text(NOTE, 0).optional(),
	point: point.optional()
});

/** Which of the fourteen allergens, how severe, and more in words. */
const allergy = z
	.strictObject({
		allergens: z.array(z.enum(ALLERGENS)).max(ALLERGENS.length),
		severity: z.enum(SEVERITIES),
		other: text(80, 0).optional()
	})
	.refine(({ allergens, other }) => allergens.length > 0 || other);

const hasCustomer = (order: unknown): boolean =>
	z.looseObject({ customer: z.looseObject({}) }).safeParse(order).success;

export const placeOrder = z
	.strictObject({
		shop: slug,
		fulfilment: z.enum(['delivery', 'collection']),
		customer: z.strictObject({
			name: text(80),
			phone: phone.optional().describe('Missing of a walk-in only'),
			email: email.optional()
		}),
		address: address.optional(),
		lines,
		note: text(NOTE, 0).optional(),
		allergy: allergy.optional(),
		language: z.enum(['fr', 'en']).optional(),
		payment: z
			.strictObject({
				method: z.enum(PAYMENT_METHODS),
				changeFromMinor: cents
					.min(1)
					.optional()
					.describe('At the door: the cash that the customer pays with, at least the total'),
				takenIn: z.enum(TIP_KINDS).optional().describe('Paid now, at the counter')
			})
			.refine(({ method, changeFromMinor }) => method === 'door' || !changeFromMinor, {
				path: ['changeFromMinor']
			})
			.optional(),
		code: z.string().trim().min(1).max(40).optional().describe('A promotion code, in any case'),
		wantedAt: z.iso.datetime({ offset: true }).optional(),
		channel: z
			.enum(CHANNELS)
			.optional()
			.describe('The web when absent; staff of the counter say another one')
	})
	.refine((order) => order.fulfilment === 'collection' || order.address, { path: ['address'] })
	.refine((order) => order.customer.phone !== undefined || isWalkIn(order), {
		path: ['customer', 'phone'],
		// Said together with the other missing fields, so also of an order that has some.
		when: ({ value }) => hasCustomer(value)
	})
	.refine(({ channel, payment }) => !payment?.takenIn || channel === 'counter', {
		path: ['payment', 'takenIn']
	})
	.refine(
		({ channel, payment: { method = 'door' } = {} }) => !isTakenDown(channel) || method === 'door',
		{
			path: ['payment', 'method']
		}
	)
	.meta({ id: 'PlaceOrder' });

/** The number of a person on the phone. */
export const callerBody = z.strictObject({ phone }).meta({ id: 'CallerQuery' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const placingHolds: [
	Assignable<z.output<typeof placeOrder>, PlaceOrder>,
	Assignable<z.output<typeof callerBody>, CallerQuery>
] = [true, true];
