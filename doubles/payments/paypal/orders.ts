import type { z } from 'zod';
import { paypalId } from '../ids.ts';
import {
	emitPayPal,
	timeOf,
	type Order,
	type OrderRecord,
	type Outcome,
	type PayPalDesk
} from './account.ts';
import { notFound, unprocessable } from './fault.ts';
import { minorOf } from './money.ts';
import type { newOrder } from './parse.ts';
import { addAuthorization } from './authorizations.ts';
import { addCapture } from './captures.ts';

/** `POST /v2/checkout/orders`. */
export function createOrder(desk: PayPalDesk, wanted: z.infer<typeof newOrder>): Order {
	const id = paypalId();
	const context =
		wanted.payment_source?.paypal.experience_context ?? wanted.application_context ?? {};
	const [unit] = wanted.purchase_units;
	if (unit === undefined) throw new Error('the schema asks for one purchase unit');
	minorOf(unit.amount, '/purchase_units/0/amount/value');
	const hasSource = wanted.payment_source !== undefined;
	const wire: Order = {
		id,
		intent: wanted.intent,
		status: hasSource ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
		purchase_units: [{ ...unit, reference_id: unit.reference_id ?? 'default' }],
		create_time: timeOf(desk),
		update_time: timeOf(desk),
		links: [
			{ href: `${desk.baseUrl}/v2/checkout/orders/${id}`, rel: 'self', method: 'GET' },
			{
				href: `${desk.baseUrl}/checkoutnow?token=${id}`,
				rel: hasSource ? 'payer-action' : 'approve',
				method: 'GET'
			}
		]
	};
	desk.account.orders.set(id, {
		wire,
		returnUrl: context.return_url ?? '',
		cancelUrl: context.cancel_url ?? '',
		language: context.locale?.startsWith('fr') === true ? 'fr' : 'en',
		outcome: 'paid'
	});
	return wire;
}

/** The payer agreed on the approve page. */
export function approveOrder(desk: PayPalDesk, record: OrderRecord, outcome: Outcome): void {
	const { wire } = record;
	if (wire.status !== 'CREATED' && wire.status !== 'PAYER_ACTION_REQUIRED') return;
	record.outcome = outcome;
	wire.status = 'APPROVED';
	wire.update_time = timeOf(desk);
	wire.payer = {
		payer_id: paypalId().slice(0, 13),
		email_address: 'payer@example.com',
		name: { given_name: 'Camille', surname: 'Test' }
	};
	emitPayPal(desk, 'CHECKOUT.ORDER.APPROVED', 'checkout-order', wire);
}

/** `POST /v2/checkout/orders/:id/authorize`. */
export function authorizeOrder(desk: PayPalDesk, id: string): Order {
	const record = readyOrder(desk, id, 'AUTHORIZE');
	addAuthorization(desk, record);
	record.wire.status = 'COMPLETED';
	record.wire.update_time = timeOf(desk);
	return record.wire;
}

/** `POST /v2/checkout/orders/:id/capture`. */
export function captureOrder(desk: PayPalDesk, id: string): Order {
	const record = readyOrder(desk, id, 'CAPTURE');
	record.wire.status = 'COMPLETED';
	record.wire.update_time = timeOf(desk);
	const [unit] = record.wire.purchase_units;
	addCapture(desk, record, { amount: unit.amount, isFinal: true });
	emitPayPal(desk, 'CHECKOUT.ORDER.COMPLETED', 'checkout-order', record.wire);
	return record.wire;
}

export function findOrder(desk: PayPalDesk, id: string): OrderRecord {
	const record = desk.account.orders.get(id);
	if (record === undefined) throw notFound(id);
	return record;
}

function readyOrder(desk: PayPalDesk, id: string, intent: Order['intent']): OrderRecord {
	const record = findOrder(desk, id);
	const { wire } = record;
	if (wire.intent !== intent) {
		throw unprocessable(
			'ACTION_DOES_NOT_MATCH_INTENT',
			`Order was created with an intent to '${wire.intent}'.`
		);
	}
	if (wire.status === 'COMPLETED') {
		const done = intent === 'CAPTURE' ? 'CAPTURED' : 'AUTHORIZED';
		throw unprocessable(`ORDER_ALREADY_${done}`, `Order already ${done.toLowerCase()}.`);
	}
	if (wire.status !== 'APPROVED') {
		throw unprocessable('ORDER_NOT_APPROVED', 'Payer has not yet approved the Order for payment.');
	}
	if (record.outcome === 'declined') {
		// The payer may choose another way to pay and approve once more.
		wire.status = 'PAYER_ACTION_REQUIRED';
		throw unprocessable(
			'INSTRUMENT_DECLINED',
			'The instrument presented was either declined by the processor or bank, or it can’t be used for this payment.'
		);
	}
	return record;
}
