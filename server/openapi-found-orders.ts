/** The search for orders in the description of the API. */

import { z } from 'zod';
import { fulfilment, minor, status, time } from './openapi-menu.ts';
import { channel, payment } from './openapi-orders.ts';

const person = z.object({ id: z.string(), name: z.string() });

export const foundOrders = z.object({
	orders: z.array(
		z
			.object({
				id: z.uuid(),
				shop: z.string(),
				number: z.int(),
				day: z.string().describe('The business day, YYYY-MM-DD'),
				status,
				fulfilment,
				channel,
				customer: z
					.object({ name: z.string(), phone: z.string() })
					.describe('Empty once the data was erased'),
				driver: person.nullable().describe('Who carries it or has delivered it'),
				totalMinor: minor,
				currency: z.string(),
				payment,
				placedAt: time
			})
			.meta({ id: 'FoundOrder' })
	),
	next: z.string().nullable().describe('For `after`; null on the last page'),
	isRecent: z
		.boolean()
		.describe('Orders over 90 days old are left out: a name or phone without a day or a period'),
	here: z
		.object({ today: z.string(), drivers: z.array(person) })
		.nullable()
		.describe('Of the one shop that was asked for')
});
