import type { Provider } from '#domain/pay/payment.ts';
import { withBreaker } from './breaker.ts';
import type { Gateway } from './gateway.ts';
import { createPayPalGateway } from './paypal.ts';
import { createStripeGateway } from './stripe.ts';

interface GatewaySettings {
	/** Base address of the payment double, instead of the providers. */
	doubleUrl: string | undefined;
	/** Decides PayPal's host; Stripe's keys say it themselves. */
	mode: 'test' | 'live';
	/** With `element` a card is typed on our page, in Stripe's frame. */
	stripe: { secretKey: string; element?: unknown } | undefined;
	paypal: { clientId: string; clientSecret: string } | undefined;
}

/** The providers that have keys, each behind a circuit breaker. The door needs none. */
export function openGateways(settings: GatewaySettings): ReadonlyMap<Provider, Gateway> {
	const { doubleUrl, mode, stripe, paypal } = settings;
	const gateways: Gateway[] = [];
	if (stripe)
		gateways.push(
			createStripeGateway({
				secretKey: stripe.secretKey,
				page: stripe.element ? 'element' : 'redirect',
				doubleUrl
			})
		);
	if (paypal) gateways.push(createPayPalGateway({ ...paypal, mode, doubleUrl }));
	return new Map(gateways.map((gateway) => [gateway.provider, withBreaker(gateway)]));
}
