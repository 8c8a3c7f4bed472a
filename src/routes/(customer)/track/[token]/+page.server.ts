import { read, readFirst } from '$lib/live/load.server.ts';
import { drawablesFor } from '$lib/ui/pizza/drawables.server.ts';
import type { ShopView, Snapshots } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'referrer-policy': 'no-referrer' });
	const path = `/api/track/${encodeURIComponent(event.params.token)}`;
	const [first, { shops }] = await Promise.all([
		readFirst<{ snapshot: Snapshots['order']; seq: number }>(event, path),
		read<{ shops: ShopView[] }>(event, '/api/shops')
	]);
	const { order } = first.snapshot;
	const shop = shops.find((entry) => entry.id === order.shop);
	return {
		token: event.params.token,
		first,
		zone: shop?.zone ?? 'Europe/Paris',
		phone: shop?.phone ?? null,
		drawables: await drawablesFor(event, order.shop, order.lines)
	};
};
