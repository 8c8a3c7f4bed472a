import type Stripe from 'stripe';
import type { Authorization, Capture, Money, Order, PayPalAccount } from './paypal/account.ts';
import { isWonBySeller, type PayPalDispute } from './paypal/disputes.ts';
import { minorOf } from './paypal/money.ts';
import type { StripeAccount } from './stripe/account.ts';
import type { World } from './world.ts';

/** One payment, in minor units. */
export interface BookedPayment {
	/** Stripe's payment intent or PayPal's order. */
	id: string;
	/** Our `metadata.order_id`; PayPal's `custom_id`, else its `reference_id`. */
	orderId: string | null;
	status: string;
	currency: string;
	amountMinor: number;
	/** Held at present and neither captured nor released. */
	authorizedMinor: number;
	capturedMinor: number;
	/** Captured money given back, less refunds that failed. What a partial capture released is not in it. */
	refundedMinor: number;
	/** Withdrawn by disputes that were not won. */
	disputedMinor: number;
	charges: { id: string; status: string; amountMinor: number; capturedMinor: number }[];
	captures: { id: string; amountMinor: number }[];
	refunds: { id: string; status: string; amountMinor: number }[];
	disputes: { id: string; status: string; amountMinor: number }[];
}

interface Sums {
	authorizedMinor: number;
	capturedMinor: number;
	refundedMinor: number;
	disputedMinor: number;
	/** Captured, less refunded, less disputed. */
	netMinor: number;
}

interface BookedAccount {
	payments: BookedPayment[];
	/** By currency in capitals. */
	sums: Record<string, Sums>;
}

/** `GET /books`: what the provider would say that happened, to the cent. */
export function readBooks(world: World) {
	return {
		at: new Date(world.clock.now()).toISOString(),
		stripe: booksOf(world.stripe, stripePayments),
		paypal: booksOf(world.paypal, paypalPayments),
		/**
		 * Events, those of them that were never sent, and attempts to deliver. `forgedAccepted` must stay 0:
		 * forged ones that were answered 2xx.
		 */
		webhooks: { ...world.mailer.counts },
		/** How often the knobs troubled an API call. */
		troubles: { ...world.knobs.troubles }
	};
}

function booksOf<A>(
	accounts: Map<string, A>,
	read: (account: A) => BookedPayment[]
): Record<string, BookedAccount> {
	return Object.fromEntries(
		[...accounts].map(([id, account]) => {
			const payments = read(account);
			return [id, { payments, sums: sumsOf(payments) }];
		})
	);
}

function stripePayments(account: StripeAccount): BookedPayment[] {
	const charges = byIntent(account.charges.values());
	const given = [...account.refunds.values()].filter(({ isRelease }) => isRelease !== true);
	const refunds = byIntent(given.map(({ wire }) => wire));
	const disputes = byIntent(account.disputes.values());
	return [...account.intents.values()].map(({ wire }) =>
		stripePayment(wire, {
			charges: charges.get(wire.id) ?? [],
			refunds: refunds.get(wire.id) ?? [],
			disputes: disputes.get(wire.id) ?? []
		})
	);
}

interface OfIntent {
	charges: Stripe.Charge[];
	refunds: Stripe.Refund[];
	disputes: Stripe.Dispute[];
}

function stripePayment(
	wire: Stripe.PaymentIntent,
	{ charges, refunds, disputes }: OfIntent
): BookedPayment {
	const captured = charges.filter((charge) => charge.captured);
	return {
		id: wire.id,
		orderId: wire.metadata['order_id'] ?? null,
		status: wire.status,
		currency: wire.currency.toUpperCase(),
		amountMinor: wire.amount,
		authorizedMinor: wire.amount_capturable,
		capturedMinor: sum(captured.map((charge) => charge.amount_captured)),
		refundedMinor: sum(refunds.filter(isStanding).map((refund) => refund.amount)),
		disputedMinor: sum(
			disputes.filter(({ status }) => status !== 'won').map(({ amount }) => amount)
		),
		charges: charges.map((charge) => ({
			id: charge.id,
			status: charge.status,
			amountMinor: charge.amount,
			capturedMinor: charge.amount_captured
		})),
		captures: captured.map((charge) => ({ id: charge.id, amountMinor: charge.amount_captured })),
		refunds: refunds.map(({ id, status, amount }) => ({
			id,
			status: status ?? '',
			amountMinor: amount
		})),
		disputes: disputes.map(({ id, status, amount }) => ({ id, status, amountMinor: amount }))
	};
}

