/**
 * The fields of a webhook that are kept: ids, amounts, states and times. All others fall out, since a provider may
 * add a field with a customer's name, address or card at any time.
 */
const KEPT = new Set([
	...['id', 'object', 'type', 'account', 'data', 'resource', 'livemode', 'created', 'request'],
	...['api_version', 'event_type', 'event_version', 'resource_type', 'resource_version'],
	...['create_time', 'update_time', 'expires_at', 'expiration_time', 'idempotency_key'],
	...['amount', 'amount_total', 'amount_capturable', 'amount_received', 'amount_captured'],
	...['amount_refunded', 'currency', 'currency_code', 'value', 'capture_method', 'mode'],
	...['status', 'payment_status', 'status_details', 'captured', 'refunded', 'disputed', 'paid'],
	...['reason', 'cancellation_reason', 'canceled_at', 'final_capture', 'last_payment_error'],
	...['code', 'decline_code', 'failure_code', 'failure_reason', 'charges_enabled'],
	...['payouts_enabled', 'details_submitted', 'requirements', 'disabled_reason'],
	...['metadata', 'order_id', 'intent', 'refund', 'client_reference_id', 'custom_id', 'custom'],
	...['invoice_id', 'payment_intent', 'charge', 'latest_charge', 'supplementary_data'],
	...['related_ids', 'authorization_id', 'capture_id', 'purchase_units', 'payments', 'captures'],
	...['authorizations', 'refunds', 'dispute_id', 'dispute_amount', 'dispute_outcome'],
	...['outcome_code', 'disputed_transactions', 'seller_transaction_id', 'evidence_details'],
	...['due_by', 'is_charge_refundable']
]);
/** Ids, codes and times. No mail address, and nothing with several words. */
const PLAIN = /^[\w:.+-]{0,255}$/;
const DEEPEST = 12;

/** A copy of a webhook's body without personal data, secrets and free text. */
export function withoutPersonalData(body: object): Record<string, unknown> {
	return fieldsOf(body, 0);
}

function fieldsOf(from: object, depth: number): Record<string, unknown> {
	const fields: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(from)) {
		const kept = KEPT.has(name) ? plain(value, depth + 1) : undefined;
		if (kept !== undefined) fields[name] = kept;
	}
	return fields;
}

function plain(value: unknown, depth: number): unknown {
	if (depth > DEEPEST) return undefined;
	if (typeof value === 'string') return PLAIN.test(value) ? value : undefined;
	if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1) ?? null);
	if (typeof value === 'object' && value !== null) return fieldsOf(value, depth);
	return value;
}
