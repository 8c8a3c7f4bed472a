import { expect, test } from 'vitest';
import type { Status } from '../order/order.ts';
import { isMismatch, nextStep, type PaymentFacts, type Seen } from './payment.ts';

const seen: Seen = {
	state: 'open',
	amountMinor: 2380,
	currency: 'EUR',
	order: null,
	capturedMinor: 0,
	refundedMinor: 0,
	disputedMinor: 0,
	refunds: [],
	authorisedUntil: null,
	providerId: 'cs_1',
	paymentId: null,
	captureId: null,
	payUrl: null,
	clientSecret: null,
	decline: null
};

function step(state: Seen['state'], over: Partial<PaymentFacts>) {
	return nextStep({
		provider: 'stripe',
		order: { status: 'cancelled', totalMinor: 2380 },
		isMismatch: false,
		isCaptureRefused: false,
		isPageReplaced: false,
		refunds: [],
		seen: { ...seen, state },
		...over
	}).step;
}

test('the page of a cancelled order is closed at Stripe', () => {
	expect(step('open', {})).toBe('close');
});

test('our page is closed when the customer asks for the page of the provider', () => {
	const order = { status: 'awaiting_payment', totalMinor: 2380 } as const;

	expect(step('open', { order })).toBe('none');
	expect(step('open', { order, isPageReplaced: true })).toBe('close');
	expect(step('authorised', { order, isPageReplaced: true })).toBe('none');
});

test.each(['open', 'approved'] as const)(
	'nothing follows at PayPal when a cancelled order is %s: it takes nothing by itself',
	(state) => {
		expect(step(state, { provider: 'paypal' })).toBe('none');
	}
);

test('what is reserved for a cancelled order is released at both', () => {
	expect(step('authorised', {})).toBe('release');
	expect(step('authorised', { provider: 'paypal' })).toBe('release');
});

test.each<[Status, string]>([
	['awaiting_payment', 'none'],
	['placed', 'none'],
	['accepted', 'capture'],
	['out', 'capture'],
	['delivered', 'capture']
])('what is reserved is taken once the shop has accepted: %s, %s', (status, expected) => {
	expect(step('authorised', { order: { status, totalMinor: 2380 } })).toBe(expected);
});

test('a refund that the provider has is not repeated, and the next one follows', () => {
	const has = { providerId: 're_1', refund: 'r1', amountMinor: 500, state: 'pending' } as const;
	const order = { status: 'delivered', totalMinor: 2380 } as const;
	const captured = { ...seen, state: 'captured', refunds: [has] } as const;
	const next = (...ids: string[]) =>
		step('captured', {
			order,
			seen: captured,
			refunds: ids.map((id) => ({ id, amountMinor: 500 }))
		});

	expect(next('r1')).toBe('none');
	expect(next('r1', 'r2')).toBe('refund');
});

test.each<[string, Partial<Seen>, boolean]>([
	['the same', {}, false],
	['the same with its order', { order: 'o1' }, false],
	['another amount', { amountMinor: 2379 }, true],
	['another currency', { currency: 'USD' }, true],
	['another order', { order: 'o2' }, true]
])('a payment of %s is compared with what was asked for', (_title, over, expected) => {
	const asked = { order: 'o1', amountMinor: 2380, currency: 'EUR' };
	expect(isMismatch(asked, { ...seen, ...over })).toBe(expected);
});
