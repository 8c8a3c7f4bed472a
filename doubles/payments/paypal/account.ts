import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Answer } from '../http.ts';
import { paypalId } from '../ids.ts';
import type { PayPalDispute } from './disputes.ts';

export interface Money {
	currency_code: string;
	/** Decimal text, e.g. `12.50`. */
	value: string;
}

export interface Link {
	href: string;
	rel: string;
	method: 'GET' | 'POST' | 'PATCH';
}

interface Payment {
	id: string;
	status: string;
	amount: Money;
	custom_id?: string;
	invoice_id?: string;
	create_time: string;
	update_time: string;
	links: Link[];
}

export interface Authorization extends Payment {
	expiration_time: string;
	supplementary_data: { related_ids: { order_id: string } };
}

export interface Capture extends Payment {
	final_capture: boolean;
	status_details?: { reason: 'PENDING_REVIEW' };
	supplementary_data: { related_ids: { order_id: string; authorization_id?: string } };
}

export interface Refund extends Payment {
	note_to_payer?: string;
}

export interface PurchaseUnit {
	reference_id: string;
	amount: Money;
	custom_id?: string;
	invoice_id?: string;
	description?: string;
	payments?: { authorizations?: Authorization[]; captures?: Capture[]; refunds?: Refund[] };
}

export interface Order {
	id: string;
	intent: 'AUTHORIZE' | 'CAPTURE';
	status: 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED' | 'VOIDED';
	/** One: the double takes no order with several. */
	purchase_units: [PurchaseUnit];
	payer?: {
		payer_id: string;
		email_address: string;
		name: { given_name: string; surname: string };
	};
	create_time: string;
	update_time: string;
	links: Link[];
}

/**
 * What follows the payer's approval: `declined` at once by the bank; a capture that PayPal reviews for 2 s and then
 * completes (`pending`) or declines (`denied`).
 */
export type Outcome = 'paid' | 'declined' | 'pending' | 'denied';

/** An order with what its wire form does not show. */
export interface OrderRecord {
	wire: Order;
	returnUrl: string;
	cancelUrl: string;
	language: 'fr' | 'en';
	outcome: Outcome;
}

export interface AuthorizationRecord {
	wire: Authorization;
	orderId: string;
	/** ms; from here a capture is refused. */
	lapsesAt: number;
	/** ms; until here PayPal guarantees the money. */
	honoredUntil: number;
	isReauthorization: boolean;
	/** The reauthorisation that took its place. */
	replacedBy?: string;
}

export interface CaptureRecord {
	wire: Capture;
	orderId: string;
	/** When PayPal's review ends, ms. */
	review?: { endsAt: number; status: 'COMPLETED' | 'DECLINED' };
}

export interface RefundRecord {
	wire: Refund;
	captureId: string;
}

export interface PayPalEvent {
	id: string;
	event_version: '1.0';
	create_time: string;
	resource_type: string;
	resource_version: '2.0';
	event_type: string;
	summary: string;
	resource: unknown;
	links: Link[];
}

interface Kept {
	at: number;
	keptMs: number;
	answer: Answer;
}

/** The account of one PayPal client id. */
export interface PayPalAccount {
	clientId: string;
	secretHash: string;
	/** Access tokens and when each ends, ms. */
	tokens: Map<string, number>;
	orders: Map<string, OrderRecord>;
	authorizations: Map<string, AuthorizationRecord>;
	captures: Map<string, CaptureRecord>;
	refunds: Map<string, RefundRecord>;
	disputes: Map<string, PayPalDispute>;
	events: PayPalEvent[];
	/** By endpoint and `PayPal-Request-Id`. */
	requests: Map<string, Kept>;
}

export function createPayPalAccount(clientId: string, secret: string): PayPalAccount {
	return {
		clientId,
		secretHash: hashOf(secret),
		tokens: new Map(),
		orders: new Map(),
		authorizations: new Map(),
		captures: new Map(),
		refunds: new Map(),
		disputes: new Map(),
		events: [],
		requests: new Map()
	};
}

export function isSecretOf(account: PayPalAccount, secret: string): boolean {
	return account.secretHash === hashOf(secret);
}

/** What every PayPal operation works with. */
export interface PayPalDesk {
	account: PayPalAccount;
	clock: Clock;
	baseUrl: string;
	publish(event: PayPalEvent): void;
}

export function timeOf(desk: PayPalDesk, at = desk.clock.now()): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Lists the event with the resource as it is now, and hands it to the webhooks. */
export function emitPayPal(
	desk: PayPalDesk,
	type: string,
	resourceType: string,
	resource: unknown
): void {
	const id = `WH-${paypalId()}-${paypalId()}`;
	const event: PayPalEvent = {
		id,
		event_version: '1.0',
		create_time: timeOf(desk),
		resource_type: resourceType,
		resource_version: '2.0',
		event_type: type,
		summary: type.toLowerCase().replaceAll('.', ' '),
		resource: structuredClone(resource),
		links: [
			{ href: `${desk.baseUrl}/v1/notifications/webhooks-events/${id}`, rel: 'self', method: 'GET' }
		]
	};
	desk.account.events.push(event);
	desk.publish(event);
}

function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}
