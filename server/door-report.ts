/** The fields of a report of money that is taken on handover. */

import { z } from 'zod';
import { PAYMENT_KINDS } from '#domain/order/order.ts';
import { TIP_KINDS } from '#domain/pay/door.ts';

/** An amount in minor units that a person may type, up to 100,000.00. */
export const cents = z.int().min(0).max(10_000_000);

/** How money was taken on handover. */
export const doorReport = {
	paymentKind: z
		.enum(PAYMENT_KINDS)
		.optional()
		.describe('All of what is due was paid so: this or takings to deliver where money is due'),
	takings: z
		.array(z.strictObject({ kind: z.enum(PAYMENT_KINDS), amountMinor: cents.min(1) }))
		.min(1)
		.max(8)
		.optional()
		.describe('The parts of the payment, which add up to what is due'),
	tipMinor: cents.optional().describe('Beyond what is due; with tipKind'),
	tipKind: z.enum(TIP_KINDS).optional()
};
