import { z } from 'zod';
import { readBooks } from './books.ts';
import { checked, ok, parseJson } from './checked.ts';
import { disputeControls } from './dispute-controls.ts';
import type { Answer, Call, Handler } from './http.ts';
import { emit } from './stripe/account.ts';
import { presentAccount } from './stripe/operations.ts';
import { passTime } from './time.ts';
import { deskOf, type World } from './world.ts';

const whsec = z.string().startsWith('whsec_');
const endpoints = z.strictObject({
	stripe: z
		.strictObject({ url: z.url(), secret: whsec, secrets: z.record(z.string(), whsec).optional() })
		.nullish(),
	paypal: z.strictObject({ url: z.url(), webhookId: z.string().min(1) }).nullish()
});
const sending = z.strictObject({ events: z.array(z.string()).min(1).max(100) });
const profile = z.strictObject({
	charges_enabled: z.boolean().optional(),
	payouts_enabled: z.boolean().optional(),
	details_submitted: z.boolean().optional()
});

/** What a test steers: knobs, webhooks, and what a bank or the provider does by itself. No provider has these. */
export function controls(world: World): Record<string, Handler> {
	return {
		'GET /health': () => ok({ status: 'ok' }),
		'GET /knobs': () => ok(world.knobs.values),
		'POST /knobs': (call) => setKnobs(world, call),
		'GET /books': () => {
			passTime(world);
			return ok(readBooks(world));
		},
		'GET /endpoints': () => ok(world.mailer.endpoints),
		'POST /endpoints': (call) =>
			checked(endpoints, call, ({ stripe, paypal }) => {
				const { mailer } = world;
				if (stripe !== undefined) mailer.endpoints.stripe = stripe ?? undefined;
				if (paypal !== undefined) mailer.endpoints.paypal = paypal ?? undefined;
				return mailer.endpoints;
			}),
		'GET /deliveries': () => ok(world.mailer.deliveries),
		'POST /deliveries': (call) => checked(sending, call, ({ events }) => resend(world, events)),
		...disputeControls(world),
		'POST /accounts/:id': (call) =>
			checked(profile, call, (wanted) => {
				const account = world.stripe.get(call.params['id'] ?? '');
				if (account === undefined) return null;
				Object.assign(account.profile, wanted);
				const desk = deskOf(world, account);
				emit(desk, 'account.updated', presentAccount(desk));
				return presentAccount(desk);
			})
	};
}

function setKnobs(world: World, call: Call): Answer {
	const body = parseJson(call.body);
	const faults = body === undefined ? ['body: no JSON'] : world.knobs.set(body);
	if (faults.length > 0) return { status: 422, json: { faults } };
	passTime(world);
	return ok(world.knobs.values);
}

/** Sends listed events once more, in the order given: a test of every permutation steers with it. */
function resend(world: World, ids: string[]): { sent: string[] } {
	const stripe = [...world.stripe.values()];
	const paypal = [...world.paypal.values()].flatMap(({ events }) => events);
	const sent: string[] = [];
	for (const id of ids) {
		const account = stripe.find(({ events }) => events.some((event) => event.id === id));
		const event = account?.events.find((candidate) => candidate.id === id);
		const other = paypal.find((candidate) => candidate.id === id);
		if (account !== undefined && event !== undefined) world.mailer.stripe(account.id, event, true);
		else if (other !== undefined) world.mailer.paypal(other, true);
		else continue;
		sent.push(id);
	}
	return { sent };
}
