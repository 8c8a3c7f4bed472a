/** Made-up shops and orders for tests of the kitchen's plan. */

import { MINUTE } from '../../time/hours.ts';
import { NO_KNOBS, type KitchenSettings } from './capacity.ts';
import type { OpenOrder, QuoteShop } from './quote.ts';
import type { KitchenWork } from './work.ts';

export const SETTINGS: KitchenSettings = {
	hands: 2,
	ovenPlaces: 6,
	makeMinutes: 2,
	bakeMinutes: 6,
	cutMinutes: 0.5
};

export function aShop(over: Partial<QuoteShop> = {}): QuoteShop {
	return {
		prepMinutes: 15,
		speedKmh: 18,
		point: { lat: 43.6, lng: 3.88 },
		deliveryRadiusM: 4000,
		kitchen: SETTINGS,
		knobs: NO_KNOBS,
		times: [],
		open: [],
		...over
	};
}

/** An accepted collection of so many pizzas, as soon as possible, promised in so many minutes. */
export function anOpenOrder(
	id: string,
	pizzas: number,
	{
		now = 0,
		inMinutes = 30,
		...over
	}: Partial<OpenOrder> & { now?: number; inMinutes?: number } = {}
): OpenOrder {
	return {
		id,
		number: 1,
		status: 'accepted',
		evidence: 'tap',
		stageAt: now,
		promisedAt: now + inMinutes * MINUTE,
		wantedAt: null,
		fulfilment: 'collection',
		door: null,
		pizzas: [{ count: pizzas }],
		...over
	};
}

export function someWork(id: string, pizzas: number, over: Partial<KitchenWork> = {}): KitchenWork {
	return {
		id,
		status: 'accepted',
		evidence: 'tap',
		stageAt: 0,
		dueAt: 60 * MINUTE,
		notBefore: null,
		pizzas: [{ count: pizzas }],
		...over
	};
}
