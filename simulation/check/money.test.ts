import { expect, test } from 'vitest';
import type { ManagedOrder } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';
import type { BookedPayment } from '../client/books.ts';
import { newTally, type Paid } from '../tally.ts';
import { addMoney, bookFaults, moneyFaults } from './money.ts';

const TOTAL = 2450;

function seen(status: Status, payment: Partial<ManagedOrder['payment']> = {}) {
	return {
		status,
		payment: {
			method: 'card' as const,
			status: 'captured',
			totalMinor: TOTAL,
			capturedMinor: TOTAL,
			refundedMinor: 0,
			dueMinor: 0,
			changeFromMinor: null,
			kind: null,
			takings: [],
			tips: [],
			...payment
		}
	};
}

const ours = (paid: Paid = 'paid', method: 'card' | 'paypal' | 'door' = 'card') => ({
	id: 'a',
	method,
	paid
});

const booked = (over: Partial<BookedPayment> = {}): BookedPayment => ({
	orderId: 'a',
	authorizedMinor: 0,
	capturedMinor: TOTAL,
	refundedMinor: 0,
	captures: [{ amountMinor: TOTAL }],
	...over
});

const RELEASED = { status: 'released', capturedMinor: 0 };
const NOTHING_TAKEN = { capturedMinor: 0, captures: [] };

test('food that was handed over is paid for its total, and nothing else is kept', () => {
	expect(moneyFaults(ours(), seen('delivered'))).toEqual([]);
	expect(moneyFaults(ours(), seen('cancelled', { refundedMinor: TOTAL }))).toEqual([]);
	expect(moneyFaults(ours(), seen('refused', RELEASED))).toEqual([]);
	// A cheaper change after the capture.
	const cheaper = { totalMinor: TOTAL - 500, refundedMinor: 500 };
	expect(moneyFaults(ours(), seen('collected', cheaper))).toEqual([]);
	for (const status of ['void', 'released'])
		expect(moneyFaults(ours('late'), seen('cancelled', { ...RELEASED, status }))).toEqual([]);
});

test.each([
	['a cent too little', ours(), seen('delivered', { capturedMinor: TOTAL - 1 })],
	['a cent too much', ours(), seen('delivered', { capturedMinor: TOTAL + 1 })],
	['not collected at the door', ours('at the door', 'door'), seen('collected', notCollected())],
	['kept of a cancelled order', ours(), seen('cancelled')],
	['given back in part', ours(), seen('refused', { refundedMinor: TOTAL - 1 })],
	['still reserved', ours(), seen('cancelled', { status: 'authorised', capturedMinor: 0 })],
	['delivered although its customer left', ours('left'), seen('delivered')],
	[
		'refunded although its customer left',
		ours('left'),
		seen('cancelled', { refundedMinor: TOTAL })
	],
	['another method', ours('paid', 'paypal'), seen('delivered')]
])('a fault: %s', (_, order, view) => {
	expect(moneyFaults(order, view)).toHaveLength(1);
});

function notCollected() {
	return { method: 'door' as const, status: 'due', capturedMinor: 0 };
}

test('the books agree on captures and refunds, and hold nothing', () => {
	expect(bookFaults(ours(), seen('delivered'), [booked()])).toEqual([]);
	const tries = [booked(NOTHING_TAKEN), booked()];
	expect(bookFaults(ours(), seen('delivered'), tries)).toEqual([]);
	expect(bookFaults(ours('left'), seen('cancelled', RELEASED), [])).toEqual([]);
	expect(bookFaults(ours('at the door', 'door'), seen('delivered'), [])).toEqual([]);
});

test.each([
	['never captured', seen('delivered', { capturedMinor: 0 }), [booked(NOTHING_TAKEN)]],
	['captured in two parts', seen('delivered'), [booked({ captures: halves() })]],
	['one captured, one reserved', seen('delivered'), [booked(), held()]],
	['another amount', seen('delivered'), [booked({ capturedMinor: TOTAL - 1 })]],
	['a refund that we do not know', seen('delivered'), [booked({ refundedMinor: 100 })]],
	['a refund that never came', seen('cancelled', { refundedMinor: TOTAL }), [booked()]]
])('a fault of the books: %s', (_, view, payments) => {
	expect(bookFaults(ours(), view, payments)).toHaveLength(1);
});

test('an order that was paid at the door has no payment at a provider', () => {
	expect(bookFaults(ours('at the door', 'door'), seen('delivered'), [booked()])).toHaveLength(1);
	const twice = [booked(), booked()];
	expect(bookFaults(ours(), seen('delivered'), twice).join()).toContain('captured 2 times');
});

function halves() {
	return [{ amountMinor: TOTAL / 2 }, { amountMinor: TOTAL / 2 }];
}

function held() {
	return booked({ ...NOTHING_TAKEN, authorizedMinor: TOTAL });
}

test('the sums have what was taken at the door by kind, and what was kept and given back', () => {
	const { money } = newTally();
	const takings = [
		{ kind: 'cash' as const, amountMinor: 1000 },
		{ kind: 'voucher' as const, amountMinor: 1450 }
	];
	const tips = [{ kind: 'cash' as const, amountMinor: 100 }];
	addMoney(money, seen('delivered', { method: 'door', takings, tips }));
	addMoney(money, seen('delivered'));
	addMoney(money, seen('cancelled', { refundedMinor: TOTAL }));
	addMoney(money, seen('cancelled', RELEASED));
	expect(money).toMatchObject({ tips: 100, captured: TOTAL, givenBack: 2, refunded: TOTAL });
	expect(Object.fromEntries(money.taken)).toEqual({ cash: 1000, voucher: 1450 });
});
