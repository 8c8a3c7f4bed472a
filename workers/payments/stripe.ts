import Stripe from 'stripe';
import type { Language } from '#domain/menu/menu.ts';
import type { PayPage } from '#domain/pay/payment.ts';
import {
	Refused,
	Unsure,
	type Gateway,
	type GatewayIntent,
	type Opened,
	type OpenRequest
} from './gateway.ts';
import { listPayments, lookAt, optionsOf, readSession } from './stripe-look.ts';

const TIMEOUT_MS = 5000;
const TITLES: Readonly<Record<Language, string>> = { fr: 'Commande', en: 'Order' };

export interface StripeSettings {
	secretKey: string;
	/** Where a card is typed, unless the customer asks for another page; Stripe's page by default. */
	page?: PayPage;
	/** Base address of the payment double, instead of Stripe. */
	doubleUrl?: string | undefined;
	/** Of one call; 5 s by default. */
	timeoutMs?: number;
}

/**
 * Stripe by Checkout sessions, captured by hand: on Stripe's page, or with the Payment Element on ours. An intent with an account is a direct charge on that connected
 * account. The SDK repeats nothing by itself: a repetition comes after a look.
 */
export function createStripeGateway(settings: StripeSettings): Gateway {
	const stripe = new Stripe(settings.secretKey, {
		...(settings.doubleUrl !== undefined && addressOf(settings.doubleUrl)),
		maxNetworkRetries: 0,
		telemetry: false,
		timeout: settings.timeoutMs ?? TIMEOUT_MS
	});
	return {
		provider: 'stripe',
		open: (intent, request) =>
			answered(open(stripe, intent, request, intent.page ?? settings.page ?? 'redirect')),
		look: (intent) => lookAt(stripe, intent),
		// A card is authorised on the pay page.
		authorise: () => Promise.resolve(),
		capture: (intent, amountMinor, key) =>
			done(
				stripe.paymentIntents.capture(
					known(intent.paymentId),
					{ amount_to_capture: amountMinor },
					optionsOf(intent, key)
				)
			),
		release: (intent, key) =>
			done(stripe.paymentIntents.cancel(known(intent.paymentId), {}, optionsOf(intent, key))),
		close: (intent, key) => close(stripe, intent, key),
		refund: (intent, { id, amountMinor }, key) =>
			done(
				stripe.refunds.create(
					{
						payment_intent: known(intent.paymentId),
						amount: amountMinor,
						metadata: { refund: id, ...metadataOf(intent) }
					},
					optionsOf(intent, key)
				)
			),
		list: (since, account) => listPayments(stripe, since, account)
	};
}

async function open(
	stripe: Stripe,
	intent: GatewayIntent,
	{ returnUrl, cancelUrl, key }: OpenRequest,
	page: PayPage
): Promise<Opened> {
	const name = `${TITLES[intent.language]} ${intent.number} · ${intent.shopName}`;
	const metadata = metadataOf(intent);
	const session = await stripe.checkout.sessions.create(
		{
			mode: 'payment',
			allowed_payment_method_types: ['card'],
			client_reference_id: intent.id,
			line_items: [
				{
					quantity: 1,
					price_data: {
						currency: intent.currency.toLowerCase(),
						unit_amount: intent.amountMinor,
						product_data: { name }
					}
				}
			],
			...(page === 'element'
				? elementOf(intent, returnUrl)
				: { locale: intent.language, success_url: returnUrl, cancel_url: cancelUrl }),
			metadata,
			payment_intent_data: { capture_method: 'manual', description: name, metadata }
		},
		optionsOf(intent, key)
	);
	const { id, url: payUrl, client_secret: clientSecret } = session;
	if (payUrl === null && clientSecret === null) throw new Error(`the session ${id} has no page`);
	return { providerId: id, payUrl, clientSecret };
}

/** A session without a page of its own: the browser's Stripe.js shows and pays it, in its own language. */
const elementOf = ({ email }: GatewayIntent, returnUrl: string) => ({
	ui_mode: 'elements' as const,
	return_url: returnUrl,
	...(email !== null && { customer_email: email })
});

/** A page that was paid, or that time closed, is closed as well. */
async function close(stripe: Stripe, intent: GatewayIntent, key: string): Promise<void> {
	const id = known(intent.providerId);
	try {
		await stripe.checkout.sessions.expire(id, {}, optionsOf(intent, key));
	} catch (error) {
		if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw translated(error);
		const session = await readSession(stripe, intent, id);
		if (session?.status === 'open') throw translated(error);
	}
}

const metadataOf = (intent: GatewayIntent) => ({ order_id: intent.order, intent: intent.id });

function addressOf(url: string): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
	const { hostname, port, protocol } = new URL(url);
	const isPlain = protocol === 'http:';
	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: port || (isPlain ? 80 : 443),
		protocol: isPlain ? 'http' : 'https'
	};
}

function known(id: string | null): string {
	if (id === null) throw new Error('a payment that was never seen at Stripe cannot be changed');
	return id;
}

async function answered<T>(call: Promise<T>): Promise<T> {
	try {
		return await call;
	} catch (error) {
		throw translated(error);
	}
}

async function done(call: Promise<unknown>): Promise<void> {
	await answered(call);
}

/**
 * An answer that repeating cannot change is `Refused`. A failure inside Stripe, and a key that was used for
 * another body, may hide an effect: `Unsure`. All else comes again as it is: no answer, too many requests, a
 * key that is in use, keys that an operator must mend.
 */
function translated(error: unknown): unknown {
	if (!(error instanceof Stripe.errors.StripeError)) return error;
	const code = error.decline_code ?? error.code ?? error.rawType ?? error.type;
	if (error.statusCode !== undefined && error.statusCode >= 500) return new Unsure(code);
	if (error instanceof Stripe.errors.StripeIdempotencyError) return new Unsure(code);
	const isFinal =
		error instanceof Stripe.errors.StripeCardError ||
		error instanceof Stripe.errors.StripeInvalidRequestError;
	return isFinal ? new Refused(code) : error;
}
