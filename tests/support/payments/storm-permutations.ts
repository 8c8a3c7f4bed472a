/** Events of one payment that arrive in each possible order, none of them before all have happened. */

import { setTimeout as sleep } from 'node:timers/promises';
import { turn } from '../house/payments.ts';
import { capturedOrder, until, type Scene } from './storm-customers.ts';

const TYPES = [
	'payment_intent.created',
	'payment_intent.succeeded',
	'charge.refunded',
	'charge.dispute.created'
] as const;
const PERMUTED = 'events: permutations';
const REFUNDED_MINOR = 300;
const DISPUTED_MINOR = 200;
/** Guests of the storm have lower numbers. */
const FIRST = 9000;

/**
 * For each of the 24 orders of created, succeeded, refunded and disputed: a payment whose events are all
 * withheld, and which is refunded and disputed at the provider, so that we can know of it by its events only.
 * Then the four events arrive in that order, each some times at once. Returns what failed.
 */
export async function playPermutations(scene: Scene, duplicates: number): Promise<string[]> {
	await turn(scene.double, { drop: 1, duplicate: duplicates });
	const failed = await Promise.all(
		permutationsOf(TYPES).map((types, at) =>
			play(scene, FIRST + at, types).catch((error: unknown) => [String(error)])
		)
	);
	await turn(scene.double, { reset: true });
	return failed.flat();
}

async function play(scene: Scene, n: number, types: readonly string[]): Promise<string[]> {
	const { order, paymentId } = await capturedOrder(scene, n);
	await refundAtProvider(scene, paymentId);
	await disputeAtProvider(scene, paymentId);
	const before = await givenBack(scene, order);
	if (before.length > 0) return [`order ${order} was given back before an event said so`];
	const events = types.map((type) => eventOf(scene, paymentId, type));
	for (const event of events) await deliver(scene, event);
	await until(`effect of ${types.join(', ')}`, async () => {
		const kinds = await givenBack(scene, order);
		return kinds.length === 2 || undefined;
	});
	const stored = await storedOf(scene, events);
	if (stored.join() !== events.join())
		return [`order ${order}: its events arrived as ${stored.join()}`];
	scene.tally.set(PERMUTED, (scene.tally.get(PERMUTED) ?? 0) + 1);
	return [];
}

/** The events in the order in which they were stored. */
async function storedOf({ pool }: Scene, events: readonly string[]): Promise<string[]> {
	const { rows } = await pool.query<{ id: string }>(
		'select event_id as id from provider_event where event_id = any ($1) order by received_at',
		[events]
	);
	return rows.map(({ id }) => id);
}

/** As a person in the provider's dashboard: no row of ours knows of it. */
async function refundAtProvider({ double }: Scene, paymentId: string): Promise<void> {
	const answer = await fetch(`${double.url}/v1/refunds`, {
		method: 'POST',
		headers: { authorization: 'Bearer sk_test_double' },
		body: new URLSearchParams({ payment_intent: paymentId, amount: String(REFUNDED_MINOR) })
	});
	if (!answer.ok) throw new Error(await answer.text());
}

async function disputeAtProvider({ double }: Scene, paymentIntent: string): Promise<void> {
	const answer = await fetch(`${double.url}/disputes`, {
		method: 'POST',
		body: JSON.stringify({ paymentIntent, amountMinor: DISPUTED_MINOR })
	});
	if (!answer.ok) throw new Error(await answer.text());
}

/** The kinds of movements in the ledger that gave money back. */
async function givenBack({ pool }: Scene, order: string): Promise<string[]> {
	const { rows } = await pool.query<{ kind: string }>(
		"select kind from ledger where order_id = $1 and kind in ('refund', 'dispute')",
		[order]
	);
	return rows.map(({ kind }) => kind);
}

function eventOf({ double }: Scene, paymentId: string, type: string): string {
	const events = [...double.world.stripe.values()].flatMap((account) => account.events);
	const found = events.find((event) => event.type === type && isOf(event.data.object, paymentId));
	if (!found) throw new Error(`${paymentId} has no event ${type}`);
	return found.id;
}

function isOf(object: unknown, paymentId: string): boolean {
	const { id, payment_intent } = object as { id: string; payment_intent?: unknown };
	return id === paymentId || payment_intent === paymentId;
}

const SENT_TIMES = 12;
const LOOKS = 200;

/** Sends an event, more than once as a provider does, until it was accepted: the next one comes after it. */
async function deliver({ double }: Scene, event: string): Promise<void> {
	const isThere = () =>
		double.world.mailer.deliveries.some(
			({ eventId, kind, status }) => eventId === event && kind !== 'forged' && status === 200
		);
	for (let times = 0; times < SENT_TIMES; times++) {
		const answer = await fetch(`${double.url}/deliveries`, {
			method: 'POST',
			body: JSON.stringify({ events: [event] })
		});
		if (!answer.ok) throw new Error(await answer.text());
		for (let left = LOOKS; left > 0; left--) {
			if (isThere()) return;
			await sleep(25);
		}
	}
	throw new Error(`${event} was not accepted`);
}

function permutationsOf<T>(items: readonly T[]): T[][] {
	if (items.length < 2) return [[...items]];
	return items.flatMap((first) =>
		permutationsOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest])
	);
}
