/**
 * Access rules of the HTTP routes. The table of transitions (`by`) has the rules of the actions,
 * and `server/feeds` those of the feeds. A test checks that every route of the running server has a
 * row here.
 */

import {
	COUNTER_STAFF,
	KITCHEN_STAFF,
	MANAGERS,
	ROLES,
	SHOP_STAFF,
	type ActorKind,
	type Role
} from '../order/lifecycle.ts';
import { ADMIN_ROUTES } from './admin-routes.ts';
import { COUNTER_ROUTES } from './counter-routes.ts';
import { DISPATCH_ROUTES } from './dispatch-routes.ts';
import { PAPER_ROUTES } from './paper-routes.ts';
import { KITCHEN_ROUTES } from './kitchen-routes.ts';
import { PAYMENT_ROUTES } from './payment-routes.ts';

export type Principal =
	| { kind: 'anonymous' }
	| {
			kind: 'staff';
			id: string;
			name: string;
			sessionId: string;
			roles: readonly { shop: string; role: Role }[];
	  };

export const ANONYMOUS: Principal = { kind: 'anonymous' };

/**
 * `public`: anyone. `token`: anyone with the tracking token in the path. `staff`: any signed-in
 * person. A list of roles: those roles, at the shop that the request concerns.
 */
export type Rule = 'public' | 'token' | 'staff' | readonly Role[];

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	rule: Rule;
	/** One sentence for the generated API documentation. */
	summary: string;
}

/**
 * The HTTP routes of the API, except the first contents of a shop's feeds (`server/feeds`). The server
 * mounts no other.
 */
