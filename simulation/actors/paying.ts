/**
 * A customer on the provider's page: pays, confirms at the bank, is declined, leaves, comes too late. Only on
 * the pages of the payment double: a provider's real page is left, because a simulated customer has no card for it.
 */

import type { PayAnswer, PaymentMethodsAnswer, TrackedOrder } from '#domain/wire/contract.ts';
import { isClosed, type PaymentMethod } from '#domain/order/order.ts';
import { readBooks } from '../client/books.ts';
import type { Caller } from '../client/caller.ts';
import { openFeed } from '../client/feed.ts';
import { CARDS, pressAndRead, type Landing } from '../client/payer.ts';
import type { Manner, PlannedPayment } from '../plan/paying.ts';
import { chanceOf, type Chance } from '../random.ts';
import type { PlacedOrder } from '../tally.ts';
import type { Stage } from './stage.ts';

const LOOK_MS = 250;
/** Every so many looks the customer asks for a new page, as the page that waits does. */
const ASK_EVERY = 20;
/** After this long without a result the customer presses again. */
const RESULT_MS = 6000;

/** The planned way to pay, if the system offers it. */
export async function methodFor(
	caller: Caller,
	{ method }: PlannedPayment
): Promise<PaymentMethod> {
	if (method === 'door') return method;
	const said = await caller.get<PaymentMethodsAnswer>('/api/payment-methods');
	return said.ok && said.body.methods.includes(method) ? method : 'door';
}

interface Payer {
	stage: Stage;
	caller: Caller;
	plan: PlannedPayment;
	order: PlacedOrder;
	chance: Chance;
	/** The provider's page said that it is paid. */
	hasPaid: boolean;
}

/** Plays a customer whose order awaits payment, until the order is placed or the customer has left. */
export async function payOnline(
	stage: Stage,
	caller: Caller,
	plan: PlannedPayment,
	order: PlacedOrder
): Promise<void> {
	const chance = chanceOf(stage.seed, 'payer', order.n);
	const payer: Payer = { stage, caller, plan, order, chance, hasPaid: false };
	stage.tally.paying.add(order.id);
	try {
		const url = await pageOf(payer);
		if (url === undefined) return void (order.paid = 'too late');
		if (!(await isDouble(stage, url))) return void (order.paid = 'left');
		await stage.clock.wait(plan.minutes);
		await PAYING[plan.manner](payer, url);
	} finally {
		stage.tally.paying.delete(order.id);
	}
}

/** Whether a payment double answers at the page's origin; asked once for each origin. */
async function isDouble({ providers }: Stage, url: string): Promise<boolean> {
	const { origin } = new URL(url);
	const known = providers.get(origin) ?? readBooks(origin).then((books) => books !== undefined);
	providers.set(origin, known);
	return known;
}

const PAYING: Record<Manner, (payer: Payer, url: string) => Promise<void>> = {
	pays: (payer, url) => untilPlaced(payer, url, (at) => pay(payer, at)),
	confirms: (payer, url) => untilPlaced(payer, url, (at) => confirm(payer, at)),
	async 'pays after a decline'(payer, url) {
		await decline(payer, url);
		await think(payer);
		await PAYING.pays(payer, url);
	},
	async 'leaves after a decline'(payer, url) {
		await decline(payer, url);
		payer.order.paid = 'left';
	},
	leaves: (payer) => Promise.resolve(void (payer.order.paid = 'left')),
	async 'pays late'(payer, url) {
		await untilLapsed(payer);
		await pay(payer, url);
		await comeBack(payer);
		payer.order.paid = payer.hasPaid ? 'late' : 'too late';
	},
	'pays twice': (payer, url) =>
		untilPlaced(payer, url, (at) => Promise.all([pay(payer, at), pay(payer, at)]))
};

const think = ({ stage, chance }: Payer) => stage.clock.wait(chance.between(0.2, 0.8));

