import { readFirst } from '$lib/live/load.server.ts';
import type { ShopView, Snapshots } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

interface Tickets {
	snapshot: Snapshots['kitchen'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const first = await readFirst<Tickets>(event, `/api/shops/${event.params.shop}/tickets`);
	return { first, shop: first.shop };
};
