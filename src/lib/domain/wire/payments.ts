/** Payments on the wire: how to pay, refunds, and what needs a person. */

import type { PaymentMethod, Status } from '../order/order.ts';
import type { VatRow } from '../pay/vat.ts';

/** GET /api/track/:token/pay: where the customer pays, as soon as it is made. */
export interface PayAnswer {
	/** The provider's page. Null while it is being made, when nothing is to pay, and with `element`. */
	url: string | null;
	/** Stripe's Payment Element on our own page, where the installation has it. */
	element: ElementAnswer | null;
	/** Status of the order. */
	status: Status;
}

/** What a browser needs to pay a session with Stripe's Payment Element. No card data comes back to us. */
export interface ElementAnswer {
	clientSecret: string;
	publishableKey: string;
	/** The shop's own account at Stripe; null for the group's. */
	account: string | null;
	/** Address of Stripe.js. */
	scriptUrl: string;
	amountMinor: number;
	/** ISO 4217. */
	currency: string;
}

/** GET /api/payment-methods: how customers can pay in this installation. */
export interface PaymentMethodsAnswer {
	methods: PaymentMethod[];
}

/** GET /api/orders/:id/refund: what a refund would do. */
export interface RefundPreview {
	amountMinor: number;
	vat: VatRow[];
	/** What could still be given back afterwards. */
	restMinor: number;
	/** How the money goes back; `cash` for money that was taken at the door. */
	by: 'card' | 'paypal' | 'cash';
	/** Refunds of the order so far, oldest first. */
	refunds: RefundView[];
}

export interface RefundView {
	id: string;
	amountMinor: number;
	reason: string;
	/** `new` and `sent` wait for the provider. */
	state: 'new' | 'sent' | 'succeeded' | 'failed';
	at: string;
	/** The person's name; null for the system. */
	by: string | null;
}

export const ISSUE_KINDS = [
	'mismatch',
	'capture_failed',
	'refund_failed',
	'dispute',
	'authorisation_expired',
	'late_payment',
	'account',
	'unknown_payment',
	'difference'
] as const;
export type IssueKind = (typeof ISSUE_KINDS)[number];

/** GET /api/shops/:shop/issues. */
export interface IssuesAnswer {
	issues: PaymentIssue[];
	/** The last daily comparison with the providers' books; null before the first. */
	compared: { at: string; payments: number; differences: number } | null;
}

/** An item about money that needs a person; GET /api/shops/:shop/issues, newest first. */
export interface PaymentIssue {
	id: string;
	kind: IssueKind;
	order: { id: string; number: number } | null;
	/** What differs, by name. */
	detail: Record<string, string | number | null>;
	openedAt: string;
	resolvedAt: string | null;
	resolvedBy: string | null;
	note: string | null;
}