function byIntent<T extends { payment_intent: string | object | null }>(
	items: Iterable<T>
): Map<string, T[]> {
	return Map.groupBy(items, ({ payment_intent }) => String(payment_intent));
}

function paypalPayments(account: PayPalAccount): BookedPayment[] {
	const disputes = Map.groupBy(
		account.disputes.values(),
		(dispute) => dispute.disputed_transactions[0]?.seller_transaction_id ?? ''
	);
	const replaced = new Set(
		[...account.authorizations]
			.filter(([, record]) => record.replacedBy !== undefined)
			.map(([id]) => id)
	);
	return [...account.orders.values()].map(({ wire }) => paypalPayment(wire, disputes, replaced));
}

/** @param replaced authorisations that a reauthorisation took the place of. */
function paypalPayment(
	wire: Order,
	disputesOf: Map<string, PayPalDispute[]>,
	replaced: Set<string>
): BookedPayment {
	const [unit] = wire.purchase_units;
	const { authorizations = [], captures = [], refunds = [] } = unit.payments ?? {};
	const paid = captures.filter(({ status }) => status !== 'PENDING' && status !== 'DECLINED');
	const disputes = captures.flatMap(({ id }) => disputesOf.get(id) ?? []);
	const standing = disputes.filter((dispute) => !isWonBySeller(dispute));
	return {
		id: wire.id,
		orderId: unit.custom_id ?? unit.reference_id,
		status: wire.status,
		currency: unit.amount.currency_code,
		amountMinor: minorOf(unit.amount),
		authorizedMinor: sum(
			authorizations
				.filter(({ id }) => !replaced.has(id))
				.map((authorization) => heldOf(authorization, captures))
		),
		capturedMinor: sumOf(paid),
		refundedMinor: sumOf(refunds),
		disputedMinor: sum(standing.map((dispute) => minorOf(dispute.dispute_amount))),
		charges: authorizations.map((authorization) => ({
			id: authorization.id,
			status: authorization.status,
			amountMinor: minorOf(authorization.amount),
			capturedMinor: sumOf(capturesOf(authorization, captures))
		})),
		captures: paid.map(({ id, amount }) => ({ id, amountMinor: minorOf(amount) })),
		refunds: refunds.map(({ id, status, amount }) => ({
			id,
			status,
			amountMinor: minorOf(amount)
		})),
		disputes: disputes.map((dispute) => ({
			id: dispute.dispute_id,
			status: dispute.status,
			amountMinor: minorOf(dispute.dispute_amount)
		}))
	};
}

function heldOf(authorization: Authorization, captures: Capture[]): number {
	if (!['CREATED', 'PARTIALLY_CAPTURED'].includes(authorization.status)) return 0;
	return minorOf(authorization.amount) - sumOf(capturesOf(authorization, captures));
}

function capturesOf(authorization: Authorization, captures: Capture[]): Capture[] {
	return captures.filter(
		({ supplementary_data }) => supplementary_data.related_ids.authorization_id === authorization.id
	);
}

function sumOf(payments: { amount: Money }[]): number {
	return sum(payments.map(({ amount }) => minorOf(amount)));
}

function sumsOf(payments: BookedPayment[]): Record<string, Sums> {
	const sums: Record<string, Sums> = {};
	for (const payment of payments) {
		const old = sums[payment.currency] ?? NOTHING;
		const { authorizedMinor, capturedMinor, refundedMinor, disputedMinor } = payment;
		sums[payment.currency] = {
			authorizedMinor: old.authorizedMinor + authorizedMinor,
			capturedMinor: old.capturedMinor + capturedMinor,
			refundedMinor: old.refundedMinor + refundedMinor,
			disputedMinor: old.disputedMinor + disputedMinor,
			netMinor: old.netMinor + capturedMinor - refundedMinor - disputedMinor
		};
	}
	return sums;
}

const NOTHING: Sums = {
	authorizedMinor: 0,
	capturedMinor: 0,
	refundedMinor: 0,
	disputedMinor: 0,
	netMinor: 0
};

/** A refund that failed or was cancelled gave the money back to us. */
function isStanding({ status }: { status: string | null }): boolean {
	return status !== 'failed' && status !== 'canceled';
}

function sum(amounts: number[]): number {
	return amounts.reduce((total, amount) => total + amount, 0);
}
