/** How PayPal's orders show a payment. It reads only. */
import {
	AuthorizationStatus,
	CaptureStatus,
	OrderStatus,
	RefundStatus,
	type AuthorizationWithAdditionalData,
	type LinkDescription,
	type Money,
	type Order,
	type OrdersCapture,
	type PurchaseUnit,
	type Refund
} from '@paypal/paypal-server-sdk';
import type { Seen, SeenRefund } from '#domain/pay/payment.ts';
import { minorOf } from './decimals.ts';

/** PayPal took the money; a capture under review (`PENDING`) or declined has not. */
const TAKEN: readonly (CaptureStatus | undefined)[] = [
	CaptureStatus.Completed,
	CaptureStatus.PartiallyRefunded,
	CaptureStatus.Refunded
];
const NOT_TAKEN: readonly (CaptureStatus | undefined)[] = [
	CaptureStatus.Declined,
	CaptureStatus.Failed
];

/**
 * How an order stands. PayPal shows disputes in events only: the worker adds them, `disputedMinor` is 0 here.
 * @throws {Error} if the order is no order of ours, with one purchase unit.
 */
export function seenOfOrder(order: Order): Seen {
	const unit = order.purchaseUnits?.[0];
	if (!order.id || !unit?.amount) throw new Error('PayPal shows an order without an amount');
	const authorisation = unit.payments?.authorizations?.at(-1);
	const capture = unit.payments?.captures?.at(-1);
	const refunds = (unit.payments?.refunds ?? []).map((refund) => seenRefund(refund, unit));
	const state = stateOf(order, authorisation, capture);
	return {
		state,
		amountMinor: minorOfMoney(unit.amount),
		currency: unit.amount.currencyCode,
		order: unit.customId ?? null,
		capturedMinor: TAKEN.includes(capture?.status) ? minorOfMoney(capture?.amount) : 0,
		refundedMinor: refunds.reduce(
			(sum, { amountMinor, state: of }) => sum + (of === 'failed' ? 0 : amountMinor),
			0
		),
		disputedMinor: 0,
		refunds,
		authorisedUntil: state === 'authorised' ? (authorisation?.expirationTime ?? null) : null,
		providerId: order.id,
		paymentId: authorisation?.id ?? null,
		captureId: capture?.id ?? null,
		payUrl: state === 'open' ? (payLinkOf(order.links) ?? null) : null,
		clientSecret: null,
		decline: NOT_TAKEN.includes(capture?.status)
			? (capture?.statusDetails?.reason ?? 'CAPTURE_DECLINED')
			: null
	};
}

/** The page on which the customer agrees. */
export function payLinkOf(links: readonly LinkDescription[] | undefined): string | undefined {
	return links?.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href;
}

function stateOf(
	order: Order,
	authorisation: AuthorizationWithAdditionalData | undefined,
	capture: OrdersCapture | undefined
): Seen['state'] {
	if (capture) return NOT_TAKEN.includes(capture.status) ? 'failed' : 'captured';
	switch (authorisation?.status) {
		case undefined:
			break;
		case AuthorizationStatus.Voided:
			return hasLapsed(authorisation) ? 'expired' : 'released';
		case AuthorizationStatus.Denied:
			return 'failed';
		case AuthorizationStatus.Pending:
			// Under review: nothing is reserved yet.
			return 'open';
		default:
			return 'authorised';
	}
	if (order.status === OrderStatus.Approved) return 'approved';
	return order.status === OrderStatus.Voided ? 'expired' : 'open';
}

/** PayPal voids an authorisation that was not captured in time; a release by us comes before that. */
function hasLapsed({ updateTime, expirationTime }: AuthorizationWithAdditionalData): boolean {
	return Date.parse(updateTime ?? '') >= Date.parse(expirationTime ?? '');
}

/** A refund that was made elsewhere has no number of ours; it may repeat those of its order. */
function seenRefund(refund: Refund, unit: PurchaseUnit): SeenRefund {
	const { id = '', amount, customId, status } = refund;
	return {
		providerId: id,
		refund: customId === undefined || customId === unit.customId ? null : customId,
		amountMinor: minorOfMoney(amount),
		state: refundStateOf(status)
	};
}

function refundStateOf(status: RefundStatus | undefined): SeenRefund['state'] {
	if (status === RefundStatus.Completed) return 'succeeded';
	return status === RefundStatus.Pending ? 'pending' : 'failed';
}

function minorOfMoney(money: Money | undefined): number {
	return money ? minorOf(money.value, money.currencyCode) : 0;
}
