import { paypalId } from '../ids.ts';
import { emitPayPal, timeOf, type Money, type PayPalDesk } from './account.ts';
import { findCapture } from './captures.ts';
import { moneyOf } from './money.ts';

/** A dispute of the customer disputes API, as far as a seller's server needs it. */
export interface PayPalDispute {
	dispute_id: string;
	create_time: string;
	update_time: string;
	disputed_transactions: { seller_transaction_id: string; custom: string }[];
	reason: string;
	status: 'WAITING_FOR_SELLER_RESPONSE' | 'RESOLVED';
	dispute_amount: Money;
	dispute_outcome?: { outcome_code: 'RESOLVED_SELLER_FAVOUR' | 'RESOLVED_BUYER_FAVOUR' };
}

/**
 * The payer disputes a capture.
 * @param amountMinor all of the capture when absent.
 */
export function openPayPalDispute(
	desk: PayPalDesk,
	captureId: string,
	amountMinor?: number
): PayPalDispute {
	const { wire } = findCapture(desk, captureId);
	const currency = wire.amount.currency_code;
	const dispute: PayPalDispute = {
		dispute_id: `PP-D-${paypalId().slice(0, 6)}`,
		create_time: timeOf(desk),
		update_time: timeOf(desk),
		disputed_transactions: [{ seller_transaction_id: wire.id, custom: wire.custom_id ?? '' }],
		reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
		status: 'WAITING_FOR_SELLER_RESPONSE',
		dispute_amount: amountMinor === undefined ? wire.amount : moneyOf(amountMinor, currency)
	};
	desk.account.disputes.set(dispute.dispute_id, dispute);
	emitPayPal(desk, 'CUSTOMER.DISPUTE.CREATED', 'dispute', dispute);
	return dispute;
}

/** PayPal decides. A dispute that the seller won gives the money back. */
export function closePayPalDispute(
	desk: PayPalDesk,
	dispute: PayPalDispute,
	status: 'won' | 'lost'
): PayPalDispute {
	dispute.status = 'RESOLVED';
	dispute.update_time = timeOf(desk);
	dispute.dispute_outcome = {
		outcome_code: status === 'won' ? 'RESOLVED_SELLER_FAVOUR' : 'RESOLVED_BUYER_FAVOUR'
	};
	emitPayPal(desk, 'CUSTOMER.DISPUTE.RESOLVED', 'dispute', dispute);
	return dispute;
}

export function isWonBySeller(dispute: PayPalDispute): boolean {
	return dispute.dispute_outcome?.outcome_code === 'RESOLVED_SELLER_FAVOUR';
}
