import { readBrand } from '$lib/live/brand.server.ts';
import { readFirst } from '$lib/live/load.server.ts';
import type { ShopView, Snapshots } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

interface Answer {
	snapshot: Snapshots['counter-board'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const [{ shop, ...first }, { brand }] = await Promise.all([
		readFirst<Answer>(event, `/api/shops/${event.params.shop}/ready`),
		readBrand(event)
	]);
	return { shop, first, brand };
};
