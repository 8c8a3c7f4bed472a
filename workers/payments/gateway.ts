import type { Language } from '#domain/menu/menu.ts';
import type { PayPage, Provider, Seen } from '#domain/pay/payment.ts';

/** One attempt to take the money of an order, as a gateway needs it. */
export interface GatewayIntent {
	/** Our id: it is in the provider's metadata too. */
	id: string;
	order: string;
	/** Number of the order, for the customer's statement of the purchase. */
	number: number;
	shopName: string;
	amountMinor: number;
	/** ISO 4217. */
	currency: string;
	language: Language;
	/** The customer's mail address, where it is known. */
	email: string | null;
	/** The shop's own account at the provider; null for the group's. */
	account: string | null;
	/** Checkout session or order at the provider; null before it is known. */
	providerId: string | null;
	/** Payment intent or authorisation. */
	paymentId: string | null;
	captureId: string | null;
	/** The page that the customer asked for; null for the installation's. */
	page: PayPage | null;
}

export interface OpenRequest {
	/** Address to which the provider sends the customer after paying, and after leaving. */
	returnUrl: string;
	cancelUrl: string;
	/** Idempotency key. */
	key: string;
}

/** The provider's page, or the secret with which a browser pays on ours. */
export type Opened = Pick<Seen, 'providerId' | 'payUrl' | 'clientSecret'>;

/** A payment at the provider that none of our intents may know. */
export interface ListedPayment {
	paymentId: string;
	/** Our intent's id, from the metadata. */
	intent: string | null;
	amountMinor: number;
	capturedMinor: number;
	refundedMinor: number;
	currency: string;
}

/**
 * A provider of payments. Every operation takes an idempotency key and may be repeated. It throws `Refused`
 * when the provider says no for good, `Unsure` when an answer with an error may hide an effect, and any
 * other error when no answer came. After each of them `look` tells how things stand.
 */
export interface Gateway {
	readonly provider: Provider;
	/** Makes the page on which the customer pays. It reserves the money, and takes none. */
	open(intent: GatewayIntent, request: OpenRequest): Promise<Opened>;
	/** How the payment stands at the provider; undefined when nothing of it exists there. */
	look(intent: GatewayIntent): Promise<Seen | undefined>;
	/** Reserves what the customer approved, where that is a step of its own (PayPal). */
	authorise(intent: GatewayIntent, key: string): Promise<void>;
	/** Takes so much of what is reserved; the rest is released. */
	capture(intent: GatewayIntent, amountMinor: number, key: string): Promise<void>;
	/** Gives back what is reserved and not taken. */
	release(intent: GatewayIntent, key: string): Promise<void>;
	/** Closes the page, so that it cannot be paid any more. */
	close(intent: GatewayIntent, key: string): Promise<void>;
	/** Pays back so much of what was taken. `refund` is the id of our row, in the metadata too. */
	refund(
		intent: GatewayIntent,
		refund: { id: string; amountMinor: number },
		key: string
	): Promise<void>;
	/** The provider's own list since then, for the daily comparison; undefined where it has none. */
	list?(since: Date, account: string | null): AsyncIterable<ListedPayment>;
}

/** The provider refuses for good: a repetition would be refused too. `code` is the provider's. */
export class Refused extends Error {
	readonly code: string;
	constructor(code: string) {
		super(`the provider refuses: ${code}`);
		this.name = 'Refused';
		this.code = code;
	}
}

/** The provider answered with an error, which it repeats for this key although the effect may be there. */
export class Unsure extends Error {
	readonly code: string;
	constructor(code: string) {
		super(`the provider answered with an error: ${code}`);
		this.name = 'Unsure';
		this.code = code;
	}
}
