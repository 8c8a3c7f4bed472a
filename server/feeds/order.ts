import { done, refuse } from '#domain/wire/faults.ts';
import { feedName } from '#domain/wire/feeds.ts';
import { isOnTheRoad } from '#domain/order/order.ts';
import { latestOf } from '../../db/tables/positions.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { orderOfToken } from '../../db/tables/tracking.ts';
import { movedDriver, trackedOrder } from '../views.ts';
import { orderForecast, readForecasts } from './forecasts.ts';
import type { FeedSpec, Room } from './feed.ts';

const addressOf = (room: Room | undefined) => room && { room: room.name, feed: room.feed };

/**
 * `order:{token}`: one order, for its customer; with the driver's position while its drop-off is
 * next.
 */
export const order: FeedSpec<'order'> = {
	isSecret: true,
	mayJoin: () => 'allow',
	async room(_principal, feed, db) {
		const found = await orderOfToken(db, feed.token);
		if (!found) return refuse('not_found');
		const name = feedName(feed);
		return done({ name, feed: name, kind: 'order', shops: [found.shop], subject: found.id });
	},
	async snapshot({ shops, subject = '' }, { db, shopOf, nextDropoffOf }) {
		const state = await orderById(db, subject);
		if (!state) return undefined;
		const driver = isOnTheRoad(state.status) ? state.stop?.driver.id : undefined;
		const isNext = driver !== undefined && nextDropoffOf(driver) === state.id;
		const positions = isNext ? await latestOf(db, shops) : [];
		const own = { shops, orders: [state.id] };
		const { forecasts, forecastAt } = await readForecasts(db, own, orderForecast);
		return {
			order: trackedOrder(state, (await shopOf(state.shop))?.name ?? state.shop),
			positions: positions.filter((place) => place.driver === driver).map(movedDriver),
			forecasts,
			forecastAt
		};
	},
	forecast: {
		room: ({ order }, { roomOfOrder }) => addressOf(roomOfOrder(order)),
		view: orderForecast
	},
	changes(entry, { roomOfOrder, shopOf }) {
		if (entry.subject !== 'order') return [];
		const room = roomOfOrder(entry.id);
		if (!room) return [];
		const shopName = shopOf(entry.shop)?.name ?? entry.shop;
		const view = () => trackedOrder(entry.state, shopName);
		return [{ room: room.name, feed: room.feed, view, wasShown: true }];
	}
};
