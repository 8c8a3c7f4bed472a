/** The hosts of Stripe on the one page where a card is typed. */

/** The environment variables of the Payment Element. */
export type PaySettings = Record<string, string | undefined>;

/** The route whose page has Stripe's fields. */
const PAY_PAGE = '/(customer)/track/[token]/pay';

/** As Stripe documents them for Stripe.js, without those of its maps. */
const STRIPE = {
	script: 'https://js.stripe.com https://*.js.stripe.com',
	frame: 'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
	connect: 'https://api.stripe.com'
};

/**
 * Adds Stripe's hosts to the content security policy of the pay page, where STRIPE_PAGE is `element`; the policy
 * of every other page stays as it is. The payment double stands for these hosts where it stands for Stripe.
 */
export function withStripe(policy: string, route: string | null, settings: PaySettings): string {
	if (route !== PAY_PAGE || settings.STRIPE_PAGE !== 'element') return policy;
	const double = settings.PAYMENT_DOUBLE_URL && originsOf(settings);
	const { script, frame, connect } = double
		? { script: double, frame: double, connect: double }
		: STRIPE;
	return `${policy.replace(/(^|; *)script-src /, `$1script-src ${script} `).replace(/(^|; *)connect-src /, `$1connect-src ${connect} `)}; frame-src ${frame}`;
}

function originsOf({ PAYMENT_DOUBLE_URL, PAYMENT_DOUBLE_PUBLIC_URL }: PaySettings): string {
	return new URL(PAYMENT_DOUBLE_PUBLIC_URL || PAYMENT_DOUBLE_URL || '').origin;
}
