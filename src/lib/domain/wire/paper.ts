/** Types of the wire about prices, promotion codes, receipts and companies. */

import type { Language } from '../menu/menu.ts';
import type { Fulfilment } from '../order/order.ts';
import type { Company } from '../pay/company.ts';
import type { DocumentContent, DocumentKind } from '../pay/document.ts';
import type { PromoKind } from '../pay/promotion.ts';
import type { VatRow } from '../pay/vat.ts';
import type { LineRequest } from './contract.ts';

/** POST /api/shops/:shop/price. */
export interface PriceRequest {
	fulfilment: Fulfilment;
	lines: LineRequest[];
	/** A promotion code, in any case. */
	code?: string | undefined;
	/** To know whether the code is for this customer; the order decides in any case. */
	phone?: string | undefined;
}

export interface PriceAnswer {
	linesMinor: number;
	discountMinor: number;
	/** The product that a code is for; null when the discount is on all lines. */
	discountProduct: string | null;
	feeMinor: number;
	totalMinor: number;
	currency: string;
	vat: VatRow[];
}

/** A promotion code, as managers see it. */
export interface PromoView {
	id: string;
	code: string;
	/** Null: in every shop of the group. */
	shop: string | null;
	kind: PromoKind;
	/** Minor units of an amount; percent otherwise. */
	value: number;
	product: string | null;
	minimumMinor: number;
	firstOrder: boolean;
	/** ISO. */
	from: string | null;
	until: string | null;
	maxUses: number | null;
	isDisabled: boolean;
	/** Orders that used it and were not called off. */
	uses: number;
}

/** POST /api/shops/:shop/codes. */
export interface NewPromo {
	/** Absent: a random one of eight characters. */
	code?: string | undefined;
	kind: PromoKind;
	value: number;
	product?: string | undefined;
	minimumMinor?: number | undefined;
	firstOrder?: boolean | undefined;
	from?: string | undefined;
	until?: string | undefined;
	maxUses?: number | undefined;
	/** For every shop of the group: owners only. */
	isGroup?: boolean | undefined;
}

/** A receipt or a credit note, as it was issued. */
export interface DocumentView {
	id: string;
	kind: DocumentKind;
	/** Its number in words: `R-2026-000042`. */
	name: string;
	/** ISO. */
	issuedAt: string;
	currency: string;
	content: DocumentContent;
}

/** GET /api/track/:token/receipt and GET /api/orders/:id/receipt: the receipt first, then credit notes. */
export interface ReceiptAnswer {
	documents: DocumentView[];
	/** Why there is no receipt: nothing is paid yet, or the shop has no company data. */
	missing: 'payment' | 'company' | null;
	order: { id: string; number: number; shop: string };
	language: Language;
}

/** GET and POST /api/shops/:shop/company. */
export interface CompanyAnswer {
	/** Null: no receipt is issued until its owner has named it. */
	company: Company | null;
}
