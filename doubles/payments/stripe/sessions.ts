import type Stripe from 'stripe';
import { checkoutId, secretPart } from '../ids.ts';
import { emit, type Desk, type IntentRecord, type SessionRecord } from './account.ts';
import type { TestCard } from './cards.ts';
import { useCard } from './confirm.ts';
import { invalid, missing, required } from './fault.ts';
import { listAt, mergeMetadata, textAt, type Form } from './form.ts';
import { captureMethodAt, closeIntent, findIntent, openIntent, textField } from './intents.ts';
import { checkAmount } from './money.ts';
import { integerAt, needText, oneOf } from './read.ts';

const HALF_HOUR_S = 1_800;
const DAY_S = 86_400;
const LOCALES = ['auto', 'fr', 'fr-CA', 'en', 'en-GB', 'de', 'es', 'it', 'nl', 'pt'] as const;

interface Line {
	name: string;
	unitMinor: number;
	quantity: number;
	currency: string;
}

/** `POST /v1/checkout/sessions`, `mode: payment` with `price_data` lines. */
export function createSession(desk: Desk, form: Form): Stripe.Checkout.Session {
	if (needText(form, 'mode') !== 'payment')
		throw invalid('The double knows `mode: payment` only', { param: 'mode' });
	const lines = listAt(form, 'line_items').map((line) => readLine(line));
	const [first] = lines;
	if (first === undefined) throw required('line_items');
	if (lines.some((line) => line.currency !== first.currency)) {
		throw invalid('All prices must have the same currency.', { param: 'line_items' });
	}
	const total = lines.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0);
	checkAmount(total, first.currency, 'line_items');
	const record: SessionRecord = {
		wire: buildSession(desk, form, {
			total,
			currency: first.currency,
			expiresAt: expiryAt(desk, form)
		}),
		intentData: {
			captureMethod: captureMethodAt(form, 'payment_intent_data.capture_method'),
			metadata: mergeMetadata({}, form, 'payment_intent_data.metadata'),
			...textField(form, 'description', 'payment_intent_data.description')
		}
	};
	desk.account.sessions.set(record.wire.id, record);
	return record.wire;
}

/** `POST /v1/checkout/sessions/:id/expire`. */
export function expireSession(desk: Desk, id: string): Stripe.Checkout.Session {
	const record = findSession(desk, id);
	if (record.wire.status !== 'open') {
		throw invalid(
			`Only Checkout Sessions with a status in ["open"] can be expired. This Session has a status of ${record.wire.status}.`
		);
	}
	expire(desk, record);
	return record.wire;
}

/** Sessions past their `expires_at`. */
export function lapseSessions(desk: Desk): void {
	for (const record of desk.account.sessions.values()) {
		const { wire } = record;
		if (wire.status === 'open' && wire.expires_at <= desk.clock.seconds()) expire(desk, record);
	}
}

/**
 * The customer pressed "pay". The first attempt makes the intent, as Stripe does since 2022-08-01.
 * A session that is not open stays as it is: a second press charges nothing.
 */
export function paySession(desk: Desk, record: SessionRecord, card: TestCard): void {
	if (record.wire.status !== 'open') return;
	const intent = intentOf(desk, record);
	delete record.lastDecline;
	const fault = useCard(desk, intent, card);
	if (fault !== undefined)
		record.lastDecline = fault.body.decline_code ?? fault.body.code ?? 'generic_decline';
	completeIfPaid(desk, record, intent);
}

/** After the bank's page: completes the session, or shows the refusal. */
export function settleSession(desk: Desk, intent: IntentRecord): SessionRecord | undefined {
	const record = desk.account.sessions.get(intent.sessionId ?? '');
	if (record === undefined) return undefined;
	if (intent.wire.status === 'requires_payment_method')
		record.lastDecline = 'authentication_failure';
	completeIfPaid(desk, record, intent);
	return record;
}

export function findSession(desk: Desk, id: string): SessionRecord {
	const record = desk.account.sessions.get(id);
	if (record === undefined) throw missing('checkout.session', id, 'session');
	return record;
}

/** Where the customer goes after paying. */
export function successUrlOf(session: Stripe.Checkout.Session): string {
	return (session.success_url ?? session.return_url ?? '').replaceAll(
		'{CHECKOUT_SESSION_ID}',
		session.id
	);
}

function completeIfPaid(desk: Desk, record: SessionRecord, intent: IntentRecord): void {
	const { wire } = record;
	if (wire.status !== 'open' || !['succeeded', 'requires_capture'].includes(intent.wire.status))
		return;
	wire.status = 'complete';
	// An authorisation is not a payment. Stripe documents no change after the capture: look at the intent.
	wire.payment_status = intent.wire.status === 'succeeded' ? 'paid' : 'unpaid';
	wire.url = null;
	emit(desk, 'checkout.session.completed', wire);
}

function expire(desk: Desk, record: SessionRecord): void {
	record.wire.status = 'expired';
	record.wire.url = null;
	const intent = desk.account.intents.get(String(record.wire.payment_intent));
	if (intent !== undefined) closeIntent(desk, intent, 'abandoned');
	emit(desk, 'checkout.session.expired', record.wire);
}

function intentOf(desk: Desk, record: SessionRecord): IntentRecord {
	const { wire, intentData } = record;
	if (typeof wire.payment_intent === 'string') return findIntent(desk, wire.payment_intent);
	const intent = openIntent(desk, {
		amount: wire.amount_total ?? 0,
		currency: wire.currency ?? 'eur',
		captureMethod: intentData.captureMethod,
		metadata: { ...intentData.metadata },
		...(intentData.description !== undefined && { description: intentData.description })
	});
	intent.sessionId = wire.id;
	wire.payment_intent = intent.wire.id;
	return intent;
}

