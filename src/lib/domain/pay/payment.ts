/** Payments: names, states, and the rule of what is to do next. */

import { CALLED_OFF, isIn, type PaymentMethod, type Status } from '../order/order.ts';

export const PROVIDERS = ['stripe', 'paypal'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const PROVIDER_OF: Readonly<Record<Exclude<PaymentMethod, 'door'>, Provider>> = {
	card: 'stripe',
	paypal: 'paypal'
};

/** Where a card is typed: on the provider's page, or in the provider's frame on ours. */
export type PayPage = 'redirect' | 'element';

/**
 * The states of an order's payment. At the door: due, collected, void. By a provider: pending until the
 * customer has paid, authorised (reserved), captured (taken), released (reserved and given back), failed,
 * refunded (taken and given back whole), disputed.
 */
export const PAYMENT_STATUSES = [
	'due',
	'collected',
	'void',
	'pending',
	'authorised',
	'captured',
	'released',
	'failed',
	'refunded',
	'disputed'
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** A refund as the provider shows it. */
export interface SeenRefund {
	providerId: string;
	/** The id of our row; null for one that was made elsewhere. */
	refund: string | null;
	amountMinor: number;
	state: 'pending' | 'succeeded' | 'failed';
}

/** A payment as the provider shows it. */
export interface Seen {
	/** `approved`: the customer agreed, nothing is reserved yet. */
	state: 'open' | 'approved' | 'authorised' | 'captured' | 'released' | 'expired' | 'failed';
	amountMinor: number;
	/** ISO 4217, upper case. */
	currency: string;
	/** The order that the provider's metadata names. */
	order: string | null;
	capturedMinor: number;
	/** Sum of the refunds that did not fail; the rest of a partial capture is no refund. */
	refundedMinor: number;
	/** In dispute now, or lost by one. */
	disputedMinor: number;
	refunds: readonly SeenRefund[];
	/** ISO; until when a capture is possible. */
	authorisedUntil: string | null;
	providerId: string;
	paymentId: string | null;
	captureId: string | null;
	/** The provider's page; null once it has ended, and for a payment on our page. */
	payUrl: string | null;
	/** With it a browser pays on our page; null for a page of the provider. */
	clientSecret: string | null;
	/** The provider's code of the last refusal by the bank. */
	decline: string | null;
}

/** What an intent asks the provider for. */
export interface Asked {
	order: string;
	amountMinor: number;
	currency: string;
}

/** Amount, currency or order at the provider are not those that were asked for: a person has to look. */
export function isMismatch(asked: Asked, seen: Seen): boolean {
	return (
		seen.amountMinor !== asked.amountMinor ||
		seen.currency !== asked.currency ||
		(seen.order !== null && seen.order !== asked.order)
	);
}

/** What a worker does next at the provider. */
export type PaymentStep =
	| { step: 'open' | 'authorise' | 'release' | 'close' | 'none' }
	| { step: 'capture'; amountMinor: number }
	| { step: 'refund'; refund: string; amountMinor: number };

export interface PaymentFacts {
	provider: Provider;
	order: { status: Status; totalMinor: number };
	/** Amounts at the provider and on the intent differ: nothing is taken until a person has looked. */
	isMismatch: boolean;
	/** The last try of a capture was refused for good. */
	isCaptureRefused: boolean;
	/** The customer asked for the provider's page, and the open one is ours. */
	isPageReplaced: boolean;
	/** Refunds that wait, oldest first. */
	refunds: readonly { id: string; amountMinor: number }[];
	seen: Seen | undefined;
}

/**
 * The next step of a payment, from what the order says and what the provider shows: money is reserved while
 * the shop decides, taken once it has accepted, and given back when the order is called off.
 */
export function nextStep(facts: PaymentFacts): PaymentStep {
	const { order, seen } = facts;
	const isOff = isIn(CALLED_OFF, order.status);
	if (!seen) return { step: order.status === 'awaiting_payment' ? 'open' : 'none' };
	switch (seen.state) {
		case 'open':
			if (order.status === 'awaiting_payment')
				return { step: facts.isPageReplaced ? 'close' : 'none' };
			// An order at PayPal cannot be closed, and takes nothing until we authorise it.
			return { step: facts.provider === 'paypal' ? 'none' : 'close' };
		case 'approved':
			return { step: order.status === 'awaiting_payment' ? 'authorise' : 'none' };
		case 'authorised':
			if (isOff || facts.isMismatch) return { step: 'release' };
			if (['awaiting_payment', 'placed'].includes(order.status)) return { step: 'none' };
			if (facts.isCaptureRefused) return { step: 'none' };
			return {
				step: 'capture',
				amountMinor: Math.min(order.totalMinor, seen.amountMinor)
			};
		case 'captured':
			return refundStep(facts, seen);
		default:
			return { step: 'none' };
	}
}

function refundStep({ refunds }: PaymentFacts, seen: Seen): PaymentStep {
	const known = new Set(seen.refunds.map(({ refund }) => refund));
	const next = refunds.find(({ id }) => !known.has(id));
	if (!next) return { step: 'none' };
	return { step: 'refund', refund: next.id, amountMinor: next.amountMinor };
}
