/** Calls of PayPal's SDK, with its errors in our words. */
import {
	ApiError,
	Client,
	Environment,
	OrdersController,
	PaymentsController
} from '@paypal/paypal-server-sdk';
import { Refused, Unsure } from './gateway.ts';
import { DoubleAgent } from './paypal-double.ts';

const TIMEOUT_MS = 5000;
/** Issues that pass by themselves: a capture under review cannot be refunded yet. */
const PASSING = ['PENDING_CAPTURE', 'PREVIOUS_REQUEST_IN_PROGRESS'];

export interface PayPalSettings {
	clientId: string;
	clientSecret: string;
	mode: 'test' | 'live';
	/** Base address of the payment double, instead of PayPal. */
	doubleUrl?: string | undefined;
	/** Of one call; 5 s by default. */
	timeoutMs?: number;
}

export interface PayPalApi {
	orders: OrdersController;
	payments: PaymentsController;
}

/**
 * No answer, or one that says nothing about the payment. The SDK's own errors hold the whole request, with the
 * token and the client's secret: they must reach no log.
 */
export class PayPalTrouble extends Error {
	readonly code: string;
	readonly statusCode: number | undefined;
	constructor(code: string, statusCode?: number) {
		super(`PayPal: ${code}`);
		this.name = 'PayPalTrouble';
		this.code = code;
		this.statusCode = statusCode;
	}
}

/**
 * Runs calls with one access token. PayPal may end a token early, and the SDK does not ask for another: after
 * a 401, which has no effect, the call runs once more with a new one.
 */
export function createPayPalCaller(settings: PayPalSettings) {
	let api = connectTo(settings);
	return async <T>(call: (api: PayPalApi) => Promise<T>): Promise<T> => {
		const used = api;
		try {
			return await call(used);
		} catch (error) {
			if (!(error instanceof ApiError) || error.statusCode !== 401) throw translated(error);
		}
		if (api === used) api = connectTo(settings);
		return call(api).catch((error: unknown) => {
			throw translated(error);
		});
	};
}

function connectTo(settings: PayPalSettings): PayPalApi {
	const { clientId, clientSecret, mode, doubleUrl, timeoutMs = TIMEOUT_MS } = settings;
	const client = new Client({
		clientCredentialsAuthCredentials: {
			oAuthClientId: clientId,
			oAuthClientSecret: clientSecret
		},
		environment: mode === 'live' ? Environment.Production : Environment.Sandbox,
		timeout: timeoutMs,
		...(doubleUrl !== undefined && {
			httpClientOptions: { httpsAgent: new DoubleAgent(doubleUrl) }
		})
	});
	return { orders: new OrdersController(client), payments: new PaymentsController(client) };
}

/**
 * 400, 404 and 422 are final: `Refused`. A 5xx may hide an effect: `Unsure`. All else comes again: no answer, too
 * many requests, a conflict, keys that an operator must mend.
 */
function translated(error: unknown): unknown {
	if (error instanceof Refused) return error;
	if (!(error instanceof ApiError)) return new PayPalTrouble(codeOf(error) ?? 'no answer');
	const { statusCode } = error;
	const code = issueOf(error.body) ?? String(statusCode);
	if (statusCode >= 500) return new Unsure(code);
	const isFinal = [400, 404, 422].includes(statusCode) && !PASSING.includes(code);
	return isFinal ? new Refused(code) : new PayPalTrouble(code, statusCode);
}

/** The issue that PayPal's error names first, e.g. `ORDER_NOT_APPROVED`; else the error's name. */
function issueOf(body: unknown): string | undefined {
	if (typeof body !== 'string') return undefined;
	try {
		const { details, name } = JSON.parse(body) as { details?: { issue?: string }[]; name?: string };
		return details?.[0]?.issue ?? name;
	} catch {
		return undefined;
	}
}

function codeOf(error: unknown): string | undefined {
	const { code } = error as { code?: unknown };
	return typeof code === 'string' ? code : undefined;
}
