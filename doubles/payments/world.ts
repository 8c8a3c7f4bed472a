import type { Clock } from './clock.ts';
import type { KnobBoard } from './knobs.ts';
import type { PayPalAccount } from './paypal/account.ts';
import { createAccount, type Desk, type StripeAccount } from './stripe/account.ts';
import type { Mailer } from './webhooks/mailer.ts';

/** All that one running double holds. */
export interface World {
	clock: Clock;
	knobs: KnobBoard;
	/** `http://host:port`, known once the server listens. */
	baseUrl: string;
	stripe: Map<string, StripeAccount>;
	/** By client id. */
	paypal: Map<string, PayPalAccount>;
	mailer: Mailer;
}

/** The account with this id, made on first sight. */
export function stripeAccount(world: World, id: string, isConnected: boolean): StripeAccount {
	const found = world.stripe.get(id);
	if (found !== undefined) return found;
	const made = createAccount(id, isConnected, world.clock);
	world.stripe.set(id, made);
	return made;
}

/** @param request the API call that acts; nulls for a page, a control, or the passing of time. */
export function deskOf(
	world: World,
	account: StripeAccount,
	request: Desk['request'] = { id: null, idempotency_key: null }
): Desk {
	return {
		account,
		clock: world.clock,
		knobs: world.knobs,
		baseUrl: world.baseUrl,
		request,
		publish: (from, event) => world.mailer.stripe(from.id, event)
	};
}
