/** How each customer pays: drawn from the seed, whatever the system offers. */

import type { DoorReport } from '#domain/pay/door.ts';
import type { PaymentKind, PaymentMethod } from '#domain/order/order.ts';
import type { Chance } from '../random.ts';

/** Shares of the orders, from 0 to 1; the rest pays at the door. */
export interface PayShares {
	card: number;
	paypal: number;
}

export const USUAL_SHARES: PayShares = { card: 0.7, paypal: 0.1 };

/** Weights of what customers do on the provider's page. */
const MANNERS = {
	pays: 60,
	/** The bank asks to confirm (3-D Secure); PayPal does not. */
	confirms: 12,
	/** Declined once, then pays. */
	'pays after a decline': 8,
	'leaves after a decline': 3,
	leaves: 6,
	/** Presses when the order has lapsed. */
	'pays late': 5,
	/** A double click. */
	'pays twice': 6
} as const;
export type Manner = keyof typeof MANNERS;

export interface PlannedPayment {
	method: PaymentMethod;
	/** Only of a payment by card or PayPal. */
	manner: Manner;
	/** Simulated minutes on the provider's page before the button is pressed. */
	minutes: number;
	/** Whether the customer comes back from the provider's page, or closes it. */
	returns: boolean;
}

export function paymentOf(chance: Chance, { card, paypal }: PayShares): PlannedPayment {
	const dice = chance.next();
	return {
		method: dice < card ? 'card' : dice < card + paypal ? 'paypal' : 'door',
		manner: chance.weighted(MANNERS) as Manner,
		minutes: chance.between(0.3, 1.2),
		returns: chance.happens(0.85)
	};
}

/** Weights of what customers hand to the driver. */
const KINDS: Readonly<Record<PaymentKind, number>> = { cash: 50, card: 32, voucher: 14, cheque: 4 };
const TIP_SHARE = 0.2;

/** What the driver says of the money at the door: the kind, and a tip of 0.50 to 3.00 for some. */
export function doorReportOf(chance: Chance): DoorReport {
	const paymentKind = chance.weighted(KINDS) as PaymentKind;
	if (!chance.happens(TIP_SHARE)) return { paymentKind };
	const tipKind = chance.happens(0.75) ? 'cash' : 'card';
	return { paymentKind, tipKind, tipMinor: 50 * chance.whole(1, 6) };
}
