/** Answers with the figures of a day in the description of the API. */

import { z } from 'zod';
import type { DayFigures, GroupFigures } from '#domain/wire/figures.ts';
import { CHANNELS } from '#domain/order/order.ts';
import { minor, text } from './openapi-menu.ts';

const count = z.int().min(0);
const sum = { count, totalMinor: minor };
const sales = z.object({
	sold: z.object(sum).describe('Neither cancelled nor refused'),
	punctuality: z.object({ delivered: count, onTime: count })
});
const shopSums = sales.extend({
	lost: count.describe('Cancelled and refused'),
	before: sales.describe('The same weekday a week before')
});
const day = z.string().describe('The business day, YYYY-MM-DD');

export const figures = sales
	.extend({
		day,
		today: z.string(),
		currency: z.string(),
		hours: z.array(z.object({ ...sum, hour: z.int().min(0).max(23) })),
		channels: z.array(z.object({ ...sum, channel: z.enum(CHANNELS) })),
		products: z.array(
			z.object({
				...sum,
				product: z.string(),
				name: text,
				category: z.string(),
				categoryName: text
			})
		),
		feesMinor: minor,
		lost: z.array(
			z.object({ ...sum, status: z.enum(['cancelled', 'refused']), reason: z.string().nullable() })
		),
		refunds: z.array(z.object({ ...sum, reason: z.string() })),
		before: sales
	})
	.meta({ id: 'DayFigures' });

export const groupFigures = z
	.object({
		day,
		today: z.string(),
		currency: z.string(),
		shops: z.array(shopSums.extend({ shop: z.object({ id: z.string(), name: z.string() }) })),
		sum: shopSums,
		page: count,
		pages: count,
		total: count
	})
	.meta({ id: 'GroupFigures' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const figuresHold: [
	Assignable<DayFigures, z.output<typeof figures>>,
	Assignable<GroupFigures, z.output<typeof groupFigures>>
] = [true, true];
