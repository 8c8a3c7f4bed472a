import {
	ApiError,
	CheckoutPaymentIntent,
	Client,
	Environment,
	OrdersController,
	PaymentsController
} from '@paypal/paypal-server-sdk';
import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { Double } from '../server.ts';
import { readDoubleBooks, submit, withDouble } from './house.ts';

/**
 * PayPal's SDK knows two hosts and has no setting for a third. Its `httpsAgent` is public: one whose connections go
 * to the double, in plain text, leaves all of the SDK's own code in place.
 */
class DoubleAgent extends Agent {
	#port: number;

	constructor(port: number) {
		super({ keepAlive: false });
		this.#port = port;
	}

	override createConnection(): Socket {
		return connect(this.#port, '127.0.0.1');
	}
}

function sdkFor(double: Double) {
	const client = new Client({
		clientCredentialsAuthCredentials: {
			oAuthClientId: 'double',
			oAuthClientSecret: 'double-secret'
		},
		environment: Environment.Sandbox,
		httpClientOptions: { httpsAgent: new DoubleAgent(double.port) }
	});
	return { orders: new OrdersController(client), payments: new PaymentsController(client) };
}

const eur = (value: string) => ({ currencyCode: 'EUR', value });

async function authorizeWith({ orders }: ReturnType<typeof sdkFor>): Promise<string> {
	const { result } = await orders.createOrder({
		body: {
			intent: CheckoutPaymentIntent.Authorize,
			purchaseUnits: [{ customId: 'order-7', amount: eur('12.50') }],
			paymentSource: {
				paypal: {
					experienceContext: {
						returnUrl: 'https://shop.example/back',
						cancelUrl: 'https://shop.example/left',
						locale: 'fr-FR'
					}
				}
			}
		},
		paypalRequestId: 'create-1'
	});
	await submit(result.links?.find(({ rel }) => rel === 'payer-action')?.href ?? '', {
		answer: 'yes'
	});
	const authorized = await orders.authorizeOrder({
		id: result.id ?? '',
		paypalRequestId: 'authorize-1'
	});
	return authorized.result.purchaseUnits?.[0]?.payments?.authorizations?.[0]?.id ?? '';
}

test('the real SDK orders, authorises, captures in part and refunds', () =>
	withDouble(async (double) => {
		const sdk = sdkFor(double);
		const authorizationId = await authorizeWith(sdk);
		const captured = await sdk.payments.captureAuthorizedPayment({
			authorizationId,
			paypalRequestId: 'capture-1',
			body: { amount: eur('10.00'), finalCapture: true }
		});
		const captureId = captured.result.id ?? '';
		const refund = (paypalRequestId: string, value: string) =>
			sdk.payments.refundCapturedPayment({
				captureId,
				paypalRequestId,
				body: { amount: eur(value) }
			});
		const [one, again] = [await refund('refund-1', '3.00'), await refund('refund-1', '3.00')];
		const refused = refund('refund-2', '7.01');

		expect(captured.result.status).toBe('COMPLETED');
		expect(again.result.id).toBe(one.result.id);
		await expect(refused).rejects.toBeInstanceOf(ApiError);
		await expect(refused).rejects.toMatchObject({ statusCode: 422 });
		const found = await sdk.payments.getCapturedPayment({ captureId });
		expect(found.result.status).toBe('PARTIALLY_REFUNDED');
		const books = await readDoubleBooks(double);
		expect(books.paypal['double']?.payments[0]).toMatchObject({
			orderId: 'order-7',
			authorizedMinor: 0,
			capturedMinor: 1_000,
			refundedMinor: 300
		});
	}));

test('the real SDK voids an authorisation', () =>
	withDouble(async (double) => {
		const sdk = sdkFor(double);
		const authorizationId = await authorizeWith(sdk);
		await sdk.payments.voidPayment({ authorizationId });
		const found = await sdk.payments.getAuthorizedPayment({ authorizationId });

		expect(found.result.status).toBe('VOIDED');
	}));
