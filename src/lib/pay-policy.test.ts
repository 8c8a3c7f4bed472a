import { expect, test } from 'vitest';
import { withStripe } from './pay-policy.ts';

const POLICY = "default-src 'self'; script-src 'self' 'nonce-a'; connect-src 'self'";
const PAGE = '/(customer)/track/[token]/pay';
const ELEMENT = { STRIPE_PAGE: 'element' };

test('the pay page names the hosts of Stripe.js, and no other one', () => {
	expect(withStripe(POLICY, PAGE, ELEMENT)).toBe(
		"default-src 'self'; " +
			"script-src https://js.stripe.com https://*.js.stripe.com 'self' 'nonce-a'; " +
			"connect-src https://api.stripe.com 'self'; " +
			'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com'
	);
});

test('the double stands for them, by its address for browsers', () => {
	const double = { ...ELEMENT, PAYMENT_DOUBLE_URL: 'http://127.0.0.1:4242/' };

	expect(withStripe(POLICY, PAGE, double)).toBe(
		"default-src 'self'; script-src http://127.0.0.1:4242 'self' 'nonce-a'; " +
			"connect-src http://127.0.0.1:4242 'self'; frame-src http://127.0.0.1:4242"
	);
	const known = { ...double, PAYMENT_DOUBLE_PUBLIC_URL: 'http://pay.example:4242' };
	expect(withStripe(POLICY, PAGE, known)).toContain('frame-src http://pay.example:4242');
	expect(withStripe(POLICY, PAGE, known)).not.toContain('stripe.com');
});

test.each(['/(customer)/track/[token]', '/(staff)/manage/[shop=shop]', '/', null])(
	'%s keeps its policy',
	(route) => {
		expect(withStripe(POLICY, route, ELEMENT)).toBe(POLICY);
	}
);

test.each([{}, { STRIPE_PAGE: 'redirect' }, { STRIPE_PAGE: '' }])(
	'so do all with %o',
	(settings) => {
		expect(withStripe(POLICY, PAGE, settings)).toBe(POLICY);
	}
);
