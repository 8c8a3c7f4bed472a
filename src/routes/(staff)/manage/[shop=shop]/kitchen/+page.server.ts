import { read } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import type { KitchenState } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const state = await read<KitchenState>(event, `/api/shops/${shop}/kitchen`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { shop, state, now: nowOf(event) };
};
