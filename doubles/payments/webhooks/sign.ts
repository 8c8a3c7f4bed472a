import { createSign, createVerify, generateKeyPairSync, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import Stripe from 'stripe';

/** Signing needs no account: the key is never used for a call. */
const signer = new Stripe('sk_test_signs_only').webhooks;

/** @param atSeconds time of the signature. */
export function signStripe(
	payload: string,
	secret: string,
	atSeconds: number
): Record<string, string> {
	const header = signer.generateTestHeaderString({ payload, secret, timestamp: atSeconds });
	return { 'stripe-signature': header };
}

/** PayPal's five headers over a body. */
export interface PayPalSignature {
	'paypal-auth-algo': string;
	'paypal-cert-url': string;
	'paypal-transmission-id': string;
	'paypal-transmission-sig': string;
	'paypal-transmission-time': string;
}

/**
 * PayPal signs `transmission id|time|webhook id|CRC32 of the body` with RSA. The double makes its own key at start
 * and serves the public half where PayPal serves a certificate.
 */
export class PayPalSigner {
	#pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

	publicKeyPem(): string {
		return this.#pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
	}

	sign(body: string, webhookId: string, certUrl: string, at: Date): PayPalSignature {
		const id = randomUUID();
		const time = at.toISOString().replace(/\.\d+Z$/, 'Z');
		const signed = createSign('RSA-SHA256').update(signedText(id, time, webhookId, body));
		return {
			'paypal-auth-algo': 'SHA256withRSA',
			'paypal-cert-url': certUrl,
			'paypal-transmission-id': id,
			'paypal-transmission-sig': signed.sign(this.#pair.privateKey, 'base64'),
			'paypal-transmission-time': time
		};
	}

	verify(body: string, webhookId: string, given: PayPalSignature): boolean {
		const text = signedText(
			given['paypal-transmission-id'],
			given['paypal-transmission-time'],
			webhookId,
			body
		);
		const check = createVerify('RSA-SHA256').update(text);
		return (
			given['paypal-auth-algo'] === 'SHA256withRSA' &&
			check.verify(this.#pair.publicKey, given['paypal-transmission-sig'], 'base64')
		);
	}
}

function signedText(id: string, time: string, webhookId: string, body: string): string {
	return [id, time, webhookId, crc32(body)].join('|');
}
