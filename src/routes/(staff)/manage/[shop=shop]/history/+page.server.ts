import { read, readShops } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import type { HistoryAnswer } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { params, url } = event;
	const asked = new URLSearchParams();
	for (const name of ['q', 'day', 'page', 'all']) {
		const value = url.searchParams.get(name);
		if (value) asked.set(name, value.slice(0, 200));
	}
	const found = await read<HistoryAnswer>(event, `/api/shops/${params.shop}/history?${asked}`);
	// In every shop of the caller: each order says its own, on its own clock.
	const shops = await readShops(event, [params.shop, ...found.orders.map(({ shop }) => shop)]);
	event.setHeaders({ 'cache-control': 'no-store' });
	return {
		found,
		shops,
		shop: params.shop,
		q: asked.get('q') ?? '',
		isAll: asked.get('all') === '1',
		now: nowOf(event)
	};
};
