/** Types of the wire about the search for orders. */

import type { Channel, Fulfilment, Status } from '../order/order.ts';
import type { PaymentView } from './feeds.ts';

/** An order in a list; its own page has the details. */
export interface FoundOrder {
	id: string;
	shop: string;
	number: number;
	/** The business day, YYYY-MM-DD. */
	day: string;
	status: Status;
	fulfilment: Fulfilment;
	channel: Channel;
	/** Empty once the customer's data is erased. */
	customer: { name: string; phone: string };
	/** Who carries it or has delivered it. */
	driver: { id: string; name: string } | null;
	totalMinor: number;
	currency: string;
	payment: PaymentView;
	placedAt: string;
}

/** GET /api/orders. */
export interface OrdersAnswer {
	/** Newest first. */
	orders: FoundOrder[];
	/** The cursor of the next page; null on the last one. */
	next: string | null;
	/** Whether older orders are left out, because a name or phone was searched without a day or a period. */
	isRecent: boolean;
	/** The business day now, and the drivers by name, of the one shop that was asked for. */
	here: { today: string; drivers: { id: string; name: string }[] } | null;
}
