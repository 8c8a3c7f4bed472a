import type Stripe from 'stripe';
import { stripeId } from '../ids.ts';
import { emit, type Desk, type RefundRecord } from './account.ts';
import { cardOf } from './cards.ts';
import { invalid, missing, required } from './fault.ts';
import { mergeMetadata, textAt, type Form } from './form.ts';
import { integerAt, oneOf } from './read.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;
/** How long a test card's refund keeps its first status. */
const SETTLES_AFTER_MS = 2_000;

/** `POST /v1/refunds`: all that is left of a charge, or `amount` of it. */
export function createRefund(desk: Desk, form: Form): Stripe.Refund {
	const charge = chargeToRefund(desk, form);
	const left = charge.amount - charge.amount_refunded;
	const amount = integerAt(form, 'amount', 1) ?? left;
	checkRefund(charge, amount, left);
	const reason = oneOf(form, 'reason', REASONS) ?? null;
	const record = buildRefund(desk, charge, amount, reason, mergeMetadata({}, form));
	desk.account.refunds.set(record.wire.id, record);
	charge.amount_refunded += amount;
	charge.refunded = charge.amount_refunded === charge.amount;
	emit(desk, 'refund.created', record.wire);
	emit(desk, 'charge.refunded', charge);
	return record.wire;
}

/**
 * A partial capture gives the rest of the authorisation back as a refund object, and counts it in `amount_refunded`:
 * a sum of refunds has to leave it out. No event of a refund is sent for it.
 */
export function releaseRest(desk: Desk, charge: Stripe.Charge): void {
	const rest = charge.amount - charge.amount_captured;
	const { wire } = buildRefund(desk, charge, rest, null, {});
	wire.balance_transaction = null;
	desk.account.refunds.set(wire.id, { wire, isRelease: true });
	charge.amount_refunded += rest;
}

/** Refunds of the test cards that change by themselves. */
export function settleRefunds(desk: Desk): void {
	for (const record of desk.account.refunds.values()) {
		if (record.settles === undefined || record.settles.atMs > desk.clock.now()) continue;
		const { status } = record.settles;
		delete record.settles;
		record.wire.status = status;
		if (status === 'failed') giveBack(desk, record.wire);
		emit(desk, 'refund.updated', record.wire);
		if (status === 'failed') emit(desk, 'refund.failed', record.wire);
	}
}

export function findRefund(desk: Desk, id: string): Stripe.Refund {
	const record = desk.account.refunds.get(id);
	if (record === undefined) throw missing('refund', id, 'refund');
	return record.wire;
}

export function updateRefund(desk: Desk, id: string, form: Form): Stripe.Refund {
	const refund = findRefund(desk, id);
	refund.metadata = mergeMetadata(refund.metadata ?? {}, form);
	emit(desk, 'refund.updated', refund);
	return refund;
}

function chargeToRefund(desk: Desk, form: Form): Stripe.Charge {
	const chargeId = textAt(form, 'charge');
	const intentId = textAt(form, 'payment_intent');
	if (chargeId === undefined && intentId === undefined) throw required('payment_intent');
	const intent = intentId === undefined ? undefined : desk.account.intents.get(intentId);
	if (intentId !== undefined && intent === undefined) {
		throw missing('payment_intent', intentId, 'payment_intent');
	}
	const id = chargeId ?? intent?.wire.latest_charge;
	const charge = typeof id === 'string' ? desk.account.charges.get(id) : undefined;
	if (chargeId !== undefined && charge === undefined) throw missing('charge', chargeId, 'charge');
	if (charge === undefined || charge.status !== 'succeeded' || !charge.captured) {
		throw invalid(
			`This PaymentIntent (${intentId ?? chargeId}) does not have a successful charge to refund.`
		);
	}
	return charge;
}

function checkRefund(charge: Stripe.Charge, amount: number, left: number): void {
	if (charge.disputed) {
		const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
		throw invalid(message, { code: 'charge_disputed' });
	}
	if (left === 0) {
		const message = `Charge ${charge.id} has already been refunded.`;
		throw invalid(message, { code: 'charge_already_refunded' });
	}
	if (amount > left) {
		const message =
			`Refund amount (${(amount / 100).toFixed(2)}) is greater than unrefunded amount on charge ` +
			`(${(left / 100).toFixed(2)})`;
		throw invalid(message, { param: 'amount' });
	}
}

function buildRefund(
	desk: Desk,
	charge: Stripe.Charge,
	amount: number,
	reason: Stripe.Refund['reason'],
	metadata: Record<string, string>
): RefundRecord {
	const behaviour = cardOf(charge.payment_method ?? undefined)?.refund;
	const atMs = desk.clock.now() + SETTLES_AFTER_MS;
	const wire: Stripe.Refund = {
		id: stripeId('re'),
		object: 'refund',
		amount,
		balance_transaction: stripeId('txn'),
		charge: charge.id,
		created: desk.clock.seconds(),
		currency: charge.currency,
		customer: null,
		customer_account: null,
		destination_details: { card: { type: 'refund' }, type: 'card' },
		metadata,
		payment_intent: charge.payment_intent,
		payment_method: charge.payment_method,
		reason,
		receipt_number: null,
		source_transfer_reversal: null,
		status: behaviour === 'pending' ? 'pending' : 'succeeded',
		transfer_reversal: null
	};
	if (behaviour === undefined) return { wire };
	return { wire, settles: { atMs, status: behaviour === 'fails' ? 'failed' : 'succeeded' } };
}

/** A refund that failed: the money is ours again. */
function giveBack(desk: Desk, refund: Stripe.Refund): void {
	refund.failure_reason = 'unknown';
	refund.failure_balance_transaction = stripeId('txn');
	const charge =
		typeof refund.charge === 'string' ? desk.account.charges.get(refund.charge) : undefined;
	if (charge === undefined) return;
	charge.amount_refunded -= refund.amount;
	charge.refunded = false;
}
