import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { readBody } from '../http.ts';
import type { readBooks } from '../books.ts';
import { startDouble, type Double } from '../server.ts';

export type Books = ReturnType<typeof readBooks>;

export const KEY = 'sk_test_double';

/** The real SDK, pointed at the double. No retries unless a test asks: it counts its own calls. */
export function stripeFor(double: Double, key = KEY, maxNetworkRetries = 0): Stripe {
	return new Stripe(key, {
		host: '127.0.0.1',
		port: double.port,
		protocol: 'http',
		maxNetworkRetries
	});
}

export async function withDouble(
	act: (double: Double, stripe: Stripe) => Promise<void>
): Promise<void> {
	const double = await startDouble();
	try {
		await act(double, stripeFor(double));
	} finally {
		await double.close();
	}
}

export async function setKnobs(double: Double, knobs: object): Promise<void> {
	const response = await post(double, '/knobs', knobs);
	if (!response.ok) throw new Error(await response.text());
}

export function post(double: Double, path: string, body: unknown): Promise<Response> {
	return fetch(double.url + path, { method: 'POST', body: JSON.stringify(body) });
}

export async function readDoubleBooks(double: Double): Promise<Books> {
	return (await (await fetch(`${double.url}/books`)).json()) as Books;
}

/** The books of the one Stripe account of a test. */
export async function stripeBooks(double: Double) {
	const [account] = Object.values((await readDoubleBooks(double)).stripe);
	if (account === undefined) throw new Error('no account in the books');
	return account;
}

export function payBody(
	more: Partial<Stripe.PaymentIntentCreateParams> = {}
): Stripe.PaymentIntentCreateParams {
	return {
		amount: 2_350,
		currency: 'eur',
		payment_method: 'pm_card_visa',
		confirm: true,
		return_url: 'https://shop.example/back',
		metadata: { order_id: 'order-7' },
		...more
	};
}

export function sessionBody(
	more: Partial<Stripe.Checkout.SessionCreateParams> = {}
): Stripe.Checkout.SessionCreateParams {
	return {
		mode: 'payment',
		line_items: [
			{
				quantity: 2,
				price_data: { currency: 'eur', unit_amount: 1_150, product_data: { name: 'Reine' } }
			},
			{
				quantity: 1,
				price_data: { currency: 'eur', unit_amount: 50, product_data: { name: 'Sauce <b>' } }
			}
		],
		success_url: 'https://shop.example/paid?s={CHECKOUT_SESSION_ID}',
		cancel_url: 'https://shop.example/left',
		locale: 'fr',
		metadata: { order_id: 'order-7' },
		payment_intent_data: { capture_method: 'manual', metadata: { order_id: 'order-7' } },
		...more
	};
}

/** Submits a form of a page, as a browser without script does. Redirects are not followed. */
export function submit(url: string, fields: Record<string, string>): Promise<Response> {
	return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

/** What the call refuses with; fails when it does not refuse. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
	try {
		await call;
	} catch (error) {
		if (error instanceof Stripe.errors.StripeError) return error;
		throw error;
	}
	throw new Error('the call was not refused');
}

export interface Received {
	body: string;
	headers: IncomingHttpHeaders;
}

/** A webhook endpoint that answers what `answer` says, 200 by default. */
export async function startReceiver(answer: (received: Received) => number = () => 200) {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		void readBody(request).then((body) => {
			const one = { body, headers: request.headers };
			received.push(one);
			response.writeHead(answer(one)).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		close: () => {
			server.closeAllConnections();
			return new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}
