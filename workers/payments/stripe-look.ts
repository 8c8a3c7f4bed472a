/** How Stripe's objects show a payment. It reads only. */
import Stripe from 'stripe';
import type { Seen, SeenRefund } from '#domain/pay/payment.ts';
import type { GatewayIntent, ListedPayment } from './gateway.ts';

/** How far back `look` searches a session whose id never came: an older one has an address that was
 * never shown. */
const SEARCHED_S = 3600;
/** Stripe's validity of a card authorisation where the charge does not say. */
const AUTHORISED_S = 7 * 24 * 3600;
const PAGE = 100;
/** Newest sessions that such a search reads: it follows the lost reply by seconds. */
const MOST_SEARCHED = 300;
/** Of several sessions of one intent, the one that matters most. */
const RANKS: readonly Stripe.Checkout.Session['status'][] = ['complete', 'open', 'expired'];
/** No money is taken by these: won, closed without a chargeback, or a question of the bank only. */
const HARMLESS_DISPUTES: readonly Stripe.Dispute.Status[] = [
	...(['won', 'prevented', 'warning_closed'] as const),
	...(['warning_needs_response', 'warning_under_review'] as const)
];

/** How the payment of an intent stands; undefined when Stripe has no session of it. */
export async function lookAt(stripe: Stripe, intent: GatewayIntent): Promise<Seen | undefined> {
	const session =
		intent.providerId === null
			? await findSession(stripe, intent)
			: await readSession(stripe, intent, intent.providerId);
	return session && seenOf(stripe, intent, session);
}

/** Undefined for a session that the account does not have. */
export async function readSession(stripe: Stripe, intent: GatewayIntent, id: string) {
	try {
		const expand = ['payment_intent.latest_charge'];
		return await stripe.checkout.sessions.retrieve(id, { expand }, optionsOf(intent));
	} catch (error) {
		if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return;
		throw error;
	}
}

/** The session of an intent whose reply was lost. Stripe cannot search sessions, it lists them. */
async function findSession(stripe: Stripe, intent: GatewayIntent) {
	const sessions = stripe.checkout.sessions.list(
		{
			created: { gte: Math.floor(Date.now() / 1000) - SEARCHED_S },
			expand: ['data.payment_intent.latest_charge'],
			limit: PAGE
		},
		optionsOf(intent)
	);
	const found: Stripe.Checkout.Session[] = [];
	let read = 0;
	for await (const session of sessions) {
		if (session.client_reference_id === intent.id) found.push(session);
		if ((read += 1) >= MOST_SEARCHED) break;
	}
	const rank = ({ status }: Stripe.Checkout.Session) => RANKS.indexOf(status);
	return found.toSorted((a, b) => rank(a) - rank(b))[0];
}

async function seenOf(
	stripe: Stripe,
	intent: GatewayIntent,
	session: Stripe.Checkout.Session
): Promise<Seen> {
	const payment = expanded(session.payment_intent);
	const charge = expanded(payment?.latest_charge);
	const { amount, currency } = payment ?? { amount: session.amount_total, ...session };
	const refunds =
		payment && charge ? await refundsOf(stripe, intent.account, payment.id, charge) : [];
	return {
		state: stateOf(session, payment, charge),
		amountMinor: amount ?? 0,
		currency: (currency ?? '').toUpperCase(),
		order: payment?.metadata.order_id ?? session.metadata?.order_id ?? null,
		capturedMinor: payment?.amount_received ?? 0,
		refundedMinor: sumOf(refunds),
		disputedMinor: charge?.disputed ? await disputedOf(stripe, intent, charge) : 0,
		refunds,
		authorisedUntil: payment?.status === 'requires_capture' ? untilOf(charge) : null,
		providerId: session.id,
		paymentId: payment?.id ?? null,
		captureId: charge?.captured ? charge.id : null,
		payUrl: session.url,
		clientSecret: session.client_secret,
		decline: payment?.last_payment_error?.decline_code ?? payment?.last_payment_error?.code ?? null
	};
}