export const ROUTES = {
	health: { method: 'GET', path: '/healthz', rule: 'public', summary: 'The process answers' },
	ready: {
		method: 'GET',
		path: '/readyz',
		rule: 'public',
		summary: 'Postgres, queue and listener work; 503 with the reasons'
	},
	metrics: { method: 'GET', path: '/metrics', rule: 'public', summary: 'Prometheus metrics' },
	openapi: {
		method: 'GET',
		path: '/api/openapi.json',
		rule: 'public',
		summary: 'This description'
	},
	mapStyle: {
		method: 'GET',
		path: '/api/map',
		rule: 'public',
		summary: 'The style of the maps, or null for the bundled town'
	},
	groupName: { method: 'GET', path: '/api/group', rule: 'public', summary: 'Name of the group' },
	setUp: { method: 'POST', path: '/api/setup', rule: 'public', summary: 'First run, by code' },
	signIn: {
		method: 'POST',
		path: '/api/auth/sign-in/email',
		rule: 'public',
		summary: 'Open a session with e-mail and password'
	},
	signOut: {
		method: 'POST',
		path: '/api/auth/sign-out',
		rule: 'public',
		summary: 'End the session'
	},
	session: {
		method: 'GET',
		path: '/api/auth/get-session',
		rule: 'public',
		summary: 'Who is signed in, or nobody'
	},
	invitation: {
		method: 'GET',
		path: '/api/invitations/:token',
		rule: 'public',
		summary: 'Whom a mailed link for a password is for'
	},
	useInvitation: {
		method: 'POST',
		path: '/api/invitations/:token',
		rule: 'public',
		summary: 'Set the password with a mailed link; it works once'
	},
	ownPassword: {
		method: 'POST',
		path: '/api/me/password',
		rule: 'staff',
		summary: 'Change the own password; sessions on other devices end'
	},
	shops: { method: 'GET', path: '/api/shops', rule: 'public', summary: 'Shops and their quotes' },
	openShop: {
		method: 'POST',
		path: '/api/shops',
		rule: ['owner'],
		summary: 'Open a further shop of the group'
	},
	pace: {
		method: 'POST',
		path: '/api/shops/:shop/pace',
		rule: MANAGERS,
		summary: 'In a demo: how fast its evening is played, for a minute'
	},
	menu: {
		method: 'GET',
		path: '/api/shops/:shop/menu',
		rule: 'public',
		summary: 'Menu, allergens and what the stock allows'
	},
	photo: {
		method: 'GET',
		path: '/api/photos/:photo',
		rule: 'public',
		summary: 'A photo of a product, kept for ever under this address'
	},
	putPhoto: {
		method: 'PUT',
		path: '/api/shops/:shop/products/:product/photo',
		rule: MANAGERS,
		summary: 'A photo (JPEG, PNG or WebP as the body, 2 MB at most) instead of the drawn picture'
	},
	dropPhoto: {
		method: 'DELETE',
		path: '/api/shops/:shop/products/:product/photo',
		rule: MANAGERS,
		summary: 'Back to the drawn picture'
	},
	quote: {
		method: 'GET',
		path: '/api/shops/:shop/quote',
		rule: 'public',
		summary: 'What the shop can promise now for one pizza; with lat and lng, for that door'
	},
	address: {
		method: 'GET',
		path: '/api/address',
		rule: 'public',
		summary: 'What a typed address says: in one line (q), or street, city and postcode'
	},
	place: {
		method: 'POST',
		path: '/api/orders',
		rule: 'public',
		summary:
			'Place an order; needs Idempotency-Key. Staff of the counter name a channel, for a caller or a walk-in'
	},
	me: { method: 'GET', path: '/api/me', rule: 'staff', summary: 'Who is signed in' },
	track: {
		method: 'GET',
		path: '/api/track/:token',
		rule: 'token',
		summary: 'The order of this tracking token'
	},
	trackHistory: {
		method: 'GET',
		path: '/api/track/:token/history',
		rule: 'token',
		summary: 'When the order of this tracking token came to each of its stages'
	},
	trackCancel: {
		method: 'POST',
		path: '/api/track/:token/cancel',
		rule: 'token',
		summary: 'The customer cancels, until the kitchen starts'
	},
	trackChange: {
		method: 'POST',
		path: '/api/track/:token/change',
		rule: 'token',
		summary: 'The customer changes the lines, until the kitchen starts'
	},
	...COUNTER_ROUTES,
	...PAPER_ROUTES,
	...KITCHEN_ROUTES,
	...PAYMENT_ROUTES,
	...DISPATCH_ROUTES,
	...ADMIN_ROUTES,
	groupOrders: {
		method: 'GET',
		path: '/api/group/orders',
		rule: MANAGERS,
		summary: 'What is open in all shops of this person, in outline'
	},
	groupRisks: {
		method: 'GET',
		path: '/api/group/risks',
		rule: MANAGERS,
		summary:
			'The 50 orders of all shops of this person that will be late first, least time to spare first'
	},
	groupFigures: {
		method: 'GET',
		path: '/api/group/figures',
		rule: MANAGERS,
		summary:
			'The sums of a business day of every shop of this person beside one another, in pages of 25, with the week before'
	},
	figures: {
		method: 'GET',
		path: '/api/shops/:shop/figures',
		rule: MANAGERS,
		summary:
			'The figures of a business day: sales by hour, channel and product, what was lost and given back and why, punctuality'
	},
	findOrders: {
		method: 'GET',
		path: '/api/orders',
		rule: COUNTER_STAFF,
		summary:
			'Orders of any age in the shops of the caller, newest first, in pages or as CSV; a search by name or phone is audited'
	},
	ledger: {
		method: 'GET',
		path: '/api/shops/:shop/ledger',
		rule: MANAGERS,
		summary: 'The movements of money of a business day, its totals, and whether it is closed'
	},
	closeDay: {
		method: 'POST',
		path: '/api/shops/:shop/days/:day/close',
		rule: MANAGERS,
		summary: 'Close a business day once and for all; a repetition gets the same answer'
	},
	dayLog: {
		method: 'GET',
		path: '/api/shops/:shop/days/:day/log',
		rule: MANAGERS,
		summary:
			'The open log of a business day, one JSON document a line: every change of orders and drivers, every movement of money'
	},
	act: {
		method: 'POST',
		path: '/api/orders/:id/:action',
		rule: ROLES,
		summary: 'One step of the lifecycle; who may do which is the lifecycle’s own table'
	},
	timeline: {
		method: 'GET',
		path: '/api/orders/:id/timeline',
		rule: COUNTER_STAFF,
		summary: 'Every change of one order'
	},
	recipe: {
		method: 'GET',
		path: '/api/orders/:id/lines/:line/recipe',
		rule: SHOP_STAFF,
		summary: 'The recipe card of one ticket line'
	},
	recipes: {
		method: 'GET',
		path: '/api/shops/:shop/recipes',
		rule: SHOP_STAFF,
		summary: 'Every recipe of the shop in portions, to weigh the open tickets'
	},
	bumps: {
		method: 'GET',
		path: '/api/shops/:shop/bumps',
		rule: SHOP_STAFF,
		summary: 'The last steps of the kitchen: which ticket, who, when'
	},
	fates: {
		method: 'GET',
		path: '/api/shops/:shop/fates',
		rule: SHOP_STAFF,
		summary: 'What became of these orders (ids with commas between them, 50 at most)'
	},
	strike: {
		method: 'POST',
		path: '/api/orders/:id/lines/:line/strike',
		rule: KITCHEN_STAFF,
		summary: 'Mark a ticket line as done; the last one takes the ticket to the oven'
	},
	unstrike: {
		method: 'POST',
		path: '/api/orders/:id/lines/:line/unstrike',
		rule: KITCHEN_STAFF,
		summary: 'Take a strike back'
	},
	seeAlarm: {
		method: 'POST',
		path: '/api/orders/:id/alarms/:kind/seen',
		rule: SHOP_STAFF,
		summary: 'Acknowledge an open alarm: it is quiet on this person’s screens'
	},
	myRun: {
		method: 'GET',
		path: '/api/driver',
		rule: ['driver'],
		summary: 'The signed-in driver’s shift and stops'
	},
	shift: {
		method: 'POST',
		path: '/api/driver/shift',
		rule: ['driver'],
		summary: 'Start or end the shift'
	},
	signShift: {
		method: 'POST',
		path: '/api/driver/shifts/:shift/sign',
		rule: ['driver'],
		summary: 'The driver signs the count of their shift’s cash'
	},
	shifts: {
		method: 'GET',
		path: '/api/shops/:shop/shifts',
		rule: MANAGERS,
		summary: 'Shifts with their cash: those that run or wait for the count, and those of a day'
	},
	shiftFloat: {
		method: 'POST',
		path: '/api/shops/:shop/shifts/:shift/float',
		rule: MANAGERS,
		summary: 'Give the driver of a running shift change from the till'
	},
	shiftDrop: {
		method: 'POST',
		path: '/api/shops/:shop/shifts/:shift/drop',
		rule: MANAGERS,
		summary: 'Take cash from the driver before the end of the shift'
	},
	shiftCount: {
		method: 'POST',
		path: '/api/shops/:shop/shifts/:shift/count',
		rule: MANAGERS,
		summary: 'Count and sign the cash of a shift that has ended'
	},
	outboxPage: {
		method: 'GET',
		path: '/api/shops/:shop/notices',
		rule: MANAGERS,
		summary: 'Notices to customers of this shop, sent or waiting'
	}
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** The roles a person holds at a shop. */
export function rolesAt(principal: Principal, shop: string): Role[] {
	if (principal.kind !== 'staff') return [];
	return principal.roles.filter((held) => held.shop === shop).map((held) => held.role);
}

/** The shops at which a person has any of the roles. */
export function shopsWith(principal: Principal, roles: readonly Role[]): string[] {
	if (principal.kind !== 'staff') return [];
	return [
		...new Set(principal.roles.filter((held) => roles.includes(held.role)).map((held) => held.shop))
	];
}

/** The shops of a person's group feed and group page. */
export const groupShops = (principal: Principal): string[] => shopsWith(principal, MANAGERS);

export type Verdict = 'allow' | 'unauthenticated' | 'forbidden';

/** Access check of a rule; `shop` is the shop that the request concerns, if any. */
export function judge(principal: Principal, rule: Rule, shop?: string): Verdict {
	if (rule === 'public' || rule === 'token') return 'allow';
	if (principal.kind === 'anonymous') return 'unauthenticated';
	if (rule === 'staff') return 'allow';
	const held =
		shop === undefined ? principal.roles.map((entry) => entry.role) : rolesAt(principal, shop);
	return held.some((role) => rule.includes(role)) ? 'allow' : 'forbidden';
}

/**
 * The kinds of actor that a person may be on an order of this shop. Acting as driver requires the run.
 */
export function actorsOn(
	principal: Principal,
	order: { shop: string; driver: string | null }
): ActorKind[] {
	const roles = rolesAt(principal, order.shop);
	if (principal.kind !== 'staff') return roles;
	return roles.filter((role) => role !== 'driver' || order.driver === principal.id);
}
