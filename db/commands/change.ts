import type { LineRequest } from '#domain/wire/contract.ts';
import { done, refuse, type Fault, type Result } from '#domain/wire/faults.ts';
import { isChangeable } from '#domain/order/lifecycle.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { businessDay } from '#domain/time/hours.ts';
import type { Text } from '#domain/menu/menu.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { changedPrice, moneyOfChange } from '#domain/pay/change.ts';
import { lostOf, type VatRow } from '#domain/pay/vat.ts';
import { metresTo } from '#domain/plan/kitchen/quote.ts';
import { pizzasOf, type PizzaGroup } from '#domain/plan/kitchen/work.ts';
import type { Quote } from '#domain/time/quote.ts';
import { checkSlot, slotBasis } from '#domain/time/slots.ts';
import { paidBefore } from '../reads/change-terms.ts';
import { vatBack, vatOfOrder } from '../reads/order-vat.ts';
import * as customers from '../tables/customers.ts';
import * as limits from '../steps/limits.ts';
import * as lines from '../tables/order-lines.ts';
import * as menu from '../tables/menu.ts';
import * as orders from '../tables/orders.ts';
import { headOf, lockHead, standing, type OrderHead, type Standing } from '../tables/orders.ts';
import * as payments from '../tables/payments.ts';
import * as promotions from '../tables/promotions.ts';
import { versionAsSeen } from '../steps/as-seen.ts';
import { refundBack } from '../steps/payment-work.ts';
import { belowMinimum, outOfStock, stale } from '../steps/refusals.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as stock from '../tables/stock.ts';
import { withoutLogRows } from '../plumbing/quietly.ts';
import { inTransaction, Rollback, setAction } from '../plumbing/transaction.ts';

/**
 * Replaces the lines of an order, until the kitchen starts (B-11). Lines that stay the same keep their
 * identity; removed ones are voided and stay visible, new ones are marked as added.
 */
export async function change(
	db: Pool | Tx,
	request: ChangeRequest,
	now = Date.now()
): Promise<Result<Standing>> {
	return inTransaction(db, 'customer', async (tx) => {
		const changed = await changeIn(tx, request, now);
		if (!changed.ok) throw new Rollback(changed);
		return changed;
	});
}

export interface ChangeRequest {
	orderId: string;
	/** The version that the customer saw; an older one is refused. */
	version?: number | undefined;
	lines: readonly LineRequest[];
	/** Undefined leaves the note as it is. */
	note?: string | undefined;
	/** Another quarter hour (ISO), for an order ahead only. */
	wantedAt?: string | undefined;
	/** The travel times that are known for a shop; straight distance without it. */
	travel?: shops.TravelOf;
}

async function changeIn(tx: Tx, request: ChangeRequest, now: number): Promise<Result<Standing>> {
	const head = await lockHead(tx, request.orderId);
	if (!head) return refuse('not_found');
	const fault = changeFault(head, await versionAsSeen(tx, head, request.version));
	if (fault) return { ok: false, fault };
	const payment = await payments.lock(tx, head.id);
	// Cash in the till can neither follow a change nor go back by itself.
	if (payment?.method === 'door' && payment.status === 'collected')
		return refuse('paid_at_counter', undefined, standing(head));
	const shop = await shops.byId(tx, head.shop);
	if (!shop) return refuse('not_found');
	const index = indexMenu(await menu.ofShop(tx, head.shop));
	const basket = priceBasket(index, request.lines);
	if (!basket.ok) return basket;
	if (head.fulfilment === 'delivery' && basket.value.totalMinor < shop.minimumMinor)
		return belowMinimum(shop);
	const ordered = await orders.orderedOf(tx, head.id);
	const rule = (await promotions.ofOrder(tx, head.id)) ?? null;
	const priced = changedPrice(basket.value.lines, {
		rule,
		feeMinor: ordered.feeMinor,
		currency: shop.currency
	});
	if (!priced.ok) return priced;
	const price = priced.value;
	await stock.release(tx, head.shop, head.id);
	const short = await stock.take(tx, head.shop, head.id, basket.value.needs);
	if (short.length > 0) return outOfStock(tx, head.shop, short);

	const isPizza = (product: string) => index.products.get(product)?.kind === 'pizza';
	const pizzas = pizzasOf(basket.value.lines, isPizza, shop.productWork);
	const onRoads = { ...shop, travel: request.travel?.(shop) };
	const timing = { wantedAt: request.wantedAt, now, pizzas };
	const promised = promiseFor(onRoads, head, ordered, timing);
	if (!promised.ok) return promised;
	const { totalMinor, vatMinor, discountMinor } = price;
	const paid = await paidBefore(tx, head.id, payment);
	const beforeMinor = payment?.amountMinor ?? 0;
	const money = moneyOfChange(paid, { beforeMinor, totalMinor });
	if (money.kind === 'too_dear') return refuse('dearer_than_paid');
	const before = await vatOfOrder(tx, head.id);
	await setAction(tx, 'customer_change');
	if (request.note !== undefined) await customers.replaceNote(tx, head.id, request.note);
	await withoutLogRows(tx, head.id, async () => {
		await lines.replace(tx, head.id, head.version + 1, price.lines);
		await payments.adjust(tx, head.id, totalMinor);
	});
	await orders.reprice(tx, head.id, {
		totalMinor,
		vatMinor,
		discountMinor,
		isToCheck: limits.isToCheck(shop, {
			totalMinor,
			fulfilment: head.fulfilment,
			point: ordered.point
		}),
		promised: promised.value
	});
	if (payment && money.kind === 'given_back')
		await giveBack(tx, head.id, { payment, amountMinor: money.amountMinor, before });
	const changed = await headOf(tx, head.id);
	return changed ? done(standing(changed)) : refuse('not_found');
}

