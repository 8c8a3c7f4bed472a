import {
	CheckoutPaymentIntent,
	PaypalExperienceUserAction,
	PaypalWalletContextShippingPreference,
	type Money,
	type OrderRequest
} from '@paypal/paypal-server-sdk';
import type { Language } from '#domain/menu/menu.ts';
import { decimalOf } from './decimals.ts';
import { Refused, type Gateway, type GatewayIntent, type OpenRequest } from './gateway.ts';
import { createPayPalCaller, type PayPalSettings } from './paypal-client.ts';
import { payLinkOf, seenOfOrder } from './paypal-look.ts';

const MOST_CHARACTERS = 127;
const TITLES: Readonly<Record<Language, string>> = { fr: 'Commande', en: 'Order' };
const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

/**
 * PayPal by redirect, with Orders v2: the customer agrees to an order, we authorise it, and capture by hand. An
 * intent with an account names that merchant as the payee. An order that the customer agreed to and that we do not
 * authorise takes nothing.
 */
export function createPayPalGateway(settings: PayPalSettings): Gateway {
	const call = createPayPalCaller(settings);
	return {
		provider: 'paypal',
		async open(intent, request) {
			const { result } = await call(({ orders }) =>
				orders.createOrder({ body: orderOf(intent, request), paypalRequestId: request.key })
			);
			const payUrl = payLinkOf(result.links);
			if (!result.id || !payUrl) throw new Error('PayPal made an order without a page');
			return { providerId: result.id, payUrl, clientSecret: null };
		},
		async look({ providerId: id }) {
			// PayPal has no search of orders. An open with the same key finds the same order.
			if (id === null) return undefined;
			const found = await call(({ orders }) => orders.getOrder({ id })).catch(unlessMissing);
			return found && seenOfOrder(found.result);
		},
		authorise: ({ providerId }, key) =>
			call(({ orders }) =>
				orders.authorizeOrder({ id: known(providerId), paypalRequestId: key })
			).then(ignore, unless('ORDER_ALREADY_AUTHORIZED')),
		capture: (intent, amountMinor, key) =>
			call(({ payments }) =>
				payments.captureAuthorizedPayment({
					authorizationId: known(intent.paymentId),
					paypalRequestId: key,
					body: { amount: moneyOf(amountMinor, intent), finalCapture: true }
				})
			).then(ignore),
		release: ({ paymentId }, key) =>
			call(({ payments }) =>
				payments.voidPayment({ authorizationId: known(paymentId), paypalRequestId: key })
			).then(ignore, unless('PREVIOUSLY_VOIDED')),
		close: () => Promise.resolve(),
		refund: (intent, { id, amountMinor }, key) =>
			call(({ payments }) =>
				payments.refundCapturedPayment({
					captureId: known(intent.captureId),
					paypalRequestId: key,
					body: { amount: moneyOf(amountMinor, intent), customId: id, invoiceId: id }
				})
			).then(ignore)
	};
}

/** `custom_id` is our order, `invoice_id` our intent: PayPal takes no invoice number twice. */
function orderOf(intent: GatewayIntent, { returnUrl, cancelUrl }: OpenRequest): OrderRequest {
	const name = `${TITLES[intent.language]} ${intent.number} · ${intent.shopName}`;
	return {
		intent: CheckoutPaymentIntent.Authorize,
		purchaseUnits: [
			{
				customId: intent.order,
				invoiceId: intent.id,
				description: name.slice(0, MOST_CHARACTERS),
				amount: moneyOf(intent.amountMinor, intent),
				...(intent.account !== null && { payee: { merchantId: intent.account } })
			}
		],
		paymentSource: {
			paypal: {
				experienceContext: {
					brandName: intent.shopName.slice(0, MOST_CHARACTERS),
					locale: LOCALES[intent.language],
					shippingPreference: PaypalWalletContextShippingPreference.NoShipping,
					userAction: PaypalExperienceUserAction.PayNow,
					returnUrl,
					cancelUrl
				}
			}
		}
	};
}

function moneyOf(amountMinor: number, { currency }: GatewayIntent): Money {
	return { currencyCode: currency, value: decimalOf(amountMinor, currency) };
}

function known(id: string | null): string {
	if (id === null) throw new Error('a payment that was never seen at PayPal cannot be changed');
	return id;
}

function ignore(): void {}

const unlessMissing = unless('INVALID_RESOURCE_ID');

/** A refusal that says that it is done already, or that nothing is there. */
function unless(code: string): (error: unknown) => undefined {
	return (error) => {
		if (error instanceof Refused && error.code === code) return undefined;
		throw error;
	};
}
