/** The routes of the back office, the same for each list: a part of the table in `access.ts`. */

import { MANAGERS, type Role } from '../order/lifecycle.ts';

type RouteTable<Keys extends string> = Record<
	Keys,
	{
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
		path: string;
		rule: readonly Role[];
		summary: string;
	}
>;

/**
 * To read a list and its log, and to change what is there. What a manager may change is their shop's; the
 * group's fields are checked where they are written.
 */
const editable = <Name extends string>(name: Name, things: string, setters: readonly Role[]) =>
	({
		[`${name}List`]: {
			method: 'GET',
			path: `/api/admin/${name}`,
			rule: MANAGERS,
			summary: `A page of the ${things}, as the shop of the query sees them`
		},
		[`${name}Set`]: {
			method: 'PATCH',
			path: `/api/admin/${name}/:item`,
			rule: setters,
			summary: `Change one of the ${things}; with dry=1 only its effect is told`
		},
		[`${name}Log`]: {
			method: 'GET',
			path: `/api/admin/${name}/:item/log`,
			rule: MANAGERS,
			summary: `Who changed this one of the ${things}, newest first`
		}
	}) as RouteTable<`${Name}${'List' | 'Set' | 'Log'}`>;

/** To add to a list, and to archive. */
const growing = <Name extends string>(name: Name, things: string) =>
	({
		[`${name}Add`]: {
			method: 'POST',
			path: `/api/admin/${name}`,
			rule: ['owner'],
			summary: `Add to the ${things}; with dry=1 only its effect is told`
		},
		[`${name}Archive`]: {
			method: 'DELETE',
			path: `/api/admin/${name}/:item`,
			rule: ['owner'],
			summary: `Archive one of the ${things}: nothing is deleted that an order refers to`
		}
	}) as unknown as RouteTable<`${Name}${'Add' | 'Archive'}`>;

export const ADMIN_ROUTES = {
	opening: {
		method: 'GET',
		path: '/api/shops/:shop/opening',
		rule: MANAGERS,
		summary: 'What a new shop has of what it needs to open'
	},
	openToCustomers: {
		method: 'POST',
		path: '/api/shops/:shop/opening',
		rule: MANAGERS,
		summary: 'Open a new shop to customers, when nothing is missing'
	},
	...editable('products', 'products', MANAGERS),
	...growing('products', 'products'),
	productsCopy: {
		method: 'POST',
		path: '/api/admin/products/:item/copy',
		rule: ['owner'],
		summary: 'Add a product like this one, with its recipe; it is archived until it is put into use'
	},
	productsImport: {
		method: 'PUT',
		path: '/api/admin/products',
		rule: MANAGERS,
		summary: 'Add and change products from a file: all of its rows, or none'
	},
	...editable('categories', 'categories', ['owner']),
	...growing('categories', 'categories'),
	...editable('ingredients', 'ingredients', ['owner']),
	...growing('ingredients', 'ingredients'),
	...editable('recipes', 'recipes', ['owner']),
	...editable('extras', 'extras', ['owner']),
	...growing('extras', 'extras'),
	...editable('settings', 'settings of a shop', MANAGERS),
	...editable('stock', 'ingredients in stock', MANAGERS),
	...editable('holidays', 'closed days of a shop, and days with other hours', MANAGERS),
	holidaysAdd: {
		method: 'POST',
		path: '/api/admin/holidays',
		rule: MANAGERS,
		summary: 'Close a shop for days, or give them other hours; with dry=1 only its effect is told'
	},
	holidaysArchive: {
		method: 'DELETE',
		path: '/api/admin/holidays/:item',
		rule: MANAGERS,
		summary: 'Take such days back: the hours of the weekday hold'
	},
	...editable('people', 'people of the shop', MANAGERS),
	peopleAdd: {
		method: 'POST',
		path: '/api/admin/people',
		rule: MANAGERS,
		summary: 'Invite a person by e-mail; who has an account in another shop only gets the roles'
	},
	peopleArchive: {
		method: 'DELETE',
		path: '/api/admin/people/:item',
		rule: MANAGERS,
		summary: 'Disable a person: signed out at once, and no sign-in until they are enabled'
	},
	peopleSignOut: {
		method: 'POST',
		path: '/api/admin/people/:item/sign-out',
		rule: MANAGERS,
		summary: 'Sign a person out on all devices'
	},
	peopleLink: {
		method: 'POST',
		path: '/api/admin/people/:item/link',
		rule: MANAGERS,
		summary: 'Mail a person a link to set a password: it works once, within 72 hours'
	}
} as const;
