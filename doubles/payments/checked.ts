import type { z } from 'zod';
import type { Answer, Call } from './http.ts';
import { PayPalFault } from './paypal/fault.ts';
import { StripeFault } from './stripe/fault.ts';

/** A control: 422 with the faults in words; 404 when `act` finds nothing and returns null. */
export function checked<T extends z.ZodType>(
	schema: T,
	call: Call,
	act: (body: z.infer<T>) => unknown
): Answer {
	const parsed = schema.safeParse(parseJson(call.body));
	if (!parsed.success) {
		const faults = parsed.error.issues.map(
			(issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`
		);
		return { status: 422, json: { faults } };
	}
	try {
		const result = act(parsed.data);
		return result === null ? { status: 404, json: { faults: ['not found'] } } : ok(result);
	} catch (fault) {
		if (fault instanceof StripeFault || fault instanceof PayPalFault) {
			return { status: 422, json: { faults: [fault.message] } };
		}
		throw fault;
	}
}

/** Undefined if the text is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

export function ok(json: unknown): Answer {
	return { status: 200, json };
}