/** Gives the difference back when a cheaper order was paid already, with the VAT of what it lost. */
async function giveBack(
	tx: Tx,
	orderId: string,
	of: {
		payment: payments.PaymentRow;
		amountMinor: number;
		/** VAT table before the change. */
		before: readonly VatRow[];
	}
): Promise<void> {
	const { amountMinor } = of;
	const { capturedMinor } = of.payment;
	const lines = lostOf(of.before, await vatOfOrder(tx, orderId));
	const vat = await vatBack(tx, orderId, { capturedMinor, amountMinor, lines });
	await refundBack(tx, { order: orderId, amountMinor, vat, reason: 'changed' });
}

/** Refuses when the kitchen has started, when the order is not paid, or when the customer saw an older version. */
function changeFault(head: OrderHead, version: number | undefined): Fault | undefined {
	if (!isChangeable(head.status))
		return {
			code: 'illegal_transition',
			detail: STATUS_WORDS[head.status],
			now: standing(head)
		};
	if (head.status === 'awaiting_payment') return { code: 'not_paid', now: standing(head) };
	if (version !== undefined && version !== head.version) {
		const refused = stale(head);
		return refused.ok ? undefined : refused.fault;
	}
	return undefined;
}

/** The promise of another quarter hour; null when the time stays as it is. */
function promiseFor(
	shop: shops.Shop,
	{ id, fulfilment }: Pick<OrderHead, 'id' | 'fulfilment'>,
	ordered: orders.Ordered,
	{ wantedAt, now, pizzas }: Retiming
): Result<Quote | null> {
	if (wantedAt === undefined) return done(null);
	const wanted = Date.parse(wantedAt);
	if (!ordered.wantedAt) return refuse('bad_time', NOT_AHEAD);
	if (wanted === ordered.wantedAt.getTime()) return done(null);
	// The order keeps its number, which is unique within its business day.
	if (businessDay(wanted, shop.zone, shop.businessDayEnd) !== ordered.businessDay)
		return refuse('bad_time', SAME_DAY);
	const straightM = metresTo(shop, fulfilment, ordered.point);
	// It does not stand in its own way.
	const others = { ...shop, open: shop.open.filter((order) => order.id !== id) };
	const way = { fulfilment, straightM, door: ordered.point };
	return checkSlot(slotBasis(now, others, pizzas, way), wanted);
}

interface Retiming {
	wantedAt: string | undefined;
	now: number;
	/** Of the lines as they are now wanted. */
	pizzas: readonly PizzaGroup[];
}

const NOT_AHEAD: Text = {
	fr: 'Cette commande est pour dès que possible.',
	en: 'This order is for as soon as possible.'
};
const SAME_DAY: Text = {
	fr: 'Choisissez une heure du même jour.',
	en: 'Please choose a time of the same day.'
};
