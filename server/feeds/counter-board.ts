import { z } from 'zod';
import type { BoardEntry } from '#domain/wire/contract.ts';
import { isInKitchen, type OrderState, type Status } from '#domain/order/order.ts';
import { openStates } from '../../db/reads/order-states.ts';
import { fulfilment } from '../openapi-menu.ts';
import { orderBase } from '../openapi-orders.ts';
import { presentAll } from '../presented.ts';
import type { FeedSpec } from './feed.ts';
import { previousStatusIs, shopFeed, deliverToShop } from './shop-feed.ts';

/**
 * `counter-board:{shop}`: numbers of the orders to collect, for the public screen above the
 * counter.
 */
export const counterBoard: FeedSpec<'counter-board'> = {
	...shopFeed('counter-board', 'public', {
		path: '/api/shops/:shop/ready',
		summary: 'Numbers of the orders to collect: being made, and ready',
		snapshot: z.object({
			orders: z.array(z.object({ ...orderBase, fulfilment }).meta({ id: 'BoardEntry' }))
		})
	}),
	isFirst: true,
	snapshot: async ({ shops }, { db, skip }) => ({
		orders: presentAll(await openStates(db, shops), boardEntry, skip)
	}),
	changes(entry) {
		if (entry.subject !== 'order') return [];
		const wasShown = previousStatusIs(entry, isOnBoard);
		return deliverToShop('counter-board', entry, { view: () => boardEntry(entry.state), wasShown });
	}
};

/** Null unless it is an order to collect that the board shows. */
export function boardEntry(order: OrderState): BoardEntry | null {
	if (order.fulfilment !== 'collection' || !isOnBoard(order.status)) return null;
	return {
		id: order.id,
		number: order.number,
		status: order.status,
		version: order.version,
		fulfilment: order.fulfilment
	};
}

function isOnBoard(status: Status): boolean {
	return isInKitchen(status) && status !== 'placed';
}
