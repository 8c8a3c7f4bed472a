/** The routes of the plan and of dispatch: a part of the table in `access.ts`. */

import { COUNTER_STAFF, MANAGERS } from '../order/lifecycle.ts';

export const DISPATCH_ROUTES = {
	plan: {
		method: 'GET',
		path: '/api/shops/:shop/plan',
		rule: MANAGERS,
		summary: 'The plan of the shop as of now, with its reasons: orders, runs, drivers, load'
	},
	setDispatch: {
		method: 'PATCH',
		path: '/api/shops/:shop/dispatch',
		rule: MANAGERS,
		summary: 'Plan runs by hand, suggest them, or assign them; and between early and fresh'
	},
	driverUnwell: {
		method: 'POST',
		path: '/api/shops/:shop/drivers/:driver/unwell',
		rule: MANAGERS,
		summary:
			'A driver cannot go on: their orders at the shop are free again, those on the road have failed, the shift ends'
	},
	rehearsalDays: {
		method: 'GET',
		path: '/api/shops/:shop/rehearsals',
		rule: MANAGERS,
		summary: 'The past days that can be rehearsed, and the settings of the shop'
	},
	requestRehearsal: {
		method: 'POST',
		path: '/api/shops/:shop/rehearsals',
		rule: MANAGERS,
		summary:
			'Rehearse a past day with the planner or with changed settings: 202 while a worker computes it, 200 with the result'
	},
	rehearsal: {
		method: 'GET',
		path: '/api/shops/:shop/rehearsals/:rehearsal',
		rule: MANAGERS,
		summary: 'A requested rehearsal, with its result once it is done'
	},
	assign: {
		method: 'POST',
		path: '/api/orders/:id/assign',
		rule: COUNTER_STAFF,
		summary: 'Give an order to a driver, by hand'
	},
	unassign: {
		method: 'POST',
		path: '/api/orders/:id/unassign',
		rule: COUNTER_STAFF,
		summary: 'Take an order from a driver, before departure'
	},
	driverQueue: {
		method: 'GET',
		path: '/api/driver/queue',
		rule: ['driver'],
		summary:
			'The queue of the drivers on shift in the same shop: first names, who is next, who is back when, who went first and why'
	},
	shopQueue: {
		method: 'GET',
		path: '/api/shops/:shop/driver-queue',
		rule: COUNTER_STAFF,
		summary: 'The same queue for the desk of the shop'
	},
	acceptRun: {
		method: 'POST',
		path: '/api/runs/:run/accept',
		rule: ['driver'],
		summary: 'The driver takes an offered run'
	},
	declineRun: {
		method: 'POST',
		path: '/api/runs/:run/decline',
		rule: ['driver'],
		summary: 'The driver declines an offered run, with a reason or without'
	}
} as const;
