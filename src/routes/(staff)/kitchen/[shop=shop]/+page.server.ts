import { read, readFirst } from '$lib/live/load.server.ts';
import { drawablesFor } from '$lib/ui/pizza/drawables.server.ts';
import type { Me, ShopView, Snapshots } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';
import { readView, VIEW_COOKIE } from './device/device.ts';

interface Tickets {
	snapshot: Snapshots['kitchen'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const { shop: id } = event.params;
	const [me, { shop, ...first }, drawables] = await Promise.all([
		read<Me>(event, '/api/me'),
		readFirst<Tickets>(event, `/api/shops/${id}/tickets`),
		drawablesFor(event, id)
	]);
	// The URL can set it too, for a screen in kiosk mode that stores nothing.
	const view = readView(event.url.searchParams.get('view') ?? event.cookies.get(VIEW_COOKIE));
	return { me, first, shop, drawables, view };
};
