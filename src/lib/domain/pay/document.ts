/** Receipts and credit notes: what is frozen when one is issued, and its name. */

import type { Allergen, Language, Text } from '../menu/menu.ts';
import type { Fulfilment, LineOption } from '../order/order.ts';
import type { Company } from './company.ts';
import type { VatRow } from './vat.ts';

export const DOCUMENT_KINDS = ['receipt', 'credit_note'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface DocumentLine {
	/** The id of the order's line. */
	id: string;
	name: Text;
	sizeName: Text;
	quantity: number;
	halves: Text[];
	options: Pick<LineOption, 'kind' | 'name'>[];
	bundle: Text | null;
	allergens: Allergen[];
	/** In thousandths. */
	vat: number;
	unitMinor: number;
	totalMinor: number;
	discountMinor: number;
}

/** A part of the money that was taken at the door or at the counter. */
export interface Taking {
	kind: string;
	amountMinor: number;
	isTip: boolean;
}

/** Everything that a document says, as it was when it was issued; no personal data. */
export interface DocumentContent {
	company: Company;
	shop: {
		name: string;
		street: string;
		postcode: string;
		city: string;
		phone: string;
		zone: string;
	};
	order: {
		id: string;
		number: number;
		/** The business day, YYYY-MM-DD. */
		day: string;
		/** ISO. */
		placedAt: string;
		fulfilment: Fulfilment;
		language: Language;
	};
	lines: DocumentLine[];
	feeMinor: number;
	discountMinor: number;
	/** The promotion code; null without one. */
	code: string | null;
	/** What was paid, or given back, without the tip. */
	totalMinor: number;
	/** Its gross amounts add up to the total. */
	vat: VatRow[];
	payment: {
		id: string;
		method: string;
		/** Of the provider; null at the door. */
		providerId: string | null;
		takings: Taking[];
	};
	/** Of a credit note: the refund, and the name of the receipt that it corrects. */
	refund: { id: string; receipt: string; lines: string[] } | null;
}

const LETTERS: Readonly<Record<DocumentKind, string>> = { receipt: 'R', credit_note: 'A' };

/** `R-2026-000042`: the number within its shop, kind and year. */
export function documentName(document: {
	kind: DocumentKind;
	year: number;
	number: number;
}): string {
	const { kind, year, number } = document;
	return `${LETTERS[kind]}-${year}-${String(number).padStart(6, '0')}`;
}

/** What was given on top of the price. */
export const tipOf = (takings: readonly Taking[]): number =>
	takings.reduce((sum, { amountMinor, isTip }) => (isTip ? sum + amountMinor : sum), 0);
