import type Stripe from 'stripe';
import { stripeId } from '../ids.ts';
import { emit, type Desk, type IntentRecord } from './account.ts';
import type { TestCard } from './cards.ts';
import { openDispute } from './disputes.ts';
import { releaseRest } from './refunds.ts';

const DAY_MS = 24 * 3_600_000;
/** Stripe's usual validity of a card authorisation made online. */
const AUTHORIZED_FOR_MS = 7 * DAY_MS;

const APPROVED: Stripe.Charge.Outcome = {
	advice_code: null,
	network_advice_code: null,
	network_decline_code: null,
	network_status: 'approved_by_network',
	reason: null,
	risk_level: 'normal',
	seller_message: 'Payment complete.',
	type: 'authorized'
};

/** The bank said yes: an authorisation, captured at once unless the intent is captured by hand. */
export function charge(desk: Desk, record: IntentRecord, card: TestCard): void {
	const intent = record.wire;
	const isCaptured = intent.capture_method !== 'manual';
	const made = buildCharge(desk, intent, card, isCaptured);
	desk.account.charges.set(made.id, made);
	intent.latest_charge = made.id;
	intent.next_action = null;
	intent.last_payment_error = null;
	intent.status = isCaptured ? 'succeeded' : 'requires_capture';
	intent.amount_received = isCaptured ? intent.amount : 0;
	intent.amount_capturable = isCaptured ? 0 : intent.amount;
	if (!isCaptured) record.lapsesAt = desk.clock.now() + AUTHORIZED_FOR_MS;
	emit(desk, 'charge.succeeded', made);
	emit(
		desk,
		isCaptured ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated',
		intent
	);
	if (card.isDisputed === true && isCaptured) openDispute(desk, made, 'fraudulent');
}

/** The bank said no: a failed charge, and the intent waits for another card. */
export function declineCharge(
	desk: Desk,
	intent: Stripe.PaymentIntent,
	card: TestCard
): Stripe.Charge {
	const made = buildCharge(desk, intent, card, false);
	made.status = 'failed';
	made.paid = false;
	made.balance_transaction = null;
	made.failure_code = card.decline?.code ?? null;
	made.failure_message = card.decline?.message ?? null;
	made.outcome = {
		...APPROVED,
		network_status: 'declined_by_network',
		reason: card.decline?.declineCode ?? card.decline?.code ?? null,
		seller_message: 'The bank did not return any further details with this decline.',
		type: 'issuer_declined'
	};
	desk.account.charges.set(made.id, made);
	intent.latest_charge = made.id;
	emit(desk, 'charge.failed', made);
	return made;
}

/** @param amount minor units, at most what was authorised; the rest is released. */
export function captureCharge(desk: Desk, made: Stripe.Charge, amount: number): void {
	made.captured = true;
	made.amount_captured = amount;
	made.balance_transaction = stripeId('txn');
	if (amount < made.amount) releaseRest(desk, made);
	emit(desk, 'charge.captured', made);
}

function buildCharge(
	desk: Desk,
	intent: Stripe.PaymentIntent,
	card: TestCard,
	isCaptured: boolean
): Stripe.Charge {
	const id = stripeId('ch');
	return {
		id,
		object: 'charge',
		amount: intent.amount,
		amount_captured: isCaptured ? intent.amount : 0,
		amount_refunded: 0,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: isCaptured ? stripeId('txn') : null,
		billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
		calculated_statement_descriptor: 'PAYMENT DOUBLE',
		captured: isCaptured,
		created: desk.clock.seconds(),
		currency: intent.currency,
		customer: null,
		description: intent.description,
		disputed: false,
		failure_balance_transaction: null,
		failure_code: null,
		failure_message: null,
		fraud_details: {},
		livemode: false,
		metadata: { ...intent.metadata },
		on_behalf_of: null,
		outcome: { ...APPROVED },
		paid: true,
		payment_intent: intent.id,
		payment_method: typeof intent.payment_method === 'string' ? intent.payment_method : null,
		payment_method_details: { type: 'card', card: buildCardDetails(card) },
		receipt_email: null,
		receipt_number: null,
		receipt_url: null,
		refunded: false,
		review: null,
		shipping: null,
		source: null,
		source_transfer: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: 'succeeded',
		transfer_data: null,
		transfer_group: null
	};
}

function buildCardDetails(card: TestCard): Stripe.Charge.PaymentMethodDetails.Card {
	return {
		amount_authorized: null,
		authorization_code: null,
		brand: 'visa',
		checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
		country: 'FR',
		electronic_commerce_indicator: null,
		exp_month: 12,
		exp_year: 2034,
		funding: 'credit',
		installments: null,
		last4: card.last4,
		mandate: null,
		network: 'visa',
		network_token: null,
		network_transaction_id: null,
		regulated_status: 'unregulated',
		three_d_secure: null,
		transaction_link_id: null,
		wallet: null
	};
}
