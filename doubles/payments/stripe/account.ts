import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import type { Clock } from '../clock.ts';
import { stripeId } from '../ids.ts';
import type { KnobBoard } from '../knobs.ts';
import type { TestCard } from './cards.ts';
import { KeyStore } from './keys.ts';

/** An event as it is listed and sent. `Stripe.Event` is a union by type, which a generic writer cannot build. */
export interface StripeEvent {
	id: string;
	object: 'event';
	account?: string;
	api_version: string | null;
	created: number;
	data: { object: unknown };
	livemode: boolean;
	/** 0 once a webhook was answered 2xx. */
	pending_webhooks: number;
	request: { id: string | null; idempotency_key: string | null };
	type: Stripe.Event['type'];
}

/** An intent with what its wire form does not show. */
export interface IntentRecord {
	wire: Stripe.PaymentIntent;
	card?: TestCard;
	/** Where the page of the bank's confirmation sends the customer. */
	returnUrl?: string;
	/** Session that made it, if one did. */
	sessionId?: string;
	/** ms; when an authorisation without a capture ends. */
	lapsesAt?: number;
}

export interface SessionRecord {
	wire: Stripe.Checkout.Session;
	intentData: {
		captureMethod: 'automatic' | 'manual';
		metadata: Record<string, string>;
		description?: string;
	};
	/** Decline shown on the pay page: a decline code or an error code. */
	lastDecline?: string;
}

export interface RefundRecord {
	wire: Stripe.Refund;
	/** When a refund of a test card changes its status, ms. */
	settles?: { atMs: number; status: 'succeeded' | 'failed' };
	/** The part of an authorisation that a partial capture left: no captured money came back. */
	isRelease?: boolean;
}

export interface AccountProfile {
	charges_enabled: boolean;
	payouts_enabled: boolean;
	details_submitted: boolean;
}

/** All that the double knows of one Stripe account. Other accounts cannot see it. */
export interface StripeAccount {
	id: string;
	isConnected: boolean;
	profile: AccountProfile;
	sessions: Map<string, SessionRecord>;
	intents: Map<string, IntentRecord>;
	charges: Map<string, Stripe.Charge>;
	refunds: Map<string, RefundRecord>;
	disputes: Map<string, Stripe.Dispute>;
	/** Oldest first. */
	events: StripeEvent[];
	keys: KeyStore;
	apiVersion: string | null;
}

/** What every Stripe operation works with. */
export interface Desk {
	account: StripeAccount;
	clock: Clock;
	knobs: KnobBoard;
	/** `http://host:port`, of the pages. */
	baseUrl: string;
	request: { id: string | null; idempotency_key: string | null };
	/** Called for each new event, after it was listed. */
	publish(account: StripeAccount, event: StripeEvent): void;
}

export function createAccount(id: string, isConnected: boolean, clock: Clock): StripeAccount {
	return {
		id,
		isConnected,
		profile: { charges_enabled: true, payouts_enabled: true, details_submitted: true },
		sessions: new Map(),
		intents: new Map(),
		charges: new Map(),
		refunds: new Map(),
		disputes: new Map(),
		events: [],
		keys: new KeyStore(() => clock.now()),
		apiVersion: null
	};
}

/** Each secret key is an account. The same key gives the same account after a restart. */
export function accountIdOf(secretKey: string): string {
	return `acct_${createHash('sha256').update(secretKey).digest('hex').slice(0, 16)}`;
}

/** Lists the event with the object as it is now, and hands it to the webhooks. */
export function emit(desk: Desk, type: StripeEvent['type'], object: unknown): void {
	const { account } = desk;
	const event: StripeEvent = {
		id: stripeId('evt'),
		object: 'event',
		...(account.isConnected && { account: account.id }),
		api_version: account.apiVersion,
		created: desk.clock.seconds(),
		data: { object: structuredClone(object) },
		livemode: false,
		pending_webhooks: 1,
		request: { ...desk.request },
		type
	};
	account.events.push(event);
	desk.publish(account, event);
}
