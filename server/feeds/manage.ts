import { COUNTER_STAFF } from '#domain/order/lifecycle.ts';
import { openStates } from '../../db/reads/order-states.ts';
import { board } from '../openapi-orders.ts';
import { presentAll } from '../presented.ts';
import { driverView, isManaged, managedOrder } from '../views.ts';
import { crewOf } from './crew.ts';
import { coverageRecord, managedForecast, readForecasts } from './forecasts.ts';
import type { FeedSpec } from './feed.ts';
import { previousStatusIs, shopFeed, deliverToShop, toShop } from './shop-feed.ts';

/** `manage:{shop}`: all open orders of one shop, with its drivers. */
export const manage: FeedSpec<'manage'> = {
	...shopFeed('manage', COUNTER_STAFF, {
		path: '/api/shops/:shop/orders',
		summary: 'Open orders and drivers of a shop',
		snapshot: board
	}),
	isDesk: true,
	async snapshot({ shops }, { db, skip }) {
		const orders = presentAll(await openStates(db, shops), managedOrder, skip);
		const { drivers, positions } = await crewOf(db, shops);
		const { plan, ...forecasts } = await readForecasts(db, { shops }, managedForecast);
		return {
			orders,
			drivers,
			positions,
			...forecasts,
			coverage: plan ? coverageRecord(plan) : null
		};
	},
	forecast: { room: toShop('manage'), view: managedForecast },
	changes(entry) {
		const view = () =>
			entry.subject === 'driver' ? driverView(entry.state) : managedOrder(entry.state);
		return deliverToShop('manage', entry, { view, wasShown: previousStatusIs(entry, isManaged) });
	}
};
