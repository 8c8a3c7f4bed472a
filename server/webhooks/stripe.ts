import type { IncomingHttpHeaders } from 'node:http';
import Stripe from 'stripe';
import { z } from 'zod';
import { eventOf, type ProviderEvent } from './event.ts';

const TOLERANCE_S = 300;
const fields = z.record(z.string(), z.unknown());
const wire = z.object({
	id: z.string().min(1).max(255),
	object: z.literal('event'),
	type: z.string().min(1).max(255),
	account: z.string().max(255).nullish(),
	data: z.object({ object: fields })
});

/**
 * Stripe's event, when one of the secrets signed exactly these bytes not more than 5 minutes ago; else undefined.
 * @param raw the body as it arrived: a parsed one, written again, has other bytes.
 * @param secrets of the endpoint: two while one replaces the other, and those of Connect endpoints.
 * @param now milliseconds.
 */
export function verifyStripe(
	raw: Buffer,
	headers: IncomingHttpHeaders,
	secrets: readonly string[],
	now: number
): ProviderEvent | undefined {
	const header = headers['stripe-signature'];
	if (typeof header !== 'string' || isFromTheFuture(header, now)) return undefined;
	for (const secret of secrets) {
		const body = signedBy(secret, raw, header, now);
		const read = wire.safeParse(body);
		if (read.success && body) return shown(read.data, body);
	}
	return undefined;
}

function signedBy(secret: string, raw: Buffer, header: string, now: number): object | undefined {
	try {
		return Stripe.webhooks.constructEvent(raw, header, secret, TOLERANCE_S, undefined, now);
	} catch {
		return undefined;
	}
}

/** The SDK looks at the age only. A header with two times is not Stripe's. */
function isFromTheFuture(header: string, now: number): boolean {
	const times = header.split(',').filter((item) => item.trim().startsWith('t='));
	const at = Number(times[0]?.trim().slice(2));
	return times.length !== 1 || !(at - now / 1000 <= TOLERANCE_S);
}

function shown({ id, type, account, data }: z.infer<typeof wire>, body: object): ProviderEvent {
	const { object } = data;
	const metadata = fields.safeParse(object.metadata).data ?? {};
	return eventOf({
		id,
		type,
		account: account ?? null,
		intent: metadata.intent ?? object.client_reference_id,
		providerIds: [object.id, ...['payment_intent', 'charge', 'latest_charge'].map(idAt(object))],
		body
	});
}

/** Stripe writes an id, or the whole object where the endpoint expands it. */
function idAt(object: Record<string, unknown>) {
	return (name: string): unknown => {
		const expanded = fields.safeParse(object[name]);
		return expanded.success ? expanded.data.id : object[name];
	};
}
