import { expect, test } from 'vitest';
import { nextStep, type PaymentFacts, type Seen } from './payment.ts';

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
	decline: null
};

function step(state: Seen['state'], over: Partial<PaymentFacts>) {
	return nextStep({
		provider: 'stripe',
		order: { status: 'cancelled', totalMinor: 2380 },
		isMismatch: false,
		isCaptureRefused: false,
		refunds: [],
		seen: { ...seen, state },
		...over
	}).step;
}

test('the page of a cancelled order is closed at Stripe', () => {
	expect(step('open', {})).toBe('close');
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
