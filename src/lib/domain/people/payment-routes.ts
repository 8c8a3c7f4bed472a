/** The routes of payments: how to pay, refunds, and what needs a person: a part of the table in `access.ts`. */

import { MANAGERS } from '../order/lifecycle.ts';

export const PAYMENT_ROUTES = {
	paymentMethods: {
		method: 'GET',
		path: '/api/payment-methods',
		rule: 'public',
		summary: 'How customers can pay here'
	},
	trackPay: {
		method: 'GET',
		path: '/api/track/:token/pay',
		rule: 'token',
		summary: 'Where this order is paid, as soon as it is made'
	},
	trackPayPage: {
		method: 'POST',
		path: '/api/track/:token/pay',
		rule: 'token',
		summary: 'Pay on the provider’s own page instead of ours'
	},
	trackLook: {
		method: 'POST',
		path: '/api/track/:token/look',
		rule: 'token',
		summary: 'Ask the provider now how the payment of this order stands'
	},
	stripeWebhook: {
		method: 'POST',
		path: '/api/webhooks/stripe',
		rule: 'public',
		summary: 'Events of Stripe, signed'
	},
	paypalWebhook: {
		method: 'POST',
		path: '/api/webhooks/paypal',
		rule: 'public',
		summary: 'Events of PayPal, signed'
	},
	refundPreview: {
		method: 'GET',
		path: '/api/orders/:id/refund',
		rule: MANAGERS,
		summary: 'What a refund of lines, of an amount, or of all that is left would do'
	},
	refund: {
		method: 'POST',
		path: '/api/orders/:id/refund',
		rule: MANAGERS,
		summary: 'Give money back: lines, an amount, or all that is left; needs Idempotency-Key'
	},
	correctTakings: {
		method: 'POST',
		path: '/api/orders/:id/takings',
		rule: MANAGERS,
		summary: 'Correct how money was taken on handover; needs Idempotency-Key'
	},
	issues: {
		method: 'GET',
		path: '/api/shops/:shop/issues',
		rule: MANAGERS,
		summary: 'Items about money that need a person'
	},
	retryIssue: {
		method: 'POST',
		path: '/api/shops/:shop/issues/:issue/retry',
		rule: MANAGERS,
		summary: 'Try once more what has failed, after a look at the provider'
	},
	resolveIssue: {
		method: 'POST',
		path: '/api/shops/:shop/issues/:issue/resolve',
		rule: MANAGERS,
		summary: 'Close such an item, with a note'
	}
} as const;
