import { expect, test } from 'vitest';
import type { Status } from '../order/order.ts';
import type { PaymentView } from '../wire/feeds.ts';
import { paymentText, paymentTone, refundableMinor } from './payment-words.ts';

const euros = (minor: number) => `€${(minor / 100).toFixed(2)}`;
const order = (status: Status, over: Partial<PaymentView>) => ({
	status,
	payment: {
		method: 'card' as const,
		status: 'pending',
		totalMinor: 2340,
		capturedMinor: 0,
		refundedMinor: 0,
		...over
	}
});
const taken = { status: 'captured', capturedMinor: 2340 };

test.each<[Status, Partial<PaymentView>, string]>([
	['awaiting_payment', {}, 'awaiting payment'],
	['awaiting_payment', { status: 'failed' }, 'payment declined'],
	['cancelled', {}, 'not paid'],
	['cancelled', { status: 'failed' }, 'not paid'],
	['placed', { status: 'authorised' }, '€23.40 reserved'],
	['refused', { status: 'authorised' }, '€23.40 reserved, being released'],
	['refused', { status: 'released' }, 'reservation ended, nothing charged'],
	['making', taken, 'paid €23.40'],
	['delivered', { ...taken, refundedMinor: 500 }, 'paid €23.40, refunded €5.00'],
	['cancelled', taken, 'paid €23.40, being given back'],
	['cancelled', { ...taken, refundedMinor: 500 }, 'paid €23.40, refunded €5.00, being given back'],
	[
		'cancelled',
		{ status: 'refunded', capturedMinor: 2340, refundedMinor: 2340 },
		'paid €23.40, refunded in full'
	],
	['delivered', { ...taken, status: 'disputed' }, 'paid €23.40, disputed by the customer']
])('by card, %s with %o', (status, payment, said) => {
	expect(paymentText(order(status, payment), euros).en).toBe(said);
});

test.each<[Status, Partial<PaymentView>, string]>([
	['making', { status: 'due' }, '€23.40 to collect'],
	['delivered', { status: 'collected', capturedMinor: 2340 }, 'paid'],
	[
		'delivered',
		{ status: 'collected', capturedMinor: 2340, refundedMinor: 500 },
		'paid €23.40, refunded €5.00'
	],
	['cancelled', { status: 'collected', capturedMinor: 2340 }, '€23.40 to give back'],
	[
		'cancelled',
		{ status: 'collected', capturedMinor: 2340, refundedMinor: 340 },
		'paid €23.40, refunded €3.40, €20.00 to give back'
	],
	['cancelled', { status: 'void' }, 'nothing to collect: order cancelled']
])('at the door, %s with %o', (status, payment, said) => {
	expect(paymentText(order(status, { method: 'door', ...payment }), euros).en).toBe(said);
});

test('in French, and what is left to refund', () => {
	const some = order('delivered', { ...taken, refundedMinor: 500 });

	expect(paymentText(some, euros).fr).toBe('payée €23.40, remboursée €5.00');
	expect(refundableMinor(some.payment)).toBe(1840);
});

test('a dispute stands out, money that is sure is good, and money to collect is a warning', () => {
	expect(paymentTone(order('delivered', { ...taken, status: 'disputed' }))).toBe('danger');
	expect(paymentTone(order('placed', { status: 'authorised' }))).toBe('ok');
	expect(paymentTone(order('making', { method: 'door', status: 'due' }))).toBe('warn');
	expect(paymentTone(order('cancelled', { status: 'released' }))).toBe('neutral');
});
