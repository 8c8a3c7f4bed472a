/** A simulated customer: reads the menu, orders, follows the order, may cancel or change it. */

import type {
	ActionAnswer,
	PlacedAnswer,
	PlaceOrder,
	QuoteAnswer,
	TrackedOrder
} from '#domain/wire/contract.ts';
import { isClosed, type PaymentMethod } from '#domain/order/order.ts';
import { createCaller, type Caller } from '../client/caller.ts';
import { openFeed, type FeedClient } from '../client/feed.ts';
import type { PlannedOrder } from '../plan/evening-plan.ts';
import { readTracked, sameView } from '../check/same.ts';
import type { PlacedOrder } from '../tally.ts';
import { methodFor, payOnline } from './paying.ts';
import type { Stage } from './stage.ts';

/** Simulated minutes from opening the menu to pressing the button. */
const CHOOSING_MINUTES = 1;
/** Simulated minutes on the page after the order's end. */
const LINGER_MINUTES = 0.5;
const SLOT_MS = 15 * 60_000;

/** Plays one customer from the planned minute; resolves when the customer has finished. */
export async function playCustomer(stage: Stage, planned: PlannedOrder): Promise<void> {
	await stage.clock.until(planned.at - CHOOSING_MINUTES);
	const caller = createCaller(stage.house, `home ${planned.n}`, stage.tally);
	try {
		await caller.get(`/api/shops/${planned.body.shop}/menu`);
		await stage.clock.until(planned.at);
		const placed = await place(stage, caller, planned, await methodFor(caller, planned.pay));
		if (!placed) return;
		const page = planned.tracks
			? openFeed(caller, `order:${placed.token}`, stage.tally)
			: undefined;
		if (page) stage.tally.pages.set(placed.id, false);
		try {
			if (placed.method !== 'door') await payOnline(stage, caller, planned.pay, placed);
			if (['paid', 'at the door'].includes(placed.paid))
				await rethink(stage, caller, planned, placed);
			if (page) await watch(stage, caller, page, placed);
		} finally {
			page?.close();
		}
	} finally {
		caller.close();
	}
}

/** Places the order, twice at once for a planned double click; undefined when the shop refused. */
export async function place(
	stage: Stage,
	caller: Caller,
	planned: PlannedOrder,
	method: PaymentMethod = 'door'
): Promise<PlacedOrder | undefined> {
	const { tally, clock, fates } = stage;
	const basic = await bodyOf(caller, planned);
	const body = method === 'door' ? basic : { ...basic, payment: { method } };
	const key = `rush-${stage.seed}-${planned.n}-${Date.now().toString(36)}`;
	const times = planned.twice ? 2 : 1;
	const replies = await Promise.all(
		Array.from({ length: times }, () => caller.post<PlacedAnswer>('/api/orders', body, key))
	);
	const [first, second] = replies;
	if (!first?.ok) return undefined;
	if (second && (!second.ok || second.body.order.id !== first.body.order.id))
		tally.faults.push(`order ${planned.n} was sent twice with one key and became two things`);
	const { order, token } = first.body;
	fates.set(order.id, planned.fate);
	const isToPay = order.status === 'awaiting_payment';
	const placed: PlacedOrder = {
		id: order.id,
		token,
		shop: order.shop,
		number: order.number,
		n: planned.n,
		at: clock.now(),
		method: isToPay ? method : 'door',
		paid: isToPay ? 'waits' : 'at the door',
		declines: 0
	};
	tally.placed.push(placed);
	return placed;
}

/** An order ahead needs an offered slot near the planned time. */
async function bodyOf(caller: Caller, { body, ahead }: PlannedOrder): Promise<PlaceOrder> {
	if (ahead === null) return body;
	const point = body.address?.point;
	const query = point ? `?lat=${point.lat}&lng=${point.lng}` : '';
	const said = await caller.get<QuoteAnswer>(`/api/shops/${body.shop}/quote${query}`);
	if (!said.ok) return body;
	const wish = Date.now() + ahead * 60_000;
	// Only slots of the same evening; customers do not order for the next day.
	const slot = said.body.ways[body.fulfilment].slots.find(
		({ to }) => Date.parse(to) >= wish && Date.parse(to) < wish + SLOT_MS
	);
	return slot ? { ...body, wantedAt: slot.to } : body;
}

async function rethink(
	stage: Stage,
	caller: Caller,
	{ change, cancel }: PlannedOrder,
	{ token }: PlacedOrder
): Promise<void> {
	if (change) {
		await stage.clock.wait(change.after);
		await caller.post<ActionAnswer>(`/api/track/${token}/change`, { lines: change.lines });
	}
	if (cancel) {
		await stage.clock.wait(cancel.after);
		await caller.post<ActionAnswer>(`/api/track/${token}/cancel`, { reason: 'Finalement non' });
	}
}

/** Follows the order to its end; then the page must show the same state as the API. */
async function watch(
	stage: Stage,
	caller: Caller,
	page: FeedClient,
	{ id, token }: PlacedOrder
): Promise<void> {
	const ended = Promise.withResolvers<void>();
	const look = () => {
		const view = page.known('order', id)?.view as TrackedOrder | undefined;
		if (view && isClosed(view.status) && view.status !== 'failed') ended.resolve();
	};
	page.onChange(look);
	const timer = setInterval(look, 1000);
	stage.clock.signal.addEventListener('abort', () => ended.reject(stage.clock.signal.reason), {
		once: true
	});
	try {
		await ended.promise;
		await stage.clock.wait(LINGER_MINUTES);
		await compare(stage, caller, page, id, token);
	} finally {
		clearInterval(timer);
	}
}

/** A last change (a recorded payment) may still be in transit: compares again after a pause. */
async function compare(
	stage: Stage,
	caller: Caller,
	page: FeedClient,
	id: string,
	token: string
): Promise<void> {
	for (let tries = 0; ; tries++) {
		const fresh = await readTracked(caller, token);
		const seen = page.known('order', id)?.view;
		if (fresh && seen && sameView(seen, fresh)) return void stage.tally.pages.set(id, true);
		if (tries === 5) return;
		await stage.clock.wait(stage.clock.minutesOf(400));
	}
}
