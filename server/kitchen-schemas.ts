/** Bodies of the quote of a basket and of the kitchen's pace. */

import { z } from 'zod';
import type { KitchenPatch, QuoteRequest } from '#domain/wire/contract.ts';
import { lines, point, slug, text } from './schemas.ts';

export const quoteBody = z
	.strictObject({
		shop: slug,
		fulfilment: z.enum(['delivery', 'collection']),
		address: z
			.strictObject({
				street: text(120, 0).optional(),
				city: text(80, 0).optional(),
				postcode: text(12, 0).optional(),
				point: point.optional()
			})
			.optional()
			.describe('Of a delivery; half the delivery radius away without it'),
		lines
	})
	.meta({ id: 'QuoteRequest' });

const tonight = z.iso.datetime({ offset: true }).describe('After the close it is the close');
export const kitchenBody = z
	.strictObject({
		delay: z
			.strictObject({ minutes: z.int().min(1).max(240), until: tonight })
			.nullable()
			.optional()
			.describe('Null ends it; what is absent stays, as for the others'),
		pause: z.strictObject({ until: tonight }).nullable().optional(),
		hands: z.int().min(1).max(50).nullable().optional(),
		ovenPlaces: z.int().min(1).max(500).nullable().optional()
	})
	.meta({ id: 'KitchenPatch' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const kitchenHolds: [
	Assignable<z.output<typeof quoteBody>, QuoteRequest>,
	Assignable<z.output<typeof kitchenBody>, KitchenPatch>
] = [true, true];
