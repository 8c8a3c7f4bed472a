/** The routes of the counter: a part of the table in `access.ts`. */

import { COUNTER_STAFF } from '../order/lifecycle.ts';

export const COUNTER_ROUTES = {
	caller: {
		method: 'POST',
		path: '/api/shops/:shop/caller',
		rule: COUNTER_STAFF,
		summary: 'Who is on the phone: earlier orders with this number in any shop; the look is audited'
	}
} as const;
