/** Checks the money of an order: paid once, kept only for food that was handed over, as the provider has it. */

import type { ManagedOrder } from '#domain/wire/contract.ts';
import { HANDED_OVER, isIn } from '#domain/order/order.ts';
import type { BookedPayment } from '../client/books.ts';
import { add, type MoneySums, type PlacedOrder } from '../tally.ts';

type Ours = Pick<PlacedOrder, 'id' | 'method' | 'paid'>;
type Seen = Pick<ManagedOrder, 'status' | 'payment'>;

/** The faults in what our API says of the money of an ended order, as text. */
export function moneyFaults(order: Ours, { status, payment }: Seen): string[] {
	const { method, totalMinor, capturedMinor, refundedMinor } = payment;
	const dueMinor = isIn(HANDED_OVER, status) ? totalMinor : 0;
	const keptMinor = capturedMinor - refundedMinor;
	const faults: string[] = [];
	if (method !== order.method) faults.push(`ordered by ${order.method}, paid by ${method}`);
	if (keptMinor !== dueMinor) faults.push(`${status}, and ${keptMinor} is kept, not ${dueMinor}`);
	if (payment.status === 'authorised') faults.push(`${status}, and its money is still reserved`);
	if (hasNotPaid(order) && (status !== 'cancelled' || capturedMinor > 0))
		faults.push(`${order.paid}: it is ${status} with ${capturedMinor} captured`);
	return faults.map((fault) => `${order.id}: ${fault}`);
}

/** The order lapsed before its customer paid. */
const hasNotPaid = ({ paid }: Ours): boolean => ['left', 'late', 'too late'].includes(paid);

/** The same of the provider's books; `booked` are all payments that name this order. */
export function bookFaults(
	order: Ours,
	{ status, payment }: Seen,
	booked: readonly BookedPayment[]
): string[] {
	const sum = (of: (payment: BookedPayment) => number) =>
		booked.reduce((total, one) => total + of(one), 0);
	const captures = booked.flatMap((one) => one.captures);
	const isOnline = order.method !== 'door';
	const faults: string[] = [];
	if (!isOnline && booked.length > 0)
		faults.push(`paid at the door, with ${booked.length} payments at the provider`);
	if (captures.length > 1) faults.push(`captured ${captures.length} times`);
	if (isOnline && isIn(HANDED_OVER, status) && captures.length === 0)
		faults.push(`${status}, and never captured`);
	const held = sum(({ authorizedMinor }) => authorizedMinor);
	if (held > 0) faults.push(`${held} is still reserved at the provider`);
	const [captured, refunded] = [
		sum(({ capturedMinor }) => capturedMinor),
		sum(({ refundedMinor }) => refundedMinor)
	];
	if (isOnline && captured !== payment.capturedMinor)
		faults.push(`the provider captured ${captured}, we say ${payment.capturedMinor}`);
	if (isOnline && refunded !== payment.refundedMinor)
		faults.push(`the provider refunded ${refunded}, we say ${payment.refundedMinor}`);
	return faults.map((fault) => `${order.id}: ${fault}`);
}

/** Adds the money of an order to the sums of the evening. */
export function addMoney(sums: MoneySums, { payment }: Seen): void {
	for (const { kind, amountMinor } of payment.takings) add(sums.taken, kind, amountMinor);
	for (const { amountMinor } of payment.tips) sums.tips += amountMinor;
	if (payment.method === 'door') return;
	sums.captured += payment.capturedMinor - payment.refundedMinor;
	sums.refunded += payment.refundedMinor;
	if (payment.status === 'released' || payment.refundedMinor > 0) sums.givenBack++;
}
