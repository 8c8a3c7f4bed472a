/** The money of an order in words, for staff: what was reserved, taken and given back. */

import type { Text } from '../menu/menu.ts';
import type { Status } from '../order/order.ts';
import { owingOf, owingText, type Owing } from '../order/owing.ts';
import type { PaymentView } from '../wire/feeds.ts';

export interface PaidOrder {
	status: Status;
	payment: PaymentView;
}

/** Formats an amount in minor units. */
type Amount = (minor: number) => string;

const text = (fr: string, en: string): Text => ({ fr, en });

/** What is still to be given back of the money that was taken, in minor units. */
export const refundableMinor = ({ capturedMinor, refundedMinor }: PaymentView): number =>
	Math.max(0, capturedMinor - refundedMinor);

/** The state and its amounts, without the method: "paid €23.40, refunded €5.00". */
export function paymentText(order: PaidOrder, amount: Amount): Text {
	const { payment } = order;
	const owing = owingOf(order);
	const total = amount(payment.totalMinor);
	const online = ONLINE[payment.status]?.({ total, owing });
	if (online) return online;
	if (payment.capturedMinor === 0) return owingText(owing, total);
	if (payment.status === 'collected' && payment.refundedMinor === 0)
		return owingText(owing, amount(payment.capturedMinor));
	return takenText(order, owing, amount);
}

interface Stands {
	/** Formatted. */
	total: string;
	owing: Owing;
}

/** States in which no money was taken. */
const ONLINE: Partial<Record<string, (order: Stands) => Text>> = {
	pending: ({ owing }) =>
		owing === 'awaiting'
			? text('paiement attendu', 'awaiting payment')
			: text('pas payée', 'not paid'),
	failed: ({ owing }) =>
		owing === 'declined'
			? text('paiement refusé', 'payment declined')
			: text('pas payée', 'not paid'),
	authorised: ({ total, owing }) =>
		owing === 'returning'
			? text(`${total} réservés, en cours de libération`, `${total} reserved, being released`)
			: text(`${total} réservés`, `${total} reserved`),
	released: () => text('réservation levée, rien de débité', 'reservation ended, nothing charged')
};

function takenText({ payment }: PaidOrder, owing: Owing, amount: Amount): Text {
	const parts = [
		text(`payée ${amount(payment.capturedMinor)}`, `paid ${amount(payment.capturedMinor)}`)
	];
	if (payment.status === 'disputed')
		parts.push(text('contestée par le client', 'disputed by the customer'));
	if (payment.refundedMinor > 0 && refundableMinor(payment) === 0)
		parts.push(text('remboursée en entier', 'refunded in full'));
	else if (payment.refundedMinor > 0) {
		const back = amount(payment.refundedMinor);
		parts.push(text(`remboursée ${back}`, `refunded ${back}`));
	}
	if (refundableMinor(payment) > 0 && owing === 'returning')
		parts.push(text('remboursement en cours', 'being given back'));
	if (owing === 'refund') parts.push(owingText('refund', amount(refundableMinor(payment))));
	return text(parts.map(({ fr }) => fr).join(', '), parts.map(({ en }) => en).join(', '));
}

/** How the state looks; the words are beside it. */
export type PaymentTone = 'neutral' | 'info' | 'ok' | 'warn' | 'danger';

const TONES: Partial<Record<Owing, PaymentTone>> = {
	collect: 'warn',
	refund: 'warn',
	returning: 'info',
	awaiting: 'info',
	declined: 'warn',
	paid: 'ok',
	prepaid: 'ok'
};

export function paymentTone(order: PaidOrder): PaymentTone {
	if (order.payment.status === 'disputed') return 'danger';
	return TONES[owingOf(order)] ?? 'neutral';
}
