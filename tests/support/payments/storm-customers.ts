/** Customers who pay in every way, and a shop that decides about their orders. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentMethod } from '#domain/order/order.ts';
import type { Double } from '../../../doubles/payments/server.ts';
import { advance } from '../../../db/commands/advance.ts';
import { change } from '../../../db/commands/change.ts';
import { lookAgain } from '../../../db/commands/look-again.ts';
import { refund } from '../../../db/commands/refund.ts';
import { isOutage } from '../../../db/plumbing/errors.ts';
import type { Pool } from '../../../db/plumbing/pool.ts';
import { orderById } from '../../../db/reads/order-states.ts';
import * as intents from '../../../db/tables/intents.ts';
import { CARDS, press } from '../../../simulation/client/payer.ts';
import { chanceOf, type Chance } from '../../../simulation/random.ts';
import { dueNow } from '../house/workers.ts';
import { aLine, aRequest, cooked, placed } from '../pages/orders.ts';

/** Shares of what customers do, in percent. */
const MANNERS = {
	pays: 34,
	'3-D Secure': 10,
	'declined, then pays': 14,
	'pays twice': 12,
	'pays, never returns': 8,
	'pays late': 10,
	'cancels and pays': 4,
	leaves: 8
};
/** Shares of what the shop does with a paid order. */
const DECISIONS = {
	cooks: 36,
	refuses: 14,
	'called off': 8,
	'called off late': 8,
	refunds: 18,
	'cheaper before': 6,
	'cheaper after': 6,
	disputed: 4
};

export interface Scene {
	pool: Pool;
	double: Double;
	seed: number;
	/** The ids of all orders whose placing was answered. */
	placed: string[];
	/** How often each manner and decision occurred. */
	tally: Map<string, number>;
}

interface Guest {
	scene: Scene;
	n: number;
	chance: Chance;
	order: string;
	method: PaymentMethod;
	payUrl: string;
}

/** The number goes to the provider's page, and must be found nowhere else. */
const CARD_NUMBER = '4242424242424242';
const PAYPAL_SHARE = 0.25;
const LIMIT_MS = 120_000;
const POLL_MS = 120;
const cook = { kinds: ['cook'], actor: 'staff:cuisine-gare' } as const;
const customer = { kinds: ['customer'], actor: 'customer' } as const;
const manager = { actor: 'staff:responsable-gare' } as const;

/** Orders, pays or not, and lives with what the shop decides. Throws when an order waits too long. */
export async function playGuest(scene: Scene, n: number): Promise<void> {
	const chance = chanceOf(scene.seed, 'guest', n);
	const method = chance.happens(PAYPAL_SHARE) ? 'paypal' : 'card';
	const manner = chance.weighted(MANNERS) as keyof typeof MANNERS;
	const decision = chance.weighted(DECISIONS) as keyof typeof DECISIONS;
	const guest = await arrive(scene, n, chance, method);
	const { order } = guest;
	count(scene, `${method}: ${manner}`);
	await PAYING[manner](guest);
	if (manner === 'leaves') return;
	const status = await until(`payment of ${order}`, async () => {
		const now = await orderById(scene.pool, order);
		return now?.status === 'awaiting_payment' ? undefined : now?.status;
	});
	if (status !== 'placed') return count(scene, `order: ${status}`);
	count(scene, `shop: ${decision}`);
	await DECIDING[decision](guest);
}

/** An order by card that is paid, accepted and captured, and the provider's id of its payment. */
export async function capturedOrder(
	scene: Scene,
	n: number
): Promise<{ order: string; paymentId: string }> {
	const guest = await arrive(scene, n, chanceOf(scene.seed, 'captured', n), 'card');
	await PAYING.pays(guest);
	await until(`placing of ${guest.order}`, async () => {
		const now = await orderById(scene.pool, guest.order);
		return now?.status === 'placed' || undefined;
	});
	await accepted(guest);
	const intent = await intents.latestOf(scene.pool, guest.order);
	return { order: guest.order, paymentId: intent?.paymentId ?? '' };
}

/** A customer with an order, before the page to pay. */
async function arrive(
	scene: Scene,
	n: number,
	chance: Chance,
	method: 'card' | 'paypal'
): Promise<Guest> {
	const order = await orderFor(scene, n, method);
	const payUrl = await until(
		`page of ${order}`,
		async () => (await intents.latestOf(scene.pool, order))?.payUrl
	);
	return { scene, n, chance, order, method, payUrl };
}

async function orderFor(scene: Scene, n: number, method: 'card' | 'paypal'): Promise<string> {
	const quantity = 2 + (n % 3);
	const { order } = await persist(() =>
		placed(scene.pool, {
			payment: { method },
			fulfilment: 'collection',
			address: undefined,
			lines: [aLine({ quantity })],
			customer: { ...aRequest().customer, phone: `+3363998${String(n).padStart(4, '0')}` }
		})
	);
	scene.placed.push(order.id);
	return order.id;
}

