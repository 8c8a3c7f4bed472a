/** How the lists of orders read the API. */

import { read, readShops } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import type { OrdersAnswer } from '#domain/wire/found-orders.ts';
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import { listedOf, queryOf } from './listing.ts';

type Asking = Pick<RequestEvent, 'fetch' | 'request' | 'url' | 'setHeaders'>;

/** The list that the address asks for, of one shop or of all shops of the reader; `fault` for a wrong address. */
export async function loadOrders(event: Asking, shop: string | undefined) {
	const listed = listedOf(event.url.searchParams);
	const asked = new URLSearchParams(queryOf(listed));
	if (shop !== undefined) asked.set('shop', shop);
	event.setHeaders({ 'cache-control': 'no-store' });
	const answer = await read<OrdersAnswer>(event, `/api/orders?${asked}`).catch((error: unknown) => {
		if (isHttpError(error, 400)) return error.body.message;
		throw error;
	});
	const found = typeof answer === 'string' ? null : answer;
	const shops = await readShops(event, [
		...(shop === undefined ? [] : [shop]),
		...(found?.orders ?? []).map((order) => order.shop)
	]);
	const fault = typeof answer === 'string' ? answer : '';
	return { found, fault, listed, shops, csv: `${asked}`, now: nowOf(event) };
}
