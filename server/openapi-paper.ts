/** Prices and promotion codes in the description of the API. */

import { z } from 'zod';
import { PROMO_KINDS } from '#domain/pay/promotion.ts';
import type { PriceAnswer, PromoView } from '#domain/wire/contract.ts';
import { minor } from './openapi-menu.ts';
import { vatRow } from './openapi-money.ts';

export const price = z
	.object({
		linesMinor: minor,
		discountMinor: minor,
		discountProduct: z.string().nullable(),
		feeMinor: minor,
		totalMinor: minor,
		currency: z.string(),
		vat: z.array(vatRow)
	})
	.meta({ id: 'PriceAnswer' });

const promo = z
	.object({
		id: z.uuid(),
		code: z.string(),
		shop: z.string().nullable(),
		kind: z.enum(PROMO_KINDS),
		value: z.int(),
		product: z.string().nullable(),
		minimumMinor: minor,
		firstOrder: z.boolean(),
		from: z.string().nullable(),
		until: z.string().nullable(),
		maxUses: z.int().nullable(),
		isDisabled: z.boolean(),
		uses: z.int()
	})
	.meta({ id: 'Promo' });

export const codes = z.object({ codes: z.array(promo) });
export const addedCode = codes.extend({ code: z.string() });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler. */
export const paperAnswersHold: [
	Assignable<PriceAnswer, z.output<typeof price>>,
	Assignable<PromoView, z.output<typeof promo>>
] = [true, true];
