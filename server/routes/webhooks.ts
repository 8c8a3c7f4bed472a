import type { Request } from 'express';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { receiveEvent, type ProviderEvent } from '../../db/commands/receive-event.ts';
import { tooMany } from '../answers.ts';
import type { Context } from '../context.ts';
import type { Mount, RoutingTools } from '../routing.ts';
import { createCertificateStore } from '../webhooks/paypal-certificates.ts';
import { verifyPayPal } from '../webhooks/paypal.ts';
import { verifyStripe } from '../webhooks/stripe.ts';

/** Events of payment providers: kept once, and a worker looks at the payment. */
export function mountWebhooks(
	mount: Mount,
	{ pool, config, metrics }: Context,
	{ callers, limits }: RoutingTools
): void {
	const { stripeSecrets, paypalWebhookId, doubleUrl } = config.webhooks;
	const certificates = createCertificateStore({ doubleUrl });

	mount('stripeWebhook', {
		handle: ({ req, now }) =>
			take(req, 'stripe', verifyStripe(rawOf(req), req.headers, stripeSecrets, now))
	});

	mount('paypalWebhook', {
		handle: async ({ req, now }) => {
			if (paypalWebhookId === undefined) return take(req, 'paypal', undefined);
			const webhook = { webhookId: paypalWebhookId, certificates, now };
			return take(req, 'paypal', await verifyPayPal(rawOf(req), req.headers, webhook));
		}
	});

	/** The same answer to every forged event; an address that sends many is refused for a while. */
	async function take(
		req: Request,
		provider: ProviderEvent['provider'],
		event: Omit<ProviderEvent, 'provider'> | undefined
	): Promise<Result<{ ok: true }>> {
		if (event) {
			await receiveEvent(pool, { ...event, provider });
			return done({ ok: true });
		}
		const wait = await limits.take('tokenMiss', callers.of(req));
		if (wait === undefined) return refuse('bad_signature');
		metrics.limited.inc({ kind: 'tokenMiss' });
		return { ok: false, fault: tooMany(wait) };
	}
}

const NOTHING = Buffer.alloc(0);
const rawOf = (req: Request): Buffer => (Buffer.isBuffer(req.body) ? req.body : NOTHING);
