/** Quotes of a basket, and the kitchen's pace tonight: a part of the contract. */

import type { Address, Fulfilment } from '../order/order.ts';
import type { KitchenSettings } from '../plan/kitchen/capacity.ts';
import type { LineRequest, ShopView, WayQuote } from './contract.ts';

/** POST /api/quote: a basket, and where it goes. */
export interface QuoteRequest {
	shop: string;
	fulfilment: Fulfilment;
	/** Of a delivery; half the delivery radius away without it. */
	address?: Partial<Pick<Address, 'street' | 'city' | 'postcode' | 'point'>>;
	lines: LineRequest[];
}

/** What the shop can promise for this basket, on this way. */
export interface BasketQuote {
	shop: ShopView;
	/** In the basket: what passes hands and oven. */
	pizzas: number;
	way: WayQuote;
}

/** GET /api/shops/:shop/kitchen: settings, and what is set for tonight. Times are ISO. */
export interface KitchenState {
	/** The usual ones. */
	settings: KitchenSettings;
	hands: number;
	ovenPlaces: number;
	/** Hands or oven places differ from the usual until `closesAt`. */
	isChanged: boolean;
	delay: { minutes: number; until: string } | null;
	pause: { until: string } | null;
	/** The close that ends all of this; null where the shop never opens. */
	closesAt: string | null;
	zone: string;
}

/** PATCH /api/shops/:shop/kitchen: null ends it, what is absent stays. */
export interface KitchenPatch {
	delay?: { minutes: number; until: string } | null | undefined;
	pause?: { until: string } | null | undefined;
	hands?: number | null | undefined;
	ovenPlaces?: number | null | undefined;
}

type KitchenMinutes = { fromMinutes: number; toMinutes: number };

/** POST /api/shops/:shop/kitchen/preview: quotes of a collection, and the open orders that will be late. */
export interface KitchenPreview {
	before: { onePizza: KitchenMinutes; fivePizzas: KitchenMinutes };
	after: { onePizza: KitchenMinutes; fivePizzas: KitchenMinutes };
	/** With the change; `isNew`: not late without it. */
	late: { id: string; number: number; lateMinutes: number; isNew: boolean }[];
}
