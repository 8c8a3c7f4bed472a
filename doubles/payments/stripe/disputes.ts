import type Stripe from 'stripe';
import { stripeId } from '../ids.ts';
import { emit, type Desk } from './account.ts';
import { missing, invalid } from './fault.ts';
import { mergeMetadata, type Form } from './form.ts';

const WEEK_S = 7 * 24 * 3_600;
const REASONS = [
	'fraudulent',
	'duplicate',
	'product_not_received',
	'product_unacceptable',
	'general'
];

/**
 * The customer's bank takes the money back and asks why.
 * @param amount minor units; all that was captured when absent.
 */
export function openDispute(
	desk: Desk,
	charge: Stripe.Charge,
	reason: string,
	amount?: number
): Stripe.Dispute {
	if (!REASONS.includes(reason))
		throw invalid(`Invalid reason: must be one of ${REASONS.join(', ')}`);
	const dispute = buildDispute(desk, charge, reason, amount ?? charge.amount_captured);
	desk.account.disputes.set(dispute.id, dispute);
	charge.disputed = true;
	emit(desk, 'charge.dispute.created', dispute);
	emit(desk, 'charge.dispute.funds_withdrawn', dispute);
	return dispute;
}

/** The bank decides. A dispute that was won gives the money back. */
export function closeDispute(
	desk: Desk,
	dispute: Stripe.Dispute,
	status: 'won' | 'lost'
): Stripe.Dispute {
	if (dispute.status === 'won' || dispute.status === 'lost')
		throw invalid('This dispute is already closed');
	dispute.status = status;
	if (status === 'won') emit(desk, 'charge.dispute.funds_reinstated', dispute);
	emit(desk, 'charge.dispute.closed', dispute);
	return dispute;
}

/** `POST /v1/disputes/:id`: our metadata. Evidence is accepted and not kept. */
export function updateDispute(desk: Desk, id: string, form: Form): Stripe.Dispute {
	const dispute = findDispute(desk, id);
	dispute.metadata = mergeMetadata(dispute.metadata, form);
	if (form['evidence'] !== undefined) {
		dispute.evidence_details.has_evidence = true;
		dispute.evidence_details.submission_count += 1;
		dispute.status = 'under_review';
	}
	emit(desk, 'charge.dispute.updated', dispute);
	return dispute;
}

export function findDispute(desk: Desk, id: string): Stripe.Dispute {
	const dispute = desk.account.disputes.get(id);
	if (dispute === undefined) throw missing('dispute', id, 'dispute');
	return dispute;
}

function buildDispute(
	desk: Desk,
	charge: Stripe.Charge,
	reason: string,
	amount: number
): Stripe.Dispute {
	const dispute: Stripe.Dispute = {
		id: stripeId('dp'),
		object: 'dispute',
		amount,
		balance_transactions: [],
		charge: charge.id,
		created: desk.clock.seconds(),
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: NO_EVIDENCE,
		evidence_details: {
			due_by: desk.clock.seconds() + WEEK_S,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
			submission_method: 'manual'
		},
		intended_submission_method: 'manual',
		is_charge_refundable: false,
		livemode: false,
		metadata: {},
		payment_intent: charge.payment_intent,
		reason,
		status: 'needs_response'
	};
	return structuredClone(dispute);
}

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
	access_activity_log: null,
	billing_address: null,
	cancellation_policy: null,
	cancellation_policy_disclosure: null,
	cancellation_rebuttal: null,
	customer_communication: null,
	customer_email_address: null,
	customer_name: null,
	customer_purchase_ip: null,
	customer_signature: null,
	duplicate_charge_documentation: null,
	duplicate_charge_explanation: null,
	duplicate_charge_id: null,
	enhanced_evidence: {},
	product_description: null,
	receipt: null,
	refund_policy: null,
	refund_policy_disclosure: null,
	refund_refusal_explanation: null,
	service_date: null,
	service_documentation: null,
	shipping_address: null,
	shipping_carrier: null,
	shipping_date: null,
	shipping_documentation: null,
	shipping_tracking_number: null,
	uncategorized_file: null,
	uncategorized_text: null
};