/** Pays, and pays again while the order still waits: PayPal tells of a decline only when it is asked. */
async function untilPlaced(
	payer: Payer,
	first: string,
	payOnce: (url: string) => Promise<unknown>
): Promise<void> {
	for (let url: string | undefined = first; url !== undefined; url = await pageOf(payer)) {
		await payOnce(url);
		if (payer.plan.returns) await comeBack(payer);
		const status = await resultOf(payer);
		if (status === 'awaiting_payment') continue;
		if (status !== 'cancelled') return void (payer.order.paid = 'paid');
		break;
	}
	payer.order.paid = payer.hasPaid ? 'late' : 'too late';
}

const YES = { answer: 'yes' };

function pay(payer: Payer, url: string): Promise<void> {
	return send(payer, url, { card: CARDS.good, ...YES });
}

/** Some refuse at the bank first; PayPal has no such page. */
async function confirm(payer: Payer, url: string): Promise<void> {
	if (payer.order.method === 'paypal') return pay(payer, url);
	if (payer.chance.happens(0.25)) {
		await send(payer, url, { card: CARDS.bank }, 'no');
		payer.order.declines++;
	}
	await send(payer, url, { card: CARDS.bank }, 'yes');
}

async function decline(payer: Payer, url: string): Promise<void> {
	await send(payer, url, { card: CARDS.declined, answer: 'declined' }, 'no', false);
	payer.order.declines++;
	await comeBack(payer);
}

/** Sends a form, and what the customer answers the bank, if it asks. */
async function send(
	payer: Payer,
	url: string,
	fields: Record<string, string>,
	toBank: 'yes' | 'no' = 'yes',
	pays = true
): Promise<void> {
	let landed = await pressAndRead(url, fields);
	if (landed.landing === 'bank') {
		await think(payer);
		landed = await pressAndRead(landed.url, { answer: toBank });
	}
	if (pays && PAID.includes(landed.landing)) payer.hasPaid = true;
}

const PAID: readonly Landing[] = ['returned', 'paid'];

/** The page to which the provider leads back asks the system to look. */
async function comeBack({ caller, order }: Payer): Promise<void> {
	await caller.post(`/api/track/${order.token}/look`, {});
}

/** The provider's page as soon as it is made; undefined when the order no longer waits for its payment. */
async function pageOf({ stage, caller, order }: Payer): Promise<string | undefined> {
	for (let tries = 1; ; tries++) {
		const said = await caller.get<PayAnswer>(`/api/track/${order.token}/pay`);
		if (said.ok && said.body.url !== null) return said.body.url;
		if (!said.ok || said.body.status !== 'awaiting_payment') return undefined;
		if (tries % ASK_EVERY === 0) await caller.post(`/api/track/${order.token}/look`, {});
		await stage.clock.wait(stage.clock.minutesOf(LOOK_MS));
	}
}

/** The order's status once it is known whether it is paid, or after a while. */
async function resultOf({ stage, caller, order }: Payer): Promise<PayAnswer['status']> {
	for (const end = performance.now() + RESULT_MS; ;) {
		const said = await caller.get<PayAnswer>(`/api/track/${order.token}/pay`);
		const status = said.ok ? said.body.status : 'awaiting_payment';
		if (status !== 'awaiting_payment' || performance.now() > end) return status;
		await stage.clock.wait(stage.clock.minutesOf(LOOK_MS));
	}
}

/** Resolves at the moment at which the tracking page says that the order is over. */
async function untilLapsed({ stage, caller, order }: Payer): Promise<void> {
	const page = openFeed(caller, `order:${order.token}`, stage.tally);
	const over = Promise.withResolvers<void>();
	const look = () => {
		const view = page.known('order', order.id)?.view as TrackedOrder | undefined;
		if (view && isClosed(view.status)) over.resolve();
	};
	page.onChange(look);
	const timer = setInterval(look, 1000);
	const stop = () => over.reject(stage.clock.signal.reason);
	stage.clock.signal.addEventListener('abort', stop, { once: true });
	try {
		await over.promise;
	} finally {
		clearInterval(timer);
		page.close();
	}
}
