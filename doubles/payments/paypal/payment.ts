import { paypalId } from '../ids.ts';
import {
	timeOf,
	type Link,
	type Money,
	type OrderRecord,
	type PayPalDesk,
	type PurchaseUnit
} from './account.ts';
import { unprocessable } from './fault.ts';

/** What authorisations, captures and refunds have in common. */
export function paymentOf(
	desk: PayPalDesk,
	unit: PurchaseUnit,
	kind: string,
	amount: Money,
	status: string
) {
	const id = paypalId();
	const links: Link[] = [
		{ href: `${desk.baseUrl}/v2/payments/${kind}/${id}`, rel: 'self', method: 'GET' }
	];
	return {
		id,
		status,
		amount,
		...(unit.custom_id !== undefined && { custom_id: unit.custom_id }),
		...(unit.invoice_id !== undefined && { invoice_id: unit.invoice_id }),
		create_time: timeOf(desk),
		update_time: timeOf(desk),
		links
	};
}

export function orderOf(desk: PayPalDesk, id: string): OrderRecord {
	const order = desk.account.orders.get(id);
	if (order === undefined) throw new Error(`a payment of the unknown order ${id}`);
	return order;
}

/** @param issue the one that PayPal names for this action. */
export function checkCurrency(amount: Money, expected: Money, issue: string): void {
	if (amount.currency_code === expected.currency_code) return;
	throw unprocessable(issue, `The currency must be ${expected.currency_code}.`);
}
