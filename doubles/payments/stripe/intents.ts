import type Stripe from 'stripe';
import { secretPart, stripeId } from '../ids.ts';
import { emit, type Desk, type IntentRecord } from './account.ts';
import { captureCharge, charge } from './charges.ts';
import { confirm } from './confirm.ts';
import { invalid, missing, required, StripeFault, unexpectedState } from './fault.ts';
import { listAt, mergeMetadata, textAt, type Form } from './form.ts';
import { checkAmount } from './money.ts';
import { integerAt, needText, oneOf } from './read.ts';

export const CAPTURE_METHODS = ['automatic', 'manual'] as const;
const CANCEL_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
const OPEN = [
	'requires_payment_method',
	'requires_confirmation',
	'requires_action',
	'requires_capture'
];

export interface NewIntent {
	amount: number;
	currency: string;
	captureMethod: 'automatic' | 'manual';
	metadata: Record<string, string>;
	description?: string;
	paymentMethodTypes?: string[];
	usesAutomaticMethods?: boolean;
}

/** `POST /v1/payment_intents`. */
export function createIntent(desk: Desk, form: Form): Stripe.PaymentIntent {
	const amount = integerAt(form, 'amount');
	if (amount === undefined) throw required('amount');
	const types = listAt(form, 'payment_method_types').filter((type) => typeof type === 'string');
	const record = openIntent(desk, {
		amount,
		currency: needText(form, 'currency').toLowerCase(),
		captureMethod: captureMethodAt(form),
		metadata: mergeMetadata({}, form),
		...textField(form, 'description'),
		...(types.length > 0 && { paymentMethodTypes: types }),
		usesAutomaticMethods: types.length === 0
	});
	record.wire.payment_method = textAt(form, 'payment_method') ?? null;
	if (record.wire.payment_method !== null) record.wire.status = 'requires_confirmation';
	if (textAt(form, 'confirm') === 'true') confirm(desk, record, form);
	return record.wire;
}

/** Makes an intent, for the API or for a checkout session. */
export function openIntent(desk: Desk, wanted: NewIntent): IntentRecord {
	checkAmount(wanted.amount, wanted.currency, 'amount');
	const record: IntentRecord = { wire: buildIntent(desk, wanted) };
	desk.account.intents.set(record.wire.id, record);
	emit(desk, 'payment_intent.created', record.wire);
	return record;
}

/** `POST /v1/payment_intents/:id`. */
export function updateIntent(desk: Desk, id: string, form: Form): Stripe.PaymentIntent {
	const { wire } = findIntent(desk, id);
	const amount = integerAt(form, 'amount');
	if (amount !== undefined) {
		const allowed = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
		if (!allowed.includes(wire.status)) throw unexpectedState(wire, 'updated', allowed);
		checkAmount(amount, wire.currency, 'amount');
		wire.amount = amount;
	}
	wire.metadata = mergeMetadata(wire.metadata, form);
	wire.description = textAt(form, 'description') ?? wire.description;
	wire.payment_method = textAt(form, 'payment_method') ?? wire.payment_method;
	return wire;
}

/** `POST /v1/payment_intents/:id/confirm`. */
export function confirmIntent(desk: Desk, id: string, form: Form): Stripe.PaymentIntent {
	const record = findIntent(desk, id);
	confirm(desk, record, form);
	return record.wire;
}

/** `POST /v1/payment_intents/:id/capture`: all, or `amount_to_capture`; the rest is released. */
export function captureIntent(desk: Desk, id: string, form: Form): Stripe.PaymentIntent {
	const record = findIntent(desk, id);
	const { wire } = record;
	if (wire.status !== 'requires_capture')
		throw unexpectedState(wire, 'captured', ['requires_capture']);
	const amount = integerAt(form, 'amount_to_capture', 1) ?? wire.amount_capturable;
	if (amount > wire.amount_capturable) {
		throw invalid('The amount to capture is greater than the amount that may be captured.', {
			code: 'amount_too_large',
			param: 'amount_to_capture'
		});
	}
	const made = latestCharge(desk, wire);
	if (made === undefined) throw new Error(`no charge of ${wire.id}`);
	if (record.card?.failsCapture === true) throw failCapture(desk, record);
	captureCharge(desk, made, amount);
	wire.metadata = mergeMetadata(wire.metadata, form);
	wire.status = 'succeeded';
	wire.amount_capturable = 0;
	wire.amount_received = amount;
	delete record.lapsesAt;
	emit(desk, 'payment_intent.succeeded', wire);
	return wire;
}

/** `POST /v1/payment_intents/:id/cancel`: releases what was authorised. */
export function cancelIntent(desk: Desk, id: string, form: Form): Stripe.PaymentIntent {
	const record = findIntent(desk, id);
	const session = desk.account.sessions.get(record.sessionId ?? '');
	if (session?.wire.status === 'open') {
		throw invalid(
			'You cannot cancel this PaymentIntent while its Checkout Session is open; expire the session.'
		);
	}
	if (!OPEN.includes(record.wire.status)) throw unexpectedState(record.wire, 'canceled', OPEN);
	closeIntent(desk, record, oneOf(form, 'cancellation_reason', CANCEL_REASONS) ?? null);
	return record.wire;
}

