/** Bodies about prices, promotion codes and company data. */

import { z } from 'zod';
import { isSiret, isVatNumber } from '#domain/pay/company.ts';
import { PROMO_CODE, PROMO_KINDS, promoCodeOf } from '#domain/pay/promotion.ts';
import type { NewPromo, PriceRequest } from '#domain/wire/contract.ts';
import { id, lines, phone, text } from './schemas.ts';

/** A code as people type it: whether it exists is another question. */
export const typedCode = z.string().trim().min(1).max(40);

/** As people type such numbers: `732 829 320 00074`. */
const withoutSpaces = (typed: string) => typed.replace(/\s/g, '').toUpperCase();

const minor = z.int().min(0).max(1_000_000);
const instant = z.iso.datetime({ offset: true });

export const priceBody = z
	.strictObject({
		fulfilment: z.enum(['delivery', 'collection']),
		lines,
		code: typedCode.optional(),
		phone: phone.optional()
	})
	.meta({ id: 'PriceRequest' });

export const promoBody = z
	.strictObject({
		code: z
			.string()
			.max(40)
			.transform(promoCodeOf)
			.pipe(z.string().regex(PROMO_CODE))
			.optional()
			.describe('Six to 24 letters, digits and hyphens; a random one when it is absent'),
		kind: z.enum(PROMO_KINDS),
		value: z
			.int()
			.min(1)
			.max(100_000)
			.describe('Minor units of an amount; percent of the lines, or of one piece of the product'),
		product: id.optional(),
		minimumMinor: minor.optional(),
		firstOrder: z.boolean().optional(),
		from: instant.optional(),
		until: instant.optional(),
		maxUses: z.int().min(1).max(1_000_000).optional(),
		isGroup: z.boolean().optional().describe('For every shop of the group: owners only')
	})
	.refine(({ kind, value }) => kind === 'amount' || value <= 100, { path: ['value'] })
	.refine(({ kind, product }) => (kind === 'product') === (product !== undefined), {
		path: ['product']
	})
	.refine(({ from, until }) => !from || !until || Date.parse(from) < Date.parse(until), {
		path: ['until']
	})
	.meta({ id: 'NewPromo' });

export const companyBody = z
	.strictObject({
		legalName: text(120),
		street: text(120),
		postcode: text(12),
		city: text(80),
		siret: z
			.string()
			.transform(withoutSpaces)
			.refine(isSiret)
			.describe('14 digits, of which the last is a check digit'),
		vatNumber: z.string().transform(withoutSpaces).refine(isVatNumber)
	})
	.meta({ id: 'Company' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const paperHolds: [
	Assignable<z.output<typeof priceBody>, PriceRequest>,
	Assignable<z.output<typeof promoBody>, NewPromo>
] = [true, true];
