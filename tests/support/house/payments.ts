import { CARDS } from '../../../simulation/client/payer.ts';
import { startDouble, type Double } from '../../../doubles/payments/server.ts';
import { eventually } from '../../../launcher/os.ts';
import { openGateways } from '../../../workers/payments/gateways.ts';

/**
 * The payment double inside the test's process, and the gateways of a worker that speak to it over HTTP. With
 * `element` cards are typed on our page.
 */
export async function openTill({ element = false } = {}) {
	const double = await startDouble();
	const gateways = openGateways({
		doubleUrl: `http://127.0.0.1:${double.port}`,
		mode: 'test',
		stripe: { secretKey: 'sk_test_double', element: element || undefined },
		paypal: { clientId: 'double', clientSecret: 'double-secret' }
	});
	return { double, gateways };
}

/** Where the double sends its webhooks: the hub at this address. */
export async function sendWebhooksTo(hubUrl: string, double: { url: string }): Promise<void> {
	const answer = await fetch(`${double.url}/endpoints`, {
		method: 'POST',
		body: JSON.stringify({
			stripe: { url: `${hubUrl}/api/webhooks/stripe`, secret: 'whsec_double' },
			paypal: { url: `${hubUrl}/api/webhooks/paypal`, webhookId: 'WH-DOUBLE' }
		})
	});
	if (!answer.ok) throw new Error(await answer.text());
}

/** Pays a session on our page, as the browser's Stripe.js does; returns its answer. */
export async function payByElement(
	double: Pick<Double, 'port'>,
	clientSecret: string,
	card: string = CARDS.good
): Promise<{ type: string }> {
	const answer = await fetch(`http://127.0.0.1:${double.port}/elements/confirm`, {
		method: 'POST',
		body: new URLSearchParams({
			client_secret: clientSecret,
			card,
			email: 'camille@example.test'
		})
	});
	return (await answer.json()) as { type: string };
}

/** Changes how the double behaves. */
export async function turn(double: Pick<Double, 'port'>, knobs: object): Promise<void> {
	const answer = await fetch(`http://127.0.0.1:${double.port}/knobs`, {
		method: 'POST',
		body: JSON.stringify(knobs)
	});
	if (!answer.ok) throw new Error(await answer.text());
}

/** The first value that `read` gives; throws when there is none within `limitMs`. */
export async function found<T>(
	read: () => Promise<T | undefined | null | false> | T | undefined | null | false,
	limitMs = 15_000
): Promise<T> {
	let value: T | undefined | null | false;
	const isFound = async () => {
		value = await read();
		return value !== undefined && value !== null && value !== false;
	};
	if (!(await eventually(isFound, limitMs, 20)))
		throw new Error(`not found in ${limitMs} ms: ${read}`);
	return value as T;
}
