import { randomUUID } from 'node:crypto';
import type { PlacedAnswer, PlaceOrder } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { AddressAnswer } from '#domain/road/address.ts';
import { amountText } from '#domain/order/money.ts';
import { changeFault, LARGEST_NOTE, type TipKind } from '#domain/pay/door.ts';
import { businessDay, openingState } from '#domain/time/hours.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { ActorKind } from '#domain/order/lifecycle.ts';
import type { PaymentMethod } from '#domain/order/order.ts';
import { indexMenu, priceBasket, type PricedLine } from '#domain/menu/pricing.ts';
import { discounted, type Price } from '#domain/pay/price.ts';
import { pauseAt } from '#domain/plan/kitchen/capacity.ts';
import { metresTo, quoteFor } from '#domain/plan/kitchen/quote.ts';
import { pizzasOf, type PizzaGroup } from '#domain/plan/kitchen/work.ts';
import type { Quote } from '#domain/time/quote.ts';
import { checkSlot, slotBasis } from '#domain/time/slots.ts';
import { vatOfOrder } from '../reads/order-vat.ts';
import * as customers from '../tables/customers.ts';
import * as limits from '../steps/limits.ts';
import { moveOrder } from '../steps/move-order.ts';
import { recordTakings } from '../steps/record-takings.ts';
import { redeemCode } from '../steps/promotion.ts';
import { startAttempt } from '../steps/payment-work.ts';
import { jobsOfPlaced } from '../steps/placed.ts';
import { belowMinimum, kitchenPaused, outOfStock } from '../steps/refusals.ts';
import * as lines from '../tables/order-lines.ts';
import * as orders from '../tables/orders.ts';
import * as menu from '../tables/menu.ts';
import type { OutboxItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import * as payments from '../tables/payments.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as stock from '../tables/stock.ts';
import * as tracking from '../tables/tracking.ts';
import { inTransaction, Rollback, setAction, type Actor } from '../plumbing/transaction.ts';

export interface Placing {
	body: PlaceOrder;
	/** The geocoder's answer to an address without a pin; undefined if there is no such address. */
	located: AddressAnswer | undefined;
	/** Epoch ms. */
	now: number;
	/** Derives the tracking token. */
	secret: string;
	/** The travel times that are known for a shop; straight distance without it. */
	travel?: shops.TravelOf;
	/** Who takes the order down for a caller or a walk-in; undefined for one from the page. */
	taker?: Taker | undefined;
}

/** A person of the counter, with what they may be on an order of this shop. */
export interface Taker {
	actor: Actor;
	kinds: readonly ActorKind[];
}

/**
 * Places an order: checks, prices, takes the stock, promises, and writes order, payment, link and
 * what is to be done later in one transaction. A refusal leaves nothing behind. An order that a person takes
 * down is accepted by that, and may be paid at once.
 */
export async function place(db: Pool | Tx, placing: Placing): Promise<Result<PlacedAnswer>> {
	return inTransaction(db, placing.taker?.actor ?? 'customer', async (tx) => {
		const placed = await placeIn(tx, placing);
		if (!placed.ok) throw new Rollback(placed);
		return placed;
	});
}

/** Adds the position of the house to an address without a pin: maps and promises need it. */
function withPoint({ body, located }: Placing): PlaceOrder {
	const { address } = body;
	if (!address || address.point || located?.kind !== 'found' || !located.point) return body;
	return { ...body, address: { ...address, point: located.point } };
}

async function placeIn(tx: Tx, placing: Placing): Promise<Result<PlacedAnswer>> {
	const { located, now, secret, taker, travel } = placing;
	const shop = await shops.byId(tx, placing.body.shop);
	if (!shop) return refuse('not_found');
	const body = withPoint(placing);
	const isOpen = openingState(now, shop).open;
	if (!body.wantedAt && !isOpen) return refuse('shop_closed');
	const pausedUntil = pauseAt(now, shop.knobs);
	if (!body.wantedAt && pausedUntil !== null) return kitchenPaused(shop, pausedUntil);
	const way = wayTo(shop, body, located);
	if (!way.ok) return way;
	const index = indexMenu(await menu.ofShop(tx, shop.id));
	const basket = priceBasket(index, body.lines);
	if (!basket.ok) return basket;
	const delivery = body.fulfilment === 'delivery';
	if (delivery && basket.value.totalMinor < shop.minimumMinor) return belowMinimum(shop);

	const id = randomUUID();
	const { code } = body;
	// A walk-in without a number is a customer of their own.
	const { phone = id } = body.customer;
	if (!taker && (await limits.hasTooManyOpen(tx, shop, phone))) return refuse('too_many_open');
	const ordered = { code, order: id, shop, phone, lines: basket.value.lines };
	const discount = await redeemCode(tx, { ...ordered, secret, now });
	if (!discount.ok) return discount;
	const short = await stock.take(tx, shop.id, id, basket.value.needs);
	if (short.length > 0) return outOfStock(tx, shop.id, short);
	const feeMinor = delivery ? shop.deliveryFeeMinor : 0;
	// Read again under the locks of the stock: of two orders at once, the second sees the first.
	const loaded = (await shops.byId(tx, shop.id)) ?? shop;
	const isPizza = (product: string) => index.products.get(product)?.kind === 'pizza';
	const pizzas = pizzasOf(basket.value.lines, isPizza, shop.productWork);
	const onRoads = { ...loaded, travel: travel?.(loaded) };
	const promised = promiseOf(onRoads, body, { now, straightM: way.value, pizzas });
	if (!promised.ok) return promised;
	const price = discounted(basket.value.lines, discount.value, feeMinor);
	const change = changeOf(shop, body, price.totalMinor);
	if (!change.ok) return change;
	const order = await insertOrder(tx, {
		id,
		shop,
		body,
		price,
		changeFromMinor: change.value,
		quote: promised.value,
		isTaken: taker !== undefined,
		now
	});
	const token = tracking.tokenFor(secret, id);
	await tracking.open(tx, { id, token, promisedAt: promised.value.promise });
	if (!taker) return done({ order, token });
	const accepted = await moveOrder(tx, { orderId: id, action: 'accept', ...taker });
	if (!accepted.ok) return accepted;
	await takeMoney(tx, order, { kind: body.payment?.takenIn, by: taker.actor });
	const { status, version } = (await orders.headOf(tx, id)) ?? accepted.value;
	return done({ order: { ...order, status, version }, token });
}

/** Records what is paid while the order is taken down; nothing when it is paid later, or costs nothing. */
async function takeMoney(
	tx: Tx,
	{ id, shop, total: amountMinor, currency }: PlacedAnswer['order'],
	{ kind, by }: { kind: TipKind | undefined; by: Actor }
): Promise<void> {
	if (!kind || amountMinor === 0) return;
	const money = { takings: [{ kind, amountMinor }], tip: null, by };
	await setAction(tx, 'payment_collected');
	const vat = await vatOfOrder(tx, id);
	const due = { shop, currency, isDue: true, driver: null, shift: null, vat };
	await recordTakings(tx, id, due, money);
	await setAction(tx, '');
}

/** The quote as soon as possible, or for the requested quarter hour if the shop can keep it. */
function promiseOf(
	shop: shops.Shop,
	{ address, fulfilment, wantedAt }: PlaceOrder,
	{ now, straightM, pizzas }: { now: number; straightM: number; pizzas: readonly PizzaGroup[] }
): Result<Quote> {
	const way = { fulfilment, straightM, door: address?.point };
	if (!wantedAt) return done(quoteFor(now, shop, pizzas, way));
	return checkSlot(slotBasis(now, shop, pizzas, way), Date.parse(wantedAt));
}

/** Metres to the door. Refuses an address that is too far, or that the geocoder does not know. */
function wayTo(
	shop: shops.Shop,
	{ address, fulfilment }: PlaceOrder,
	located: AddressAnswer | undefined
): Result<number> {
	const point = address?.point;
	if (fulfilment === 'delivery' && !point && located) {
		if (located.kind === 'elsewhere') return refuse('too_far');
		if (located.kind !== 'unmapped') return refuse('unknown_address', mayMean(located.suggestions));
	}
	const metres = metresTo(shop, fulfilment, point);
	return metres > shop.deliveryRadiusM ? refuse('too_far') : done(metres);
}

function mayMean(lines: readonly string[]): Text | undefined {
	if (lines.length === 0) return undefined;
	const list = (language: string) =>
		new Intl.ListFormat(language, { type: 'disjunction' }).format(lines.slice(0, 3));
	return {
		fr: `Vouliez-vous dire ${list('fr')}\u202f?`,
		en: `Did you mean ${list('en')}?`
	};
}

/** An order that costs nothing has nothing to pay in advance. */
function methodOf({ payment }: PlaceOrder, totalMinor: number): PaymentMethod {
	return totalMinor > 0 ? (payment?.method ?? 'door') : 'door';
}

/** The cash that the customer pays with; null when not said, or nothing is to pay. Refused below the total. */
function changeOf(
	{ currency }: shops.Shop,
	{ payment }: PlaceOrder,
	totalMinor: number
): Result<number | null> {
	const from = payment?.changeFromMinor;
	if (from === undefined || totalMinor === 0) return done(null);
	const fault = changeFault(from, totalMinor);
	if (!fault) return done(from);
	const limit = fault === 'change_from_low' ? totalMinor : totalMinor + LARGEST_NOTE;
	return refuse(fault, amountText(limit, currency));
}

interface Insertion {
	id: string;
	shop: shops.Shop;
	body: PlaceOrder;
	price: Price<PricedLine>;
	changeFromMinor: number | null;
	quote: Quote;
	/** A person takes it down: it is accepted at once, and needs no check. */
	isTaken: boolean;
	now: number;
}

async function insertOrder(tx: Tx, order: Insertion): Promise<PlacedAnswer['order']> {
	const { id, shop, body } = order;
	const { totalMinor, vatMinor, feeMinor, discountMinor } = order.price;
	const { promise, from, to } = order.quote;
	const method = methodOf(body, totalMinor);
	const status = method === 'door' ? 'placed' : 'awaiting_payment';
	const ordered = lines.identified(order.price.lines);
	const customer = await customers.add(tx, body, lines.notesOf(ordered));
	const wanted = body.wantedAt ? new Date(body.wantedAt) : null;
	const day = businessDay(wanted?.getTime() ?? order.now, shop.zone, shop.businessDayEnd);
	const number = await orders.nextNumber(tx, shop.id, day);
	// Lines and payment come first: the insert of the order then logs everything in one row.
	await lines.insert(tx, id, ordered, { firstPosition: 1, addedIn: 1 });
	await payments.open(tx, {
		orderId: id,
		method,
		amountMinor: totalMinor,
		currency: shop.currency,
		changeFromMinor: order.changeFromMinor
	});
	await outbox.add(tx, laterFor(order, method));
	await setAction(tx, 'place');
	const { fulfilment, channel = 'web' } = body;
	const point = body.address?.point;
	const isToCheck = !order.isTaken && limits.isToCheck(shop, { totalMinor, fulfilment, point });
	await orders.insert(tx, {
		id,
		shop: shop.id,
		day,
		number,
		customer,
		fulfilment,
		channel,
		language: body.language ?? 'fr',
		totalMinor,
		vatMinor,
		feeMinor,
		discountMinor,
		currency: shop.currency,
		promisedAt: new Date(promise),
		quoteFrom: new Date(from),
		quoteTo: new Date(to),
		wantedAt: wanted,
		alert: isToCheck ? 'to_check' : null,
		status
	});
	if (method !== 'door') await startAttempt(tx, { id, amountMinor: totalMinor, method }, shop);
	return {
		id,
		number,
		shop: shop.id,
		channel,
		status,
		version: 1,
		total: totalMinor,
		currency: shop.currency,
		promise: new Date(promise).toISOString(),
		quote: { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
	};
}

/** The jobs of a new order: those of a placed one wait until it is paid. One taken down waits for nothing. */
function laterFor({ id, shop, now, isTaken }: Insertion, method: PaymentMethod): OutboxItem[] {
	if (isTaken) return [];
	if (method === 'door') return jobsOfPlaced(id, shop, now);
	const lapse = { order: id };
	return [
		{
			job: 'payment.lapse',
			key: `pay-lapse-${id}`,
			payload: lapse,
			inSeconds: shops.payLapseOf(shop)
		}
	];
}
