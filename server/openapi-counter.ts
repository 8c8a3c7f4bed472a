/** The counter in the description of the API. */

import { z } from 'zod';
import type { CallerAnswer } from '#domain/wire/contract.ts';
import { fulfilment } from './openapi-menu.ts';
import { address, pricedLine } from './openapi-orders.ts';

export const caller = z
	.object({
		caller: z
			.object({
				name: z.string(),
				orders: z.int(),
				addresses: z.array(address).describe('The last one first'),
				last: z.object({
					id: z.uuid(),
					shop: z.string(),
					number: z.int(),
					placedAt: z.string(),
					fulfilment,
					lines: z.array(pricedLine)
				})
			})
			.nullable()
			.describe('Null for a number that never ordered')
	})
	.meta({ id: 'CallerAnswer' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const counterHolds: [Assignable<CallerAnswer, z.output<typeof caller>>] = [true];
