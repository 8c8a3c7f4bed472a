/** The routes of the back office, the same for each list: a part of the table in `access.ts`. */

import { MANAGERS, type Role } from '../order/lifecycle.ts';

/** What a manager may change is their shop's; the group's fields are checked where they are written. */
const routesOf = <Name extends string>(
	name: Name,
	things: string,
	{ adders, setters }: { adders: readonly Role[]; setters: readonly Role[] }
) =>
	({
		[`${name}List`]: {
			method: 'GET',
			path: `/api/admin/${name}`,
			rule: MANAGERS,
			summary: `A page of the ${things}, as the shop of the query sees them`
		},
		[`${name}Add`]: {
			method: 'POST',
			path: `/api/admin/${name}`,
			rule: adders,
			summary: `Add to the ${things}; with dry=1 only its effect is told`
		},
		[`${name}Set`]: {
			method: 'PATCH',
			path: `/api/admin/${name}/:item`,
			rule: setters,
			summary: `Change one of the ${things}; with dry=1 only its effect is told`
		},
		[`${name}Archive`]: {
			method: 'DELETE',
			path: `/api/admin/${name}/:item`,
			rule: adders,
			summary: `Archive one of the ${things}: nothing is deleted that an order refers to`
		},
		[`${name}Log`]: {
			method: 'GET',
			path: `/api/admin/${name}/:item/log`,
			rule: MANAGERS,
			summary: `Who changed this one of the ${things}, newest first`
		}
	}) as {
		[Key in `${Name}${'List' | 'Add' | 'Set' | 'Archive' | 'Log'}`]: {
			method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
			path: string;
			rule: readonly Role[];
			summary: string;
		};
	};

export const ADMIN_ROUTES = {
	...routesOf('products', 'products', { adders: ['owner'], setters: MANAGERS }),
	productsImport: {
		method: 'PUT',
		path: '/api/admin/products',
		rule: MANAGERS,
		summary: 'Add and change products from a file: all of its rows, or none'
	},
	...routesOf('categories', 'categories', { adders: ['owner'], setters: ['owner'] })
} as const;
