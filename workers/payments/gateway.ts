/**
 * What a payment provider must be able to do. The caller stores its intent before every call and
 * its answer after it, and repeats a call whose answer it never got with the same intent; so each
 * of these has one effect however often it is asked.
 */
export interface PaymentGateway {
	readonly provider: 'door' | 'stripe' | 'paypal';

	/** Reserves the amount. The provider's id in the answer is stored at once, before anything else. */
	authorize(intent: Intent): Promise<GatewayAnswer>;

	/** Takes what was reserved, at most that much. */
	capture(intent: Intent & { providerId: string }): Promise<GatewayAnswer>;

	/** Gives back at most what was taken; its intent is one of its own. */
	refund(intent: Intent & { providerId: string; reason: string }): Promise<GatewayAnswer>;

	/**
	 * What the provider knows of an intent: asked before any repetition, since a provider may forget
	 * an idempotency key after a day and would then charge again. `unknown` when it knows nothing.
	 */
	retrieve(
		intent: Pick<Intent, 'id' | 'orderId'> & { providerId?: string }
	): Promise<GatewayAnswer>;
}

/** One wish towards a provider, stored before it is sent. */
export interface Intent {
	/** Ours; it is the idempotency key as well, and a further attempt keeps it. */
	id: string;
	orderId: string;
	/** In the currency's smallest unit. */
	amountMinor: number;
	currency: string;
	/** Raised by each attempt: an answer to an older one is thrown away. */
	attempt: number;
}

export type GatewayAnswer =
	| { outcome: 'succeeded'; providerId: string | null; amountMinor: number }
	/** The customer has something to do first, at this address if there is one. */
	| { outcome: 'pending'; providerId: string; continueUrl?: string }
	/** For good: another means of payment is needed. The code is stable, without personal data. */
	| { outcome: 'declined'; providerId: string | null; code: string }
	/** No answer, or the provider has none: retrieve before doing anything else. */
	| { outcome: 'unknown' };

/** Paying at the door needs no provider: the driver is the one who takes the money. */
export const doorGateway: PaymentGateway = {
	provider: 'door',
	authorize: async (intent) => taken(intent.amountMinor),
	capture: async (intent) => taken(intent.amountMinor),
	// Cash goes back by hand; the person who returns it confirms it.
	refund: async () => ({ outcome: 'declined', providerId: null, code: 'by_hand' }),
	retrieve: async () => ({ outcome: 'unknown' })
};

function taken(amountMinor: number): GatewayAnswer {
	return { outcome: 'succeeded', providerId: null, amountMinor };
}
