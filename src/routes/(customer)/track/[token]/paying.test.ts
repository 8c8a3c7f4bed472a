import { describe, expect, it } from 'vitest';
import { consequencesOf } from '#domain/order/ending.ts';
import { STATUSES, type Status } from '#domain/order/order.ts';
import { PAYMENT_STATUSES } from '#domain/pay/payment.ts';
import type { PaymentView } from '#domain/wire/contract.ts';
import { cancelWords, isProminent, payButtonWords, payingOf, payingWords } from './paying.ts';

const order = (status: Status, over: Partial<PaymentView> = {}) => ({
	status,
	currency: 'EUR',
	payment: {
		method: 'card' as const,
		status: 'pending',
		totalMinor: 2340,
		capturedMinor: 0,
		refundedMinor: 0,
		changeFromMinor: null,
		...over
	}
});
const taken = { status: 'captured', capturedMinor: 2340 };
const given = { status: 'refunded', capturedMinor: 2340, refundedMinor: 2340 };

describe('the state of an online payment', () => {
	it.each([
		['awaiting', order('awaiting_payment')],
		['declined', order('awaiting_payment', { status: 'failed' })],
		['reserved', order('placed', { status: 'authorised' })],
		['charging', order('accepted', { status: 'authorised' })],
		['paid', order('making', taken)],
		['paid', order('delivered', { ...taken, status: 'disputed' })],
		['partly_back', order('delivered', { ...taken, refundedMinor: 500 })],
		['back', order('delivered', given)],
		['back', order('cancelled', given)],
		['coming_back', order('cancelled', taken)],
		['coming_back', order('refused', { ...taken, refundedMinor: 500 })],
		['releasing', order('refused', { status: 'authorised' })],
		['released', order('cancelled', { status: 'released' })],
		['not_charged', order('cancelled')],
		['not_charged', order('cancelled', { status: 'failed' })]
	])('is %s', (paying, given) => {
		expect(payingOf(given)).toBe(paying);
	});

	it('is being checked for who just comes back, unless the payment is known to have failed', () => {
		expect(payingOf(order('awaiting_payment'), true)).toBe('checking');
		expect(payingOf(order('awaiting_payment', { status: 'failed' }), true)).toBe('declined');
		expect(payingOf(order('placed', { status: 'authorised' }), true)).toBe('reserved');
	});

	it('is nothing at the door, until money is given back', () => {
		const door = { method: 'door' as const, status: 'collected', capturedMinor: 2340 };

		expect(payingOf(order('delivered', door))).toBeNull();
		expect(payingOf(order('delivered', { ...door, refundedMinor: 500 }))).toBe('partly_back');
		expect(payingOf(order('delivered', { ...door, refundedMinor: 2340 }))).toBe('back');
	});
});

describe('the sentence', () => {
	it('names amounts and means, and no word of the trade', () => {
		const said = (given: ReturnType<typeof order>) => payingWords(given, payingOf(given)!);

		expect(said(order('placed', { status: 'authorised' }))).toMatch(
			/^23,40\s€ réservés sur votre carte/
		);
		expect(said(order('making', { ...taken, method: 'paypal' }))).toMatch(/avec PayPal.*23,40/);
		expect(said(order('delivered', { ...taken, refundedMinor: 500 }))).toMatch(/23,40.*dont 5,00/);
		expect(said(order('refused', { ...taken, refundedMinor: 500 }))).toMatch(/^18,40/);
	});

	it('is there for every state that an order can have, without saying "authorised"', () => {
		for (const status of STATUSES)
			for (const payment of PAYMENT_STATUSES) {
				const given = order(status, { status: payment });
				const paying = payingOf(given);
				if (!paying || paying === 'awaiting') continue;
				expect(payingWords(given, paying), `${status} ${payment}`).toMatch(/\S/);
				expect(payingWords(given, paying)).not.toMatch(/autoris/i);
			}
	});

	it('is at the top of the page while something is to be done or known', () => {
		expect(isProminent('awaiting')).toBe(true);
		expect(isProminent('coming_back')).toBe(true);
		expect(isProminent('paid')).toBe(false);
		expect(isProminent(null)).toBe(false);
	});
});

it('the button names the amount and the means', () => {
	expect(payButtonWords(order('awaiting_payment'))).toMatch(/23,40\s€ par carte/);
	expect(payButtonWords(order('awaiting_payment', { method: 'paypal' }))).toMatch(/PayPal/);
});

it('cancelling says what becomes of the money', () => {
	const words = (given: ReturnType<typeof order>) =>
		cancelWords(given, consequencesOf(given, 'cancel').money).join();

	expect(words(order('placed', { status: 'authorised' }))).toMatch(/Rien n’est débité.*23,40/);
	expect(words(order('accepted', taken))).toMatch(/23,40\s€ vous sont rendus sur votre carte/);
	expect(words(order('awaiting_payment'))).toBe('');
});
