import { z } from 'zod';
import { malformed } from './fault.ts';

const money = z.object({
	currency_code: z.string().regex(/^[A-Z]{3}$/),
	value: z.string().max(32)
});

const experience = z.object({
	return_url: z.url().optional(),
	cancel_url: z.url().optional(),
	locale: z.string().optional()
});

export const newOrder = z.object({
	intent: z.enum(['AUTHORIZE', 'CAPTURE']),
	purchase_units: z
		.array(
			z.object({
				reference_id: z.string().max(256).optional(),
				custom_id: z.string().max(255).optional(),
				invoice_id: z.string().max(127).optional(),
				description: z.string().max(127).optional(),
				amount: money
			})
		)
		.length(1),
	application_context: experience.optional(),
	payment_source: z
		.object({ paypal: z.object({ experience_context: experience.optional() }) })
		.optional()
});

export const captureRequest = z.object({
	amount: money.optional(),
	final_capture: z.boolean().optional(),
	invoice_id: z.string().max(127).optional()
});

export const refundRequest = z.object({
	amount: money.optional(),
	invoice_id: z.string().max(127).optional(),
	custom_id: z.string().max(127).optional(),
	note_to_payer: z.string().max(255).optional()
});

export const reauthorizeRequest = z.object({ amount: money.optional() });

export const verifyRequest = z.object({
	auth_algo: z.string(),
	cert_url: z.string(),
	transmission_id: z.string(),
	transmission_sig: z.string(),
	transmission_time: z.string(),
	webhook_id: z.string(),
	webhook_event: z.record(z.string(), z.unknown())
});

/**
 * @param text the body; an empty one is `{}`, as PayPal takes it.
 * @throws {PayPalFault} 400 that names the first field at fault.
 */
export function parseBody<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
	const parsed = schema.safeParse(text === '' ? {} : fromJson(text));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw malformed(
		`/${issue?.path.join('/') ?? ''}`,
		'INVALID_PARAMETER_VALUE',
		issue?.message ?? 'invalid'
	);
}

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw malformed('/', 'MALFORMED_REQUEST_JSON', 'The request JSON is not well formed.');
	}
}