/** Cancels without a check: for the API, an expired session, an authorisation that lapsed. */
export function closeIntent(
	desk: Desk,
	record: IntentRecord,
	reason: Stripe.PaymentIntent['cancellation_reason']
): void {
	const { wire } = record;
	wire.status = 'canceled';
	wire.canceled_at = desk.clock.seconds();
	wire.cancellation_reason = reason;
	wire.amount_capturable = 0;
	wire.next_action = null;
	delete record.lapsesAt;
	emit(desk, 'payment_intent.canceled', wire);
}

/** Authorisations that were not captured within seven days. */
export function lapseIntents(desk: Desk): void {
	for (const record of desk.account.intents.values()) {
		if (record.lapsesAt === undefined || record.lapsesAt > desk.clock.now()) continue;
		const made = latestCharge(desk, record.wire);
		closeIntent(desk, record, 'automatic');
		if (made !== undefined) emit(desk, 'charge.expired', made);
	}
}

export function findIntent(desk: Desk, id: string): IntentRecord {
	const record = desk.account.intents.get(id);
	if (record === undefined) throw missing('payment_intent', id, 'intent');
	return record;
}

/** The customer confirmed at the bank, or the bank refused. */
export function answerBank(desk: Desk, record: IntentRecord, isConfirmed: boolean): void {
	const { wire } = record;
	if (wire.status !== 'requires_action' || record.card === undefined) return;
	if (isConfirmed) {
		charge(desk, record, record.card);
		return;
	}
	const message =
		'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
	wire.status = 'requires_payment_method';
	wire.payment_method = null;
	wire.next_action = null;
	wire.last_payment_error = {
		type: 'invalid_request_error',
		code: 'payment_intent_authentication_failure',
		message
	};
	emit(desk, 'payment_intent.payment_failed', wire);
}

export function captureMethodAt(form: Form, path = 'capture_method'): 'automatic' | 'manual' {
	// `automatic_async` behaves as `automatic` here: the double settles at once.
	if (textAt(form, path) === 'automatic_async') return 'automatic';
	return oneOf(form, path, CAPTURE_METHODS) ?? 'automatic';
}

export function textField<N extends string>(
	form: Form,
	name: N,
	path: string = name
): { [key in N]?: string } {
	const text = textAt(form, path);
	return (text === undefined ? {} : { [name]: text }) as { [key in N]?: string };
}

export function latestCharge(desk: Desk, intent: Stripe.PaymentIntent): Stripe.Charge | undefined {
	return typeof intent.latest_charge === 'string'
		? desk.account.charges.get(intent.latest_charge)
		: undefined;
}

/** Not documented in detail by Stripe: the double says 402, and the intent needs another card. */
function failCapture(desk: Desk, record: IntentRecord): StripeFault {
	const { wire } = record;
	const message = 'Your card was declined.';
	wire.status = 'requires_payment_method';
	wire.amount_capturable = 0;
	wire.last_payment_error = {
		type: 'card_error',
		code: 'card_declined',
		decline_code: 'generic_decline',
		message
	};
	delete record.lapsesAt;
	emit(desk, 'payment_intent.payment_failed', wire);
	return new StripeFault(
		402,
		{
			type: 'card_error',
			code: 'card_declined',
			decline_code: 'generic_decline',
			message,
			payment_intent: wire
		},
		{ isSaved: true }
	);
}

function buildIntent(desk: Desk, wanted: NewIntent): Stripe.PaymentIntent {
	const id = stripeId('pi');
	return {
		id,
		object: 'payment_intent',
		allowed_payment_method_types: null,
		amount: wanted.amount,
		amount_capturable: 0,
		amount_details: { tip: {} },
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		automatic_payment_methods:
			wanted.usesAutomaticMethods === true ? { allow_redirects: 'always', enabled: true } : null,
		canceled_at: null,
		cancellation_reason: null,
		capture_method: wanted.captureMethod,
		client_secret: `${id}_secret_${secretPart()}`,
		confirmation_method: 'automatic',
		created: desk.clock.seconds(),
		currency: wanted.currency,
		customer: null,
		customer_account: null,
		description: wanted.description ?? null,
		excluded_payment_method_types: null,
		last_payment_error: null,
		latest_charge: null,
		livemode: false,
		managed_payments: null,
		metadata: wanted.metadata,
		next_action: null,
		on_behalf_of: null,
		payment_method: null,
		payment_method_configuration_details: null,
		payment_method_options: {},
		payment_method_types: wanted.paymentMethodTypes ?? ['card'],
		payment_record: null,
		processing: null,
		receipt_email: null,
		review: null,
		setup_future_usage: null,
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: 'requires_payment_method',
		transfer_data: null,
		transfer_group: null
	};
}
