/** A new order as it is sent and answered. */

import type { Severity } from '../menu/allergy.ts';
import type { Allergen, Language } from '../menu/menu.ts';
import type { Address, Channel, Fulfilment, PaymentMethod, Status } from '../order/order.ts';
import type { TipKind } from '../pay/door.ts';

export interface LineRequest {
	product: string;
	size?: string;
	quantity: number;
	/** Two product ids for a half-and-half pizza; `product` is then the first of them. */
	halves?: string[];
	/** Option item ids. */
	options?: string[];
	/** Ingredient ids to leave out. */
	without?: string[];
	/** For a bundle: one request per slot, in order. */
	slots?: Omit<LineRequest, 'quantity' | 'slots'>[];
	note?: string;
}

export interface PlaceOrder {
	shop: string;
	fulfilment: Fulfilment;
	/** A walk-in leaves no number. */
	customer: { name: string; phone?: string; email?: string };
	address?: Address;
	lines: LineRequest[];
	note?: string;
	/** The customer's allergy; it is never parsed from a note. */
	allergy?: { allergens: Allergen[]; severity: Severity; other?: string | undefined };
	language?: Language;
	/**
	 * At the door when absent. `changeFromMinor`: the cash that the customer pays with there, at least the
	 * total; the driver brings change. `takenIn`: paid now, at the counter.
	 */
	payment?: { method: PaymentMethod; changeFromMinor?: number; takenIn?: TipKind };
	/** The web when absent; staff say another one. */
	channel?: Channel;
	/** A promotion code, in any case. */
	code?: string;
	/**
	 * End of a quarter-hour slot (ISO) for an order ahead: it becomes the promise. Absent: as soon as
	 * possible.
	 */
	wantedAt?: string;
}

export interface PlacedAnswer {
	order: {
		id: string;
		number: number;
		shop: string;
		channel: Channel;
		status: Status;
		version: number;
		total: number;
		currency: string;
		promise: string;
		quote: { from: string; to: string };
	};
	token: string;
	/** Where to pay, of an order that awaits payment. */
	pay?: { url: string };
}
