/** What tests of the gateways do at the payment double, as customer and as provider. */
import { randomUUID } from 'node:crypto';
import { submit } from '../../../doubles/payments/tests/house.ts';
import type { Gateway, GatewayIntent, ListedPayment } from '../../../workers/payments/gateway.ts';

/** A new payment of 23.50 EUR, of which the provider knows nothing. */
export function newIntent(more: Partial<GatewayIntent> = {}): GatewayIntent {
	return {
		id: randomUUID(),
		order: randomUUID(),
		number: 42,
		shopName: 'OC Pizza Gare',
		amountMinor: 2350,
		currency: 'EUR',
		language: 'fr',
		email: null,
		account: null,
		providerId: null,
		paymentId: null,
		captureId: null,
		page: null,
		...more
	};
}

export const pagesOf = (intent: GatewayIntent) => ({
	returnUrl: 'http://localhost:3000/track/t?paid',
	cancelUrl: 'http://localhost:3000/track/t?left',
	key: `open-${intent.id}-1`
});

/** Opens the pay page, and returns the intent with the provider's id. */
export async function opened(gateway: Gateway, intent: GatewayIntent = newIntent()) {
	const { providerId, payUrl, clientSecret } = await gateway.open(intent, pagesOf(intent));
	return { intent: { ...intent, providerId }, payUrl: payUrl ?? '', clientSecret };
}

/** The intent with the ids that a look shows. */
export async function seen(gateway: Gateway, intent: GatewayIntent) {
	const shown = await gateway.look(intent);
	if (!shown) throw new Error('the provider has no such payment');
	const { providerId, paymentId, captureId } = shown;
	return { shown, intent: { ...intent, providerId, paymentId, captureId } };
}

/** Presses the pay button of the double's page with a test card. */
export const payWith = (payUrl: string, card = 'pm_card_visa') => submit(payUrl, { card });

/** All that the provider lists of the group's own account. */
export async function listed(gateway: Gateway, since: Date): Promise<ListedPayment[]> {
	const payments: ListedPayment[] = [];
	for await (const payment of gateway.list?.(since, null) ?? []) payments.push(payment);
	return payments;
}

export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
	try {
		await call;
	} catch (error) {
		return error;
	}
	throw new Error('the call was not refused');
}
