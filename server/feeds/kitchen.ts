import { SHOP_STAFF } from '#domain/order/lifecycle.ts';
import { isInKitchen } from '#domain/order/order.ts';
import { openStates } from '../../db/reads/order-states.ts';
import { tickets } from '../openapi-orders.ts';
import { presentAll } from '../presented.ts';
import { kitchenTicket } from '../views.ts';
import { kitchenForecast, readForecasts } from './forecasts.ts';
import type { FeedSpec } from './feed.ts';
import { previousStatusIs, shopFeed, deliverToShop, toShop } from './shop-feed.ts';

/** `kitchen:{shop}`: the tickets of one kitchen. */
export const kitchen: FeedSpec<'kitchen'> = {
	...shopFeed('kitchen', SHOP_STAFF, {
		path: '/api/shops/:shop/tickets',
		summary: 'Tickets of the kitchen',
		snapshot: tickets
	}),
	isFirst: true,
	async snapshot({ shops }, { db, skip }) {
		const orders = presentAll(await openStates(db, shops), kitchenTicket, skip);
		const { forecasts, forecastAt } = await readForecasts(db, { shops }, kitchenForecast);
		return { orders, forecasts, forecastAt };
	},
	forecast: { room: toShop('kitchen'), view: kitchenForecast },
	changes(entry) {
		if (entry.subject !== 'order') return [];
		const wasShown = previousStatusIs(entry, isInKitchen);
		return deliverToShop('kitchen', entry, { view: () => kitchenTicket(entry.state), wasShown });
	}
};
