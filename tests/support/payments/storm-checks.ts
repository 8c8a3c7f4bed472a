/** Whether the orders, the ledger and the books of the payment double agree, to the cent. */

import { CALLED_OFF, isIn, type Status } from '#domain/order/order.ts';
import type { readBooks, BookedPayment } from '../../../doubles/payments/books.ts';
import type { Pool } from '../../../db/plumbing/pool.ts';

export type Books = ReturnType<typeof readBooks>;

/** What the product says of an order that is paid through a provider. Amounts in minor units. */
export interface OrderMoney {
	id: string;
	status: Status;
	totalMinor: number;
	capturedMinor: number;
	refundedMinor: number;
	/** Sums of the ledger, by kind of movement. */
	ledger: Readonly<Record<string, number>>;
	/** It was placed by a payment, and accepted by the shop, at some time. */
	wasPlaced: boolean;
	wasAccepted: boolean;
	/** Attempts that are neither settled nor wait for the customer or the shop. */
	unsettled: number;
}

/** The shop had not accepted an order with such a status, or it was called off: it is not cooked. */
const NOT_COOKED: readonly Status[] = ['awaiting_payment', 'placed', ...CALLED_OFF];
/** States of a card charge or of a PayPal authorisation in which money was reserved. */
const RESERVED = ['succeeded', 'CREATED', 'CAPTURED', 'PARTIALLY_CAPTURED', 'VOIDED'];

export async function readMoney(pool: Pool): Promise<OrderMoney[]> {
	const { rows } = await pool.query<OrderMoney>(
		`select o.id, o.status, o.total_minor as "totalMinor", p.captured_minor as "capturedMinor",
			p.refunded_minor as "refundedMinor",
			(select coalesce(json_object_agg(kind, minor), '{}') from
				(select kind, sum(amount_minor)::bigint as minor from ledger where order_id = o.id group by kind) k) as ledger,
			exists (select 1 from shop_log where subject_id = o.id::text and action = 'pay') as "wasPlaced",
			exists (select 1 from shop_log where subject_id = o.id::text and action = 'accept') as "wasAccepted",
			(select count(*)::int from payment_intent i where i.order_id = o.id and not i.is_settled
				and not (i.state in ('new', 'open') and o.status = 'awaiting_payment')
				and not (i.state = 'authorised' and o.status = 'placed')) as unsettled
		from orders o join payment p on p.order_id = o.id where p.method <> 'door'`
	);
	return rows;
}

/** The payments of the books by our order id. */
export function byOrder({ stripe, paypal }: Books): Map<string, BookedPayment[]> {
	const all = [...Object.values(stripe), ...Object.values(paypal)];
	return Map.groupBy(
		all.flatMap(({ payments }) => payments),
		({ orderId }) => orderId ?? 'no order'
	);
}

interface Booked {
	authorizedMinor: number;
	capturedMinor: number;
	refundedMinor: number;
	disputedMinor: number;
}

export function sumOf(payments: readonly Booked[]): Booked {
	const of = (read: (payment: Booked) => number) =>
		payments.reduce((sum, payment) => sum + read(payment), 0);
	return {
		authorizedMinor: of((one) => one.authorizedMinor),
		capturedMinor: of((one) => one.capturedMinor),
		refundedMinor: of((one) => one.refundedMinor),
		disputedMinor: of((one) => one.disputedMinor)
	};
}

/** The ledger's view of the same sums. */
export function ledgerSums(ledger: OrderMoney['ledger']): Booked {
	const minor = (kind: string) => Number(ledger[kind] ?? 0);
	return {
		authorizedMinor: minor('reserve') - minor('void'),
		capturedMinor: minor('capture'),
		refundedMinor: minor('refund'),
		disputedMinor: minor('dispute') - minor('dispute_won')
	};
}

/** What is wrong with the money of an order, in words; empty when all agree. */
function faultsOf(order: OrderMoney, payments: readonly BookedPayment[]): string[] {
	const booked = sumOf(payments);
	const { capturedMinor, refundedMinor } = order;
	return [
		...differences('ledger', ledgerSums(order.ledger), booked),
		...differences('payment', { ...booked, capturedMinor, refundedMinor }, booked),
		...unpaidFaults(order, payments, booked),
		...chargeFaults(order, payments, booked),
		...(order.unsettled > 0 ? ['an attempt is not settled'] : [])
	].map((fault) => `order ${order.id} (${order.status}): ${fault}`);
}

function differences(who: string, ours: Booked, theirs: Booked): string[] {
	const keys = Object.keys(theirs) as (keyof Booked)[];
	return keys
		.filter((key) => ours[key] !== theirs[key])
		.map((key) => `${who} says ${key} ${ours[key]}, the provider ${theirs[key]}`);
}

/** Food without money. */
function unpaidFaults(
	order: OrderMoney,
	payments: readonly BookedPayment[],
	booked: Booked
): string[] {
	const charges = payments.flatMap((payment) => payment.charges);
	const wasReserved = charges.some(({ status }) => RESERVED.includes(status));
	const isCooked = !NOT_COOKED.includes(order.status);
	const heldMinor = booked.authorizedMinor + booked.capturedMinor;
	return [
		...(order.wasPlaced && !wasReserved ? ['placed without a payment'] : []),
		...(isCooked && booked.capturedMinor < order.totalMinor ? ['cooked and not paid'] : []),
		...(order.status === 'placed' && heldMinor < order.totalMinor ? ['placed and not paid'] : [])
	];
}

/** Money without food, or twice. */
function chargeFaults(
	order: OrderMoney,
	payments: readonly BookedPayment[],
	booked: Booked
): string[] {
	const captures = payments.flatMap((payment) => payment.captures);
	const reserved = payments.filter(({ charges }) =>
		charges.some(({ status }) => RESERVED.includes(status))
	);
	const keptMinor = booked.authorizedMinor + booked.capturedMinor - booked.refundedMinor;
	return [
		...(captures.length > 1 ? [`${captures.length} captures`] : []),
		...(reserved.length > 1 ? [`${reserved.length} payments reserved`] : []),
		...(captures.length > 0 && !order.wasAccepted ? ['captured and never accepted'] : []),
		...(booked.refundedMinor > booked.capturedMinor ? ['refunded more than captured'] : []),
		...(isIn(CALLED_OFF, order.status) && keptMinor !== 0
			? [`called off, and ${keptMinor} is kept`]
			: [])
	];
}

/** Every fault of the evening: those of each order, lost and unknown orders, forged events. */
export function findFaults(
	orders: readonly OrderMoney[],
	books: Books,
	placed: readonly string[]
): string[] {
	const payments = byOrder(books);
	const known = new Set(orders.map(({ id }) => id));
	const { forgedAccepted } = books.webhooks;
	return [
		...orders.flatMap((order) => faultsOf(order, payments.get(order.id) ?? [])),
		...placed.filter((id) => !known.has(id)).map((id) => `order ${id} is lost`),
		...[...payments.keys()]
			.filter((id) => !known.has(id))
			.map((id) => `order ${id} is unknown to us`),
		...(forgedAccepted > 0 ? [`${forgedAccepted} forged events were accepted`] : [])
	];
}