const PAYING: Record<keyof typeof MANNERS, (guest: Guest) => Promise<void>> = {
	async pays(guest) {
		await pay(guest);
		await comeBack(guest);
	},
	async '3-D Secure'(guest) {
		if (guest.method === 'paypal') return PAYING.pays(guest);
		if (guest.chance.happens(0.3)) await answerBank(guest, 'no');
		await answerBank(guest, 'yes');
		await comeBack(guest);
	},
	async 'declined, then pays'(guest) {
		await press(guest.payUrl, { card: CARDS.declined, answer: 'declined' });
		await comeBack(guest);
		await sleep(guest.chance.whole(0, 800));
		await until(`second try of ${guest.order}`, async () => {
			await pay(guest);
			await comeBack(guest);
			await sleep(500);
			const now = await orderById(guest.scene.pool, guest.order);
			return now?.status !== 'awaiting_payment' || guest.method === 'card' || undefined;
		});
	},
	async 'pays twice'(guest) {
		await Promise.all([pay(guest), pay(guest), pay(guest)]);
		await Promise.all([comeBack(guest), comeBack(guest)]);
	},
	'pays, never returns': (guest) => pay(guest),
	async 'pays late'(guest) {
		await persist(() => dueNow(guest.scene.pool, 'payment.lapse', guest.order));
		await sleep(guest.chance.whole(0, 600));
		await pay(guest);
		await comeBack(guest);
	},
	async 'cancels and pays'(guest) {
		await Promise.all([step(guest, 'cancel', customer), pay(guest)]);
		await comeBack(guest);
	},
	async leaves(guest) {
		if (guest.chance.happens(0.5))
			await persist(() => dueNow(guest.scene.pool, 'payment.lapse', guest.order));
	}
};

const DECIDING: Record<keyof typeof DECISIONS, (guest: Guest) => Promise<unknown>> = {
	cooks: (guest) => persist(() => cooked(guest.scene.pool, guest.order)).catch(ifRepeated),
	refuses: (guest) => step(guest, 'refuse', cook),
	'called off': (guest) => step(guest, 'cancel', customer),
	async 'called off late'(guest) {
		await step(guest, 'accept', cook);
		await sleep(guest.chance.whole(0, 400));
		await step(guest, 'cancel', customer);
	},
	async refunds(guest) {
		const capturedMinor = await accepted(guest);
		const { pool } = guest.scene;
		const amountMinor = guest.chance.whole(100, Math.ceil(capturedMinor * 0.6));
		const press = () =>
			persist(() =>
				refund(pool, { orderId: guest.order, reason: 'froide', amountMinor, ...manager })
			);
		await Promise.all([press(), press(), press()]);
	},
	async 'cheaper before'(guest) {
		await makeCheaper(guest);
		await step(guest, 'accept', cook);
	},
	async 'cheaper after'(guest) {
		await accepted(guest);
		await makeCheaper(guest);
	},
	async disputed(guest) {
		await accepted(guest);
		const payment = await intents.latestOf(guest.scene.pool, guest.order);
		// PayPal shows disputes by events only.
		if (guest.method === 'paypal') return;
		const answer = await fetch(`${guest.scene.double.url}/disputes`, {
			method: 'POST',
			body: JSON.stringify({ paymentIntent: payment?.paymentId })
		});
		if (!answer.ok) throw new Error(`no dispute of ${payment?.paymentId}: ${await answer.text()}`);
		await comeBack(guest);
	}
};

/** A command that was answered before Postgres ended is refused when it is repeated. */
function ifRepeated(error: unknown): void {
	if (!(error instanceof Error && error.message.startsWith('accept: '))) throw error;
}

/** The captured amount of an order that the shop has accepted. */
async function accepted(guest: Guest): Promise<number> {
	await step(guest, 'accept', cook);
	return until(`capture of ${guest.order}`, async () => {
		const now = await orderById(guest.scene.pool, guest.order);
		return now?.payment.capturedMinor || undefined;
	});
}

function step(
	guest: Guest,
	action: 'accept' | 'refuse' | 'cancel',
	by: typeof cook | typeof customer
) {
	return persist(() => advance(guest.scene.pool, { orderId: guest.order, action, ...by }));
}

function makeCheaper(guest: Guest) {
	const lines = [aLine({ quantity: 1 })];
	return persist(() => change(guest.scene.pool, { orderId: guest.order, lines }));
}

async function pay(guest: Guest): Promise<void> {
	await press(guest.payUrl, { card: CARDS.good, answer: 'yes', number: CARD_NUMBER });
}

async function answerBank(guest: Guest, answer: 'yes' | 'no'): Promise<void> {
	const bank = await press(guest.payUrl, { card: CARDS.bank });
	if (bank !== null) await press(new URL(bank, guest.payUrl).href, { answer });
}

/** The page to which the customer returns asks for a look. */
const comeBack = (guest: Guest) => persist(() => lookAgain(guest.scene.pool, guest.order));

function count(scene: Scene, what: string): void {
	scene.tally.set(what, (scene.tally.get(what) ?? 0) + 1);
}

/** Repeats what an outage of Postgres interrupted, as people do. */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
	for (const end = performance.now() + LIMIT_MS; ; await sleep(300)) {
		try {
			return await work();
		} catch (error) {
			if (!isOutage(error) || performance.now() > end) throw error;
		}
	}
}

export async function until<T>(
	what: string,
	read: () => Promise<T | undefined | null>
): Promise<T> {
	for (const end = performance.now() + LIMIT_MS; ; await sleep(POLL_MS)) {
		const value = await persist(read);
		if (value !== undefined && value !== null) return value;
		if (performance.now() > end) throw new Error(`${what} did not come in ${LIMIT_MS} ms`);
	}
}
