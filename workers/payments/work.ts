import { isMismatch, nextStep, type PaymentStep, type Seen } from '#domain/pay/payment.ts';
import { settle, type Looked } from '../../db/commands/settle.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import * as intents from '../../db/tables/intents.ts';
import type { ClaimedIntent } from '../../db/tables/intents.ts';
import * as refunds from '../../db/tables/refunds.ts';
import { tokenFor } from '../../db/tables/tracking.ts';
import type { Handler, WorkerContext } from '../context.ts';
import { Refused, Unsure, type Gateway } from './gateway.ts';
import { disputedAtPayPal } from './paypal-disputes.ts';

/**
 * Looks at a payment at its provider, does the one next step there, looks again, and settles. It always
 * looks before it acts: a step whose answer was lost is found done, and is not repeated.
 */
export const workOnPayment: Handler<JobPayloads['payment.work']> = async (tx, payload, ctx) => {
	const intent = await intents.claim(tx, payload.intent);
	if (!intent) return;
	const gateway = ctx.gateways.get(intent.provider);
	if (!gateway) {
		ctx.log.error({ intent: intent.id, provider: intent.provider }, 'no keys of this provider');
		return;
	}
	const waiting = await refunds.waiting(tx, intent.id);
	let looked: Looked | undefined;
	return {
		async perform() {
			looked = await visit({ ctx, gateway, intent, waiting });
		},
		confirm: (done) => (looked ? settle(done, looked) : Promise.resolve()),
		// The reconciler looks again.
		abandon: () => Promise.resolve()
	};
};

interface Visit {
	ctx: WorkerContext;
	gateway: Gateway;
	intent: ClaimedIntent;
	/** Refunds that the provider has not carried out. */
	waiting: readonly { id: string; amountMinor: number }[];
}

async function visit(of: Visit): Promise<Looked> {
	const { intent } = of;
	// The first worker that ever takes an intent finds nothing sent: Stripe would list its sessions for it.
	const seen = intent.attempt === 1 ? undefined : await look(of, intent);
	if (seen) await keep(of, seen);
	const step = stepOf(of, seen);
	const result = { intent: intent.id, attempt: intent.attempt };
	if (step.step === 'none') return { ...result, seen };
	try {
		await take(of, step, seen);
	} catch (error) {
		if (error instanceof Unsure) await intents.raiseKeys(of.ctx.pool, intent.id);
		if (!(error instanceof Refused)) throw error;
		return { ...result, seen, refused: { step, code: error.code } };
	}
	of.ctx.crash('after-provider');
	return { ...result, seen: await look(of, known(intent, seen)) };
}

/** How the payment stands, with the disputes that PayPal shows in events only. */
async function look({ ctx, gateway }: Visit, intent: ClaimedIntent): Promise<Seen | undefined> {
	const seen = await gateway.look(intent);
	if (!seen || gateway.provider !== 'paypal') return seen;
	const disputedMinor = await disputedAtPayPal(ctx.pool, seen, intent.disputedMinor);
	return { ...seen, disputedMinor };
}

function stepOf({ intent, waiting }: Visit, seen: Seen | undefined): PaymentStep {
	return nextStep({
		provider: intent.provider,
		order: { status: intent.status, totalMinor: intent.totalMinor },
		isMismatch: intent.isMismatch || (seen !== undefined && isMismatch(intent, seen)),
		isCaptureRefused: intent.refusal !== null,
		isPageReplaced: intents.isPageReplaced({
			page: intent.page,
			clientSecret: seen?.clientSecret ?? intent.clientSecret
		}),
		refunds: waiting,
		seen
	});
}

/** The intent with the ids that the provider shows now. */
const known = (intent: ClaimedIntent, seen: Seen | undefined): ClaimedIntent =>
	seen
		? {
				...intent,
				providerId: seen.providerId,
				paymentId: seen.paymentId ?? intent.paymentId,
				captureId: seen.captureId ?? intent.captureId
			}
		: intent;

async function keep({ ctx, intent }: Visit, seen: Seen): Promise<void> {
	if (intent.providerId === null) await intents.keepIds(ctx.pool, intent.id, seen);
}

async function take(of: Visit, step: PaymentStep, seen: Seen | undefined): Promise<void> {
	const { ctx, gateway } = of;
	const intent = known(of.intent, seen);
	const key = (row = intent.id) => `${step.step}-${row}-${intent.keyGeneration}`;
	ctx.crash('before-provider');
	switch (step.step) {
		case 'open':
			return open(of, key());
		case 'capture':
			return gateway.capture(intent, step.amountMinor, key());
		case 'refund':
			return gateway.refund(
				intent,
				{ id: step.refund, amountMinor: step.amountMinor },
				key(step.refund)
			);
		case 'none':
			return;
		default:
			return gateway[step.step](intent, key());
	}
}

/** Makes the page to pay, and keeps its address or secret before anything else. */
async function open({ ctx, gateway, intent }: Visit, key: string): Promise<void> {
	const link = `${ctx.publicUrl}/track/${tokenFor(ctx.appSecret, intent.order)}`;
	const opened = await gateway.open(intent, {
		returnUrl: `${link}/paid`,
		cancelUrl: link,
		key
	});
	ctx.crash('after-open');
	await intents.keepIds(ctx.pool, intent.id, opened);
	intent.providerId = opened.providerId;
}
