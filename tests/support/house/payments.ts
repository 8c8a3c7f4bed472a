import { startDouble, type Double } from '../../../doubles/payments/server.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGateways } from '../../../workers/payments/gateways.ts';

/** The payment double inside the test's process, and the gateways of a worker that speak to it over HTTP. */
export async function openTill() {
	const double = await startDouble();
	const gateways = openGateways({
		doubleUrl: `http://127.0.0.1:${double.port}`,
		mode: 'test',
		stripe: { secretKey: 'sk_test_double' },
		paypal: { clientId: 'double', clientSecret: 'double-secret' }
	});
	return { double, gateways };
}

export const CARDS = {
	good: 'pm_card_visa',
	bank: 'pm_card_threeDSecure2Required',
	declined: 'pm_card_chargeDeclined'
} as const;

/** Pays on the double's page as a customer would; returns where the page sends them. */
export async function payOn(payUrl: string, card: string = CARDS.good): Promise<string | null> {
	const answer = await fetch(payUrl, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({ card })
	});
	await answer.body?.cancel();
	return answer.headers.get('location');
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
	const end = performance.now() + limitMs;
	for (;;) {
		const value = await read();
		if (value !== undefined && value !== null && value !== false) return value;
		if (performance.now() > end) throw new Error(`not found in ${limitMs} ms: ${read}`);
		await sleep(20);
	}
}
