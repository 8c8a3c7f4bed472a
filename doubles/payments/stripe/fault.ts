import type Stripe from 'stripe';
import type { Answer } from '../http.ts';

/** The `error` object of an answer. */
interface FaultBody {
	type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
	message: string;
	code?: string;
	param?: string;
	decline_code?: string;
	charge?: string;
	payment_intent?: Stripe.PaymentIntent;
}

/** A refusal of the API. `isSaved`: the endpoint ran, so the answer is kept under the idempotency key. */
export class StripeFault extends Error {
	readonly status: number;
	readonly body: FaultBody;
	readonly isSaved: boolean;
	readonly headers: Record<string, string>;

	constructor(
		status: number,
		body: FaultBody,
		more: { isSaved?: boolean; headers?: Record<string, string> } = {}
	) {
		super(body.message);
		this.status = status;
		this.body = body;
		this.isSaved = more.isSaved ?? false;
		this.headers = more.headers ?? {};
	}

	answer(): Answer {
		return {
			status: this.status,
			json: { error: structuredClone(this.body) },
			headers: this.headers
		};
	}
}

export function invalid(message: string, more: Partial<FaultBody> = {}): StripeFault {
	return new StripeFault(400, { type: 'invalid_request_error', message, ...more });
}

export function missing(what: string, id: string, param: string): StripeFault {
	const message = `No such ${what}: '${id}'`;
	return new StripeFault(404, {
		type: 'invalid_request_error',
		code: 'resource_missing',
		message,
		param
	});
}

export function required(param: string): StripeFault {
	return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

/** A state that forbids the action; the answer carries the intent, as Stripe's does. */
export function unexpectedState(
	intent: Stripe.PaymentIntent,
	done: string,
	allowed: string[]
): StripeFault {
	const message =
		`This PaymentIntent could not be ${done} because it has a status of ${intent.status}. ` +
		`Only a PaymentIntent with one of the following statuses may be ${done}: ${allowed.join(', ')}.`;
	return invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
}
