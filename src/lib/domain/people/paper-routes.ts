/** The routes of prices, promotion codes, receipts and companies: a part of the table in `access.ts`. */

import { COUNTER_STAFF, MANAGERS } from '../order/lifecycle.ts';

export const PAPER_ROUTES = {
	price: {
		method: 'POST',
		path: '/api/shops/:shop/price',
		rule: 'public',
		summary: 'What these lines would cost now, with a promotion code or without'
	},
	codes: {
		method: 'GET',
		path: '/api/shops/:shop/codes',
		rule: MANAGERS,
		summary: 'Promotion codes of the shop and of the group'
	},
	addCode: {
		method: 'POST',
		path: '/api/shops/:shop/codes',
		rule: MANAGERS,
		summary: 'Add a promotion code; one for every shop is the owner’s to add'
	},
	disableCode: {
		method: 'POST',
		path: '/api/shops/:shop/codes/:code/disable',
		rule: MANAGERS,
		summary: 'End a promotion code'
	},
	trackReceipt: {
		method: 'GET',
		path: '/api/track/:token/receipt',
		rule: 'token',
		summary: 'The receipt and the credit notes of the order'
	},
	receipt: {
		method: 'GET',
		path: '/api/orders/:id/receipt',
		rule: COUNTER_STAFF,
		summary: 'The receipt and the credit notes of one order'
	},
	company: {
		method: 'GET',
		path: '/api/shops/:shop/company',
		rule: MANAGERS,
		summary: 'The company that the receipts of the shop name'
	},
	setCompany: {
		method: 'POST',
		path: '/api/shops/:shop/company',
		rule: ['owner'],
		summary: 'Name the company of the shop'
	}
} as const;
