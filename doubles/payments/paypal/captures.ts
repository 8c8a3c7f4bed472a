import type { z } from 'zod';
import {
	emitPayPal,
	timeOf,
	type Capture,
	type CaptureRecord,
	type Money,
	type OrderRecord,
	type PayPalDesk,
	type Refund
} from './account.ts';
import { notFound, unprocessable } from './fault.ts';
import { minorOf, moneyOf } from './money.ts';
import type { refundRequest } from './parse.ts';
import { checkCurrency, orderOf, paymentOf } from './payment.ts';

/** How long a capture stays under review, when the payer chose that. */
const REVIEW_MS = 2_000;

/** @param isFinal true releases what is left of the authorisation. */
export function addCapture(
	desk: PayPalDesk,
	order: OrderRecord,
	wanted: { amount: Money; isFinal: boolean; authorizationId?: string; invoiceId?: string }
): Capture {
	const [unit] = order.wire.purchase_units;
	const { authorizationId, invoiceId } = wanted;
	const wire: Capture = {
		...paymentOf(desk, unit, 'captures', wanted.amount, 'COMPLETED'),
		...(invoiceId !== undefined && { invoice_id: invoiceId }),
		final_capture: wanted.isFinal,
		supplementary_data: {
			related_ids: {
				order_id: order.wire.id,
				...(authorizationId !== undefined && { authorization_id: authorizationId })
			}
		}
	};
	const record: CaptureRecord = { wire, orderId: order.wire.id };
	desk.account.captures.set(wire.id, record);
	unit.payments = { ...unit.payments, captures: [...(unit.payments?.captures ?? []), wire] };
	if (order.outcome === 'pending' || order.outcome === 'denied')
		review(desk, record, order.outcome);
	else emitPayPal(desk, 'PAYMENT.CAPTURE.COMPLETED', 'capture', wire);
	return wire;
}

function review(desk: PayPalDesk, record: CaptureRecord, outcome: 'pending' | 'denied'): void {
	record.wire.status = 'PENDING';
	record.wire.status_details = { reason: 'PENDING_REVIEW' };
	record.review = {
		endsAt: desk.clock.now() + REVIEW_MS,
		status: outcome === 'pending' ? 'COMPLETED' : 'DECLINED'
	};
	emitPayPal(desk, 'PAYMENT.CAPTURE.PENDING', 'capture', record.wire);
}

/** Captures whose review is over. */
export function settleCaptures(desk: PayPalDesk): void {
	for (const record of desk.account.captures.values()) {
		if (record.review === undefined || record.review.endsAt > desk.clock.now()) continue;
		const { status } = record.review;
		delete record.review;
		delete record.wire.status_details;
		record.wire.status = status;
		record.wire.update_time = timeOf(desk);
		const type = status === 'COMPLETED' ? 'PAYMENT.CAPTURE.COMPLETED' : 'PAYMENT.CAPTURE.DENIED';
		emitPayPal(desk, type, 'capture', record.wire);
	}
}

/** `POST /v2/payments/captures/:id/refund`: all that is left, or an amount. */
export function refundCapture(
	desk: PayPalDesk,
	id: string,
	wanted: z.infer<typeof refundRequest>
): Refund {
	const record = findCapture(desk, id);
	checkRefundable(record);
	const left = minorOf(record.wire.amount) - refundedOf(desk, id);
	if (left === 0)
		throw unprocessable('CAPTURE_FULLY_REFUNDED', 'The capture has already been fully refunded.');
	const amount = wanted.amount ?? moneyOf(left, record.wire.amount.currency_code);
	checkCurrency(amount, record.wire.amount, 'REFUND_CAPTURE_CURRENCY_MISMATCH');
	if (minorOf(amount) > left) {
		throw unprocessable(
			'REFUND_AMOUNT_EXCEEDED',
			'The refund amount must be less than or equal to the capture amount that has not yet been refunded.'
		);
	}
	const [unit] = orderOf(desk, record.orderId).wire.purchase_units;
	const wire: Refund = {
		...paymentOf(desk, unit, 'refunds', amount, 'COMPLETED'),
		...(wanted.invoice_id !== undefined && { invoice_id: wanted.invoice_id }),
		...(wanted.custom_id !== undefined && { custom_id: wanted.custom_id }),
		...(wanted.note_to_payer !== undefined && { note_to_payer: wanted.note_to_payer })
	};
	wire.links.push({ href: `${desk.baseUrl}/v2/payments/captures/${id}`, rel: 'up', method: 'GET' });
	desk.account.refunds.set(wire.id, { wire, captureId: id });
	record.wire.status = minorOf(amount) === left ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
	record.wire.update_time = timeOf(desk);
	unit.payments = { ...unit.payments, refunds: [...(unit.payments?.refunds ?? []), wire] };
	emitPayPal(desk, 'PAYMENT.CAPTURE.REFUNDED', 'refund', wire);
	return wire;
}

export function findCapture(desk: PayPalDesk, id: string): CaptureRecord {
	const record = desk.account.captures.get(id);
	if (record === undefined) throw notFound(id);
	return record;
}

/** Minor units refunded of a capture. */
function refundedOf(desk: PayPalDesk, captureId: string): number {
	return [...desk.account.refunds.values()]
		.filter((refund) => refund.captureId === captureId)
		.reduce((sum, { wire }) => sum + minorOf(wire.amount), 0);
}

function checkRefundable({ wire }: CaptureRecord): void {
	if (wire.status === 'PENDING') {
		throw unprocessable('PENDING_CAPTURE', 'Cannot initiate a refund as the capture is pending.');
	}
	if (wire.status === 'DECLINED')
		throw unprocessable('REFUND_NOT_ALLOWED', 'Capture cannot be refunded.');
}
