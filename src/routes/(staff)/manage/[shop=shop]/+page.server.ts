import { readFirst } from '$lib/live/load.server.ts';
import type { ShopView, Snapshots } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

interface Orders {
	snapshot: Snapshots['manage'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const first = await readFirst<Orders>(event, `/api/shops/${event.params.shop}/orders`);
	return { first, shop: first.shop };
};
