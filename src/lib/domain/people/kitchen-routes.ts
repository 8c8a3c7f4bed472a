/** The routes of the kitchen's capacity: quotes of a basket, its knobs, and the shop's limits: a part of the table in `access.ts`. */

import { MANAGERS, SHOP_STAFF } from '../order/lifecycle.ts';

export const KITCHEN_ROUTES = {
	basketQuote: {
		method: 'POST',
		path: '/api/quote',
		rule: 'public',
		summary: 'What the shop can promise now for this basket, on this way'
	},
	kitchenState: {
		method: 'GET',
		path: '/api/shops/:shop/kitchen',
		rule: SHOP_STAFF,
		summary: 'What the kitchen can do tonight: hands, oven places, delay and pause'
	},
	setKitchen: {
		method: 'PATCH',
		path: '/api/shops/:shop/kitchen',
		rule: MANAGERS,
		summary: 'Delay, pause, hands or oven places until a time, at most until the close'
	},
	kitchenPreview: {
		method: 'POST',
		path: '/api/shops/:shop/kitchen/preview',
		rule: MANAGERS,
		summary: 'What such a change would move: promises and quotes; nothing is saved'
	},
	shopLimits: {
		method: 'GET',
		path: '/api/shops/:shop/limits',
		rule: MANAGERS,
		summary: 'Capacity and alarm limits of the shop, and who changed them'
	},
	setShopLimits: {
		method: 'PATCH',
		path: '/api/shops/:shop/limits',
		rule: MANAGERS,
		summary: 'Change limits, each with the value seen before; in force at once'
	},
	shopLimitsPreview: {
		method: 'POST',
		path: '/api/shops/:shop/limits/preview',
		rule: MANAGERS,
		summary: 'What such a change would move: promises, quotes and alarms; nothing is saved'
	}
} as const;