/** Stripe itself cancels an authorisation that ended (`automatic`), and the payment of an expired session. */
function stateOf(
	session: Stripe.Checkout.Session,
	payment: Stripe.PaymentIntent | undefined,
	charge: Stripe.Charge | undefined
): Seen['state'] {
	switch (payment?.status) {
		case 'requires_capture':
			return 'authorised';
		case 'succeeded':
			return 'captured';
		case 'canceled': {
			const wasReserved = charge?.status === 'succeeded';
			return wasReserved && payment.cancellation_reason !== 'automatic' ? 'released' : 'expired';
		}
		case 'requires_payment_method':
			// The bank refused the capture of what it had reserved.
			if (session.status === 'complete') return 'failed';
	}
	return session.status === 'expired' ? 'expired' : 'open';
}

function untilOf(charge: Stripe.Charge | undefined): string | null {
	if (!charge) return null;
	const { capture_before: until } = charge.payment_method_details?.card ?? {};
	return new Date((until ?? charge.created + AUTHORISED_S) * 1000).toISOString();
}

/** Refunds of what was taken, oldest first. */
async function refundsOf(
	stripe: Stripe,
	account: string | null,
	paymentId: string,
	charge: Stripe.Charge
): Promise<SeenRefund[]> {
	if (!charge.captured) return [];
	const listed: Stripe.Refund[] = [];
	const pages = stripe.refunds.list(
		{ payment_intent: paymentId, limit: PAGE },
		optionsOf({ account })
	);
	for await (const refund of pages) listed.push(refund);
	return withoutRest(listed.reverse(), charge.amount - charge.amount_captured).map((refund) => ({
		providerId: refund.id,
		refund: refund.metadata?.refund ?? null,
		amountMinor: refund.amount,
		state: refundStateOf(refund.status)
	}));
}

/**
 * A partial capture shows the rest of the authorisation as a refund, the first one: no money that was taken
 * comes back by it.
 */
function withoutRest(
	refunds: readonly Stripe.Refund[],
	restMinor: number
): readonly Stripe.Refund[] {
	if (restMinor === 0) return refunds;
	const rest = refunds.find(
		({ amount, metadata }) => amount === restMinor && metadata?.refund === undefined
	);
	return refunds.filter((refund) => refund !== rest);
}

function refundStateOf(status: string | null): SeenRefund['state'] {
	if (status === 'succeeded') return 'succeeded';
	return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}

const sumOf = (refunds: readonly SeenRefund[]) =>
	refunds.reduce((sum, { amountMinor, state }) => sum + (state === 'failed' ? 0 : amountMinor), 0);

async function disputedOf(
	stripe: Stripe,
	intent: GatewayIntent,
	charge: Stripe.Charge
): Promise<number> {
	const disputes = stripe.disputes.list({ charge: charge.id, limit: PAGE }, optionsOf(intent));
	let sum = 0;
	for await (const { amount, status } of disputes)
		if (!HARMLESS_DISPUTES.includes(status)) sum += amount;
	return sum;
}

/** All payments of an account since then, newest first. */
export async function* listPayments(
	stripe: Stripe,
	since: Date,
	account: string | null
): AsyncGenerator<ListedPayment> {
	const payments = stripe.paymentIntents.list(
		{
			created: { gte: Math.floor(since.getTime() / 1000) },
			expand: ['data.latest_charge'],
			limit: PAGE
		},
		optionsOf({ account })
	);
	for await (const payment of payments) {
		const charge = expanded(payment.latest_charge);
		const isRefunded = charge !== undefined && charge.amount_refunded > 0;
		const refunds = isRefunded ? await refundsOf(stripe, account, payment.id, charge) : [];
		yield {
			paymentId: payment.id,
			intent: payment.metadata.intent ?? null,
			amountMinor: payment.amount,
			capturedMinor: payment.amount_received,
			refundedMinor: sumOf(refunds),
			currency: payment.currency.toUpperCase()
		};
	}
}

/** The connected account of an intent, and the idempotency key of a change. */
export function optionsOf(
	{ account }: { account: string | null },
	key?: string
): Stripe.RequestOptions {
	return {
		...(account !== null && { stripeAccount: account }),
		...(key !== undefined && { idempotencyKey: key })
	};
}

const expanded = <T extends object>(field: string | T | null | undefined): T | undefined =>
	typeof field === 'object' && field !== null ? field : undefined;
