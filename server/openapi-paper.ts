/** Prices, promotion codes, receipts and companies in the description of the API. */

import { z } from 'zod';
import { PROMO_KINDS } from '#domain/pay/promotion.ts';
import type {
	CompanyAnswer,
	PriceAnswer,
	PromoView,
	ReceiptAnswer
} from '#domain/wire/contract.ts';
import { DOCUMENT_KINDS } from '#domain/pay/document.ts';
import { allergens, fulfilment, language, minor, text } from './openapi-menu.ts';
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

const rule = {
	kind: z.enum(PROMO_KINDS),
	value: z.int(),
	product: z.string().nullable(),
	minimumMinor: minor
};

export const changeTerms = z
	.object({
		paidMinor: minor
			.nullable()
			.describe('Taken or reserved online and not given back; null when paid at the door'),
		isTaken: z.boolean(),
		code: z.object({ name: z.string(), rule: z.object(rule) }).nullable()
	})
	.meta({ id: 'ChangeTerms' });

const promo = z
	.object({
		id: z.uuid(),
		code: z.string(),
		shop: z.string().nullable(),
		...rule,
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

const companyData = z.object({
	legalName: z.string(),
	street: z.string(),
	postcode: z.string(),
	city: z.string(),
	siret: z.string(),
	vatNumber: z.string()
});
export const company = z.object({ company: companyData.nullable() });

const documentLine = z.object({
	id: z.uuid(),
	name: text,
	sizeName: text,
	quantity: z.int(),
	halves: z.array(text),
	options: z.array(z.object({ kind: z.enum(['added', 'removed', 'choice']), name: text })),
	bundle: text.nullable(),
	allergens,
	vat: z.int(),
	unitMinor: minor,
	totalMinor: minor,
	discountMinor: minor
});

const content = z
	.object({
		company: companyData,
		shop: z.object({
			name: z.string(),
			street: z.string(),
			postcode: z.string(),
			city: z.string(),
			phone: z.string(),
			zone: z.string()
		}),
		order: z.object({
			id: z.uuid(),
			number: z.int(),
			day: z.string(),
			placedAt: z.string(),
			fulfilment,
			language
		}),
		lines: z.array(documentLine),
		feeMinor: minor,
		discountMinor: minor,
		code: z.string().nullable(),
		totalMinor: minor,
		vat: z.array(vatRow),
		payment: z.object({
			id: z.string(),
			method: z.string(),
			providerId: z.string().nullable(),
			takings: z.array(z.object({ kind: z.string(), amountMinor: z.int(), isTip: z.boolean() }))
		}),
		refund: z.object({ id: z.string(), receipt: z.string(), lines: z.array(z.string()) }).nullable()
	})
	.meta({ id: 'DocumentContent' });

export const receipt = z
	.object({
		documents: z.array(
			z.object({
				id: z.uuid(),
				kind: z.enum(DOCUMENT_KINDS),
				name: z.string(),
				issuedAt: z.string(),
				currency: z.string(),
				content
			})
		),
		missing: z
			.enum(['payment', 'company'])
			.nullable()
			.describe('Why there is no receipt: nothing is paid yet, or no company data'),
		order: z.object({ id: z.uuid(), number: z.int(), shop: z.string() }),
		language
	})
	.meta({ id: 'ReceiptAnswer' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler. */
export const paperAnswersHold: [
	Assignable<PriceAnswer, z.output<typeof price>>,
	Assignable<PromoView, z.output<typeof promo>>,
	Assignable<CompanyAnswer, z.output<typeof company>>,
	Assignable<ReceiptAnswer, z.output<typeof receipt>>
] = [true, true, true, true];
