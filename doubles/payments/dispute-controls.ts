import { z } from 'zod';
import { checked } from './checked.ts';
import type { Handler } from './http.ts';
import { payPalDesk } from './paypal/api.ts';
import { closePayPalDispute, openPayPalDispute } from './paypal/disputes.ts';
import { closeDispute, findDispute } from './stripe/disputes.ts';
import { disputeByBank } from './stripe/operations.ts';
import { deskOf, type World } from './world.ts';

const amountMinor = z.number().int().positive().optional();
const opening = z.union([
	z.strictObject({
		paymentIntent: z.string(),
		reason: z.string().default('fraudulent'),
		amountMinor
	}),
	z.strictObject({ paypalCapture: z.string(), amountMinor })
]);
const closing = z.strictObject({ status: z.enum(['won', 'lost']) });

/** The customer's side of a dispute: no call of a provider's API does this. */
export function disputeControls(world: World): Record<string, Handler> {
	return {
		'POST /disputes': (call) =>
			checked(opening, call, (wanted) =>
				'paymentIntent' in wanted
					? openAtStripe(world, wanted.paymentIntent, wanted.reason, wanted.amountMinor)
					: openAtPayPal(world, wanted.paypalCapture, wanted.amountMinor)
			),
		'POST /disputes/:id/close': (call) =>
			checked(closing, call, ({ status }) => close(world, call.params['id'] ?? '', status))
	};
}

function openAtStripe(world: World, id: string, reason: string, amount: number | undefined) {
	const account = [...world.stripe.values()].find(({ intents }) => intents.has(id));
	if (account === undefined) return null;
	return disputeByBank(deskOf(world, account), {
		paymentIntent: id,
		reason,
		...(amount !== undefined && { amountMinor: amount })
	});
}

function openAtPayPal(world: World, id: string, amount: number | undefined) {
	const account = [...world.paypal.values()].find(({ captures }) => captures.has(id));
	return account === undefined ? null : openPayPalDispute(payPalDesk(world, account), id, amount);
}

function close(world: World, id: string, status: 'won' | 'lost') {
	for (const account of world.stripe.values()) {
		const desk = deskOf(world, account);
		if (account.disputes.has(id)) return closeDispute(desk, findDispute(desk, id), status);
	}
	for (const account of world.paypal.values()) {
		const dispute = account.disputes.get(id);
		if (dispute !== undefined)
			return closePayPalDispute(payPalDesk(world, account), dispute, status);
	}
	return null;
}
