/** The money of an order for its customer: its state, and the sentence that says it. */

import { m } from '$lib/paraglide/messages.js';
import { money } from '$lib/ui/format.ts';
import type { TrackedOrder } from '#domain/wire/contract.ts';
import { CALLED_OFF, isIn, type PaymentMethod } from '#domain/order/order.ts';
import { refundableMinor } from '#domain/pay/payment-words.ts';

/**
 * `checking`: back from the provider's page, and not certain yet. `charging`: accepted, the reserved money
 * is being taken. `partly_back`, `back`: given back in part, whole. `coming_back`, `releasing`: under way,
 * after the order was called off.
 */
export type Paying =
	| 'awaiting'
	| 'checking'
	| 'declined'
	| 'reserved'
	| 'charging'
	| 'paid'
	| 'partly_back'
	| 'back'
	| 'coming_back'
	| 'releasing'
	| 'released'
	| 'not_charged';

type Order = Pick<TrackedOrder, 'status' | 'payment' | 'currency'>;

/** The state; null where the order is paid at the door and nothing was given back. */
export function payingOf({ status, payment }: Order, isBack = false): Paying | null {
	if (payment.refundedMinor > 0 && refundableMinor(payment) === 0) return 'back';
	if (payment.method === 'door') return payment.refundedMinor > 0 ? 'partly_back' : null;
	if (isIn(CALLED_OFF, status)) return OFF[payment.status] ?? 'not_charged';
	if (status === 'awaiting_payment') {
		if (payment.status === 'failed') return 'declined';
		return isBack ? 'checking' : 'awaiting';
	}
	if (payment.status === 'authorised') return status === 'placed' ? 'reserved' : 'charging';
	if (payment.status === 'captured' || payment.status === 'disputed')
		return payment.refundedMinor > 0 ? 'partly_back' : 'paid';
	return payment.status === 'released' ? 'released' : null;
}

/** Of orders that were called off; in any other state nothing was charged. */
const OFF: Partial<Record<string, Paying>> = {
	authorised: 'releasing',
	captured: 'coming_back',
	disputed: 'coming_back',
	released: 'released'
};

/** The customer has to know before anything else: it is written at the top of the page. */
export const isProminent = (paying: Paying | null): boolean =>
	paying !== null && !['reserved', 'charging', 'paid', 'partly_back'].includes(paying);

const BY = { card: m.paying_by_card, paypal: m.paying_by_paypal, door: m.paying_by_door };
const ON = { card: m.paying_on_card, paypal: m.paying_on_paypal };
const TO = { card: m.paying_to_card, paypal: m.paying_to_paypal };

/** The words for a means of payment in a sentence, and the amounts. */
function partsOf({ payment, currency }: Order) {
	const means = payment.method === 'paypal' ? 'paypal' : 'card';
	return {
		amount: money(payment.capturedMinor || payment.totalMinor, currency),
		back: money(payment.refundedMinor, currency),
		rest: money(refundableMinor(payment), currency),
		by: BY[payment.method](),
		on: ON[means](),
		to: TO[means]()
	};
}

/** The sentence; empty while the page asks for the payment, which has words of its own. */
export function payingWords(order: Order, paying: Paying): string {
	const { rest, ...parts } = partsOf(order);
	switch (paying) {
		case 'awaiting':
		case 'checking':
			return '';
		case 'declined':
			return declinedWords(order.payment.method);
		case 'back':
			return order.payment.method === 'door' ? m.paying_back_door(parts) : m.paying_back(parts);
		case 'coming_back':
			return m.paying_coming_back({ ...parts, back: rest });
		default:
			return PLAIN[paying](parts);
	}
}

const declinedWords = (method: PaymentMethod): string =>
	method === 'paypal' ? m.paying_declined_paypal() : m.paying_declined();

const PLAIN = {
	reserved: m.paying_reserved,
	charging: m.paying_charging,
	paid: m.paying_paid,
	partly_back: m.paying_partly_back,
	releasing: m.paying_releasing,
	released: m.paying_released,
	not_charged: () => m.paying_not_charged()
} as const;

/** The words of the button that leads to the provider's page. */
export function payButtonWords(order: Order): string {
	const amount = money(order.payment.totalMinor, order.currency);
	return order.payment.method === 'paypal'
		? m.paying_pay_paypal({ amount })
		: m.paying_pay_card({ amount });
}

/** What cancelling means for the money, one sentence each; none where nothing was taken. */
export function cancelWords(order: Order, money: string | null): string[] {
	const { amount, rest, on, to } = partsOf(order);
	if (money === 'release') return [m.cancel_money_release({ amount, on })];
	return money === 'by_itself' ? [m.cancel_money_back({ amount: rest, to })] : [];
}
