import { judge } from '#domain/people/access.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { feedName } from '#domain/wire/feeds.ts';
import { MANAGERS } from '#domain/order/lifecycle.ts';
import * as drivers from '../../db/tables/drivers.ts';
import { statesOfDriver } from '../../db/reads/order-states.ts';
import { presentAll } from '../presented.ts';
import { driverStop, driverView } from '../views.ts';
import { orderForecast, readForecasts } from './forecasts.ts';
import type { FeedSpec } from './feed.ts';

const nameOf = (driver: string) => feedName({ kind: 'driver', driver });

/** `driver:{id}`: shift and stops of one driver, for the driver and their manager. */
export const driver: FeedSpec<'driver'> = {
	mayJoin(principal, feed, driverShop) {
		if (principal.kind === 'anonymous') return 'unauthenticated';
		if (principal.id === feed.driver && principal.roles.some((held) => held.role === 'driver'))
			return 'allow';
		return driverShop === undefined ? 'forbidden' : judge(principal, MANAGERS, driverShop);
	},
	async room(principal, feed, db) {
		if (principal.kind === 'anonymous') return refuse('unauthenticated');
		const shop = await drivers.shopOf(db, feed.driver);
		const verdict = driver.mayJoin(principal, feed, shop);
		if (verdict !== 'allow') return refuse(verdict);
		if (shop === undefined) return refuse('not_found');
		const name = nameOf(feed.driver);
		return done({ name, feed: name, kind: 'driver', shops: [shop], subject: feed.driver });
	},
	async snapshot({ subject = '' }, { db, shopOf, skip }) {
		const found = await statesOfDriver(db, subject);
		if (!found) return undefined;
		const shop = await shopOf(found.driver.shop);
		const orders = presentAll(found.orders, (order) => driverStop(order, subject, shop), skip);
		const stops = { shops: [found.driver.shop], orders: orders.map(({ id }) => id) };
		const { forecasts, forecastAt } = await readForecasts(db, stops, orderForecast);
		return { driver: driverView(found.driver), orders, forecasts, forecastAt };
	},
	forecast: {
		room({ order }, { driverOf }) {
			const holder = driverOf(order);
			return holder === null ? undefined : { room: nameOf(holder), feed: nameOf(holder) };
		},
		view: orderForecast
	},
	changes(entry, { driverBefore, shopOf }) {
		if (entry.subject === 'driver') {
			const room = nameOf(entry.id);
			return [{ room, feed: room, view: () => driverView(entry.state), wasShown: true }];
		}
		if (driverBefore === undefined) return [];
		const now = entry.state.stop?.driver.id ?? null;
		const concerned = new Set([driverBefore, now].filter((id) => id !== null));
		return [...concerned].map((id) => {
			const room = nameOf(id);
			const view = () => driverStop(entry.state, id, shopOf(entry.shop));
			return { room, feed: room, view, wasShown: true };
		});
	}
};