function readLine(line: Form | string): Line {
	if (typeof line === 'string') throw required('line_items[0]');
	const unitMinor = integerAt(line, 'price_data.unit_amount');
	if (unitMinor === undefined) throw required('line_items[0][price_data][unit_amount]');
	return {
		name: needText(line, 'price_data.product_data.name'),
		unitMinor,
		quantity: integerAt(line, 'quantity', 1) ?? 1,
		currency: needText(line, 'price_data.currency').toLowerCase()
	};
}

function expiryAt(desk: Desk, form: Form): number {
	const now = desk.clock.seconds();
	const wanted = integerAt(form, 'expires_at');
	if (wanted === undefined) return now + DAY_S;
	// A few seconds of grace: the caller's clock read the time before the request left.
	if (wanted < now + HALF_HOUR_S - 10 || wanted > now + DAY_S + 10) {
		throw invalid(
			'The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.',
			{ param: 'expires_at' }
		);
	}
	return wanted;
}

function buildSession(
	desk: Desk,
	form: Form,
	sums: { total: number; currency: string; expiresAt: number }
): Stripe.Checkout.Session {
	const id = checkoutId();
	const email = textAt(form, 'customer_email') ?? null;
	return {
		...EMPTY_SESSION,
		id,
		amount_subtotal: sums.total,
		amount_total: sums.total,
		client_reference_id: textAt(form, 'client_reference_id') ?? null,
		created: desk.clock.seconds(),
		currency: sums.currency,
		customer_details:
			email === null
				? null
				: {
						address: null,
						business_name: null,
						email,
						individual_name: null,
						name: null,
						phone: null,
						tax_exempt: 'none',
						tax_ids: null
					},
		customer_email: email,
		expires_at: sums.expiresAt,
		locale: oneOf(form, 'locale', LOCALES) ?? null,
		metadata: mergeMetadata({}, form),
		origin_context: null,
		payment_method_types: methodTypes(form),
		total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
		...pageOf(desk, form, id)
	};
}

/** A session has a page of Stripe's, or a secret with which a browser pays it on the shop's page. */
function pageOf(desk: Desk, form: Form, id: string) {
	if (oneOf(form, 'ui_mode', ['hosted_page', 'elements'] as const) !== 'elements') {
		return {
			cancel_url: addressAt(form, 'cancel_url') ?? null,
			success_url: addressAt(form, 'success_url') ?? needText(form, 'success_url'),
			url: `${desk.baseUrl}/c/pay/${desk.account.id}/${id}`
		};
	}
	for (const param of ['success_url', 'cancel_url', 'submit_type', 'custom_fields']) {
		if (textAt(form, param) !== undefined)
			throw invalid(`You can not pass \`${param}\` in \`ui_mode: elements\`.`, { param });
	}
	return {
		ui_mode: 'elements',
		cancel_url: null,
		client_secret: `${id}_secret_${secretPart()}`,
		return_url: addressAt(form, 'return_url') ?? needText(form, 'return_url'),
		success_url: null,
		url: null
	};
}

/** @throws {StripeFault} if the address is none of a web page. */
function addressAt(form: Form, path: string): string | undefined {
	const text = textAt(form, path);
	if (text === undefined || /^https?:\/\/[^\s/]+/.test(text)) return text;
	throw invalid('Not a valid URL', { code: 'url_invalid', param: path });
}

function methodTypes(form: Form): string[] {
	const types = listAt(form, 'payment_method_types').filter((type) => typeof type === 'string');
	return types.length > 0 ? types : ['card'];
}

type Empty = Omit<
	Stripe.Checkout.Session,
	'id' | 'created' | 'expires_at' | 'url' | 'success_url' | 'payment_method_types'
>;

const EMPTY_SESSION: Empty = {
	object: 'checkout.session',
	adaptive_pricing: { enabled: false },
	after_expiration: null,
	allow_promotion_codes: null,
	allowed_payment_method_types: null,
	amount_subtotal: 0,
	amount_total: 0,
	automatic_tax: { enabled: false, liability: null, provider: null, status: null },
	billing_address_collection: null,
	cancel_url: null,
	client_reference_id: null,
	client_secret: null,
	collected_information: null,
	consent: null,
	consent_collection: null,
	currency: null,
	currency_conversion: null,
	custom_fields: [],
	custom_text: {
		after_submit: null,
		shipping_address: null,
		submit: null,
		terms_of_service_acceptance: null
	},
	customer: null,
	customer_account: null,
	customer_creation: 'if_required',
	customer_details: null,
	customer_email: null,
	discounts: [],
	integration_identifier: null,
	invoice: null,
	invoice_creation: null,
	livemode: false,
	locale: null,
	managed_payments: null,
	metadata: {},
	mode: 'payment',
	origin_context: null,
	payment_intent: null,
	payment_link: null,
	payment_method_collection: 'if_required',
	payment_method_configuration_details: null,
	payment_method_options: {},
	payment_status: 'unpaid',
	permissions: null,
	recovered_from: null,
	saved_payment_method_options: null,
	setup_intent: null,
	shipping_address_collection: null,
	shipping_cost: null,
	shipping_options: [],
	status: 'open',
	submit_type: null,
	subscription: null,
	total_details: null,
	ui_mode: 'hosted_page',
	wallet_options: null
};
