import { paypalId } from '../ids.ts';
import type { Answer } from '../http.ts';

const UNPROCESSABLE =
	'The requested action could not be performed, semantically incorrect, or failed business validation.';
const MALFORMED = 'Request is not well-formed, syntactically incorrect, or violates schema.';

/** A refusal of PayPal's API. */
export class PayPalFault extends Error {
	readonly status: number;
	readonly json: unknown;

	constructor(status: number, json: object) {
		super(JSON.stringify(json));
		this.status = status;
		this.json = json;
	}

	answer(): Answer {
		return { status: this.status, json: this.json };
	}
}

function fault(status: number, name: string, message: string, details: object[] = []): PayPalFault {
	return new PayPalFault(status, {
		name,
		message,
		debug_id: paypalId().toLowerCase(),
		details,
		links: []
	});
}

/** 422: the request is understood, and its issue forbids it. */
export function unprocessable(issue: string, description: string): PayPalFault {
	return fault(422, 'UNPROCESSABLE_ENTITY', UNPROCESSABLE, [{ issue, description }]);
}

/** @param field JSON pointer, e.g. `/purchase_units/@reference_id=='default'/amount/value`. */
export function malformed(field: string, issue: string, description: string): PayPalFault {
	return fault(400, 'INVALID_REQUEST', MALFORMED, [
		{ field, location: 'body', issue, description }
	]);
}

export function notFound(id: string): PayPalFault {
	const description = `Specified resource ID ${id} does not exist. Please check the resource ID and try again.`;
	return fault(404, 'RESOURCE_NOT_FOUND', 'The specified resource does not exist.', [
		{ issue: 'INVALID_RESOURCE_ID', description }
	]);
}

export function rateLimited(): PayPalFault {
	return fault(429, 'RATE_LIMIT_REACHED', 'Too many requests. Blocked due to rate limiting.');
}

export function broken(): PayPalFault {
	return fault(500, 'INTERNAL_SERVER_ERROR', 'An internal server error occurred.');
}

export function unauthorized(error: string, description: string): PayPalFault {
	return new PayPalFault(401, { error, error_description: description });
}
