import { createVerify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { eventOf, type ProviderEvent } from './event.ts';
import type { CertificateStore } from './paypal-certificates.ts';

/** PayPal repeats a webhook for three days. The event's id makes a repeated one harmless. */
const OLDEST_MS = 4 * 24 * 3_600_000;
const FUTURE_MS = 300_000;

const signature = z.object({
	'paypal-auth-algo': z.literal('SHA256withRSA'),
	'paypal-cert-url': z.string().min(1).max(500),
	'paypal-transmission-id': z.string().regex(/^[\w-]{1,100}$/),
	'paypal-transmission-sig': z.base64().min(1).max(2000),
	'paypal-transmission-time': z.iso.datetime({ offset: true })
});
const resource = z.object({
	id: z.unknown().optional(),
	dispute_id: z.unknown().optional(),
	invoice_id: z.unknown().optional(),
	purchase_units: z.array(z.object({ invoice_id: z.unknown().optional() })).optional(),
	supplementary_data: z
		.object({ related_ids: z.record(z.string(), z.unknown()).optional() })
		.optional(),
	disputed_transactions: z
		.array(z.object({ seller_transaction_id: z.unknown().optional() }))
		.optional(),
	links: z.array(z.object({ rel: z.string(), href: z.string() })).optional()
});
const wire = z.object({
	id: z.string().min(1).max(255),
	event_type: z.string().min(1).max(255),
	resource_type: z.string().max(255),
	resource
});

export interface PayPalWebhook {
	/** The id of our webhook at PayPal: part of what is signed. */
	webhookId: string;
	certificates: CertificateStore;
	/** Milliseconds. */
	now: number;
}

/**
 * PayPal's event, when PayPal signed exactly these bytes for our webhook; else undefined. No call of PayPal's API:
 * RSA over `transmission id|time|webhook id|CRC32 of the body`, with a certificate from PayPal's own host.
 * @param raw the body as it arrived: a parsed one, written again, has other bytes.
 */
export async function verifyPayPal(
	raw: Buffer,
	headers: IncomingHttpHeaders,
	{ webhookId, certificates, now }: PayPalWebhook
): Promise<ProviderEvent | undefined> {
	const given = signature.safeParse(headers).data;
	if (!given || raw.length === 0) return undefined;
	const time = given['paypal-transmission-time'];
	const ageMs = now - Date.parse(time);
	if (!(ageMs <= OLDEST_MS && ageMs >= -FUTURE_MS)) return undefined;
	const key = await certificates.keyOf(given['paypal-cert-url']);
	if (!key) return undefined;
	const signed = [given['paypal-transmission-id'], time, webhookId, crc32(raw)].join('|');
	const check = createVerify('RSA-SHA256').update(signed);
	const isGenuine = check.verify(key, given['paypal-transmission-sig'], 'base64');
	return isGenuine ? read(raw) : undefined;
}

function read(raw: Buffer): ProviderEvent | undefined {
	let body: unknown;
	try {
		body = JSON.parse(raw.toString('utf8'));
	} catch {
		return undefined;
	}
	const event = wire.safeParse(body).data;
	if (!event) return undefined;
	const { id, event_type: type, resource_type: kind, resource: about } = event;
	return eventOf({
		id,
		type,
		account: null,
		// A refund's invoice number is that of our refund.
		intent: kind === 'refund' ? null : (about.invoice_id ?? about.purchase_units?.[0]?.invoice_id),
		providerIds: [
			about.id,
			about.dispute_id,
			...Object.values(about.supplementary_data?.related_ids ?? {}),
			...(about.disputed_transactions ?? []).map((one) => one.seller_transaction_id),
			// A refund names its capture by a link.
			...(about.links ?? []).filter(({ rel }) => rel === 'up').map(({ href }) => lastPart(href))
		],
		body: body as object
	});
}

const lastPart = (href: string) => href.split(/[?#]/)[0]?.split('/').at(-1);
