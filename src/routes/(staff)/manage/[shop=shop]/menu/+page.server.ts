import { read } from '$lib/live/load.server.ts';
import { word } from '$lib/ui/format.ts';
import { bossesAt } from '$lib/ui/roles.ts';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import { FAULTS } from '#domain/wire/faults.ts';
import { drawablesOf } from '#domain/menu/look.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { me } = await event.parent();
	const { shop } = event.params;
	// The menu is public, its photos are for managers to choose.
	if (!bossesAt(me, shop))
		error(FAULTS.forbidden.status, { code: 'forbidden', message: word(FAULTS.forbidden.message) });
	const { menu, looks } = await read<MenuAnswer>(event, `/api/shops/${shop}/menu`);
	event.setHeaders({ 'cache-control': 'no-store' });
	const shelves = menu.categories.map(({ id, name }) => ({
		id,
		name,
		products: menu.products.filter(({ category }) => category === id)
	}));
	return {
		shop,
		shelves: shelves.filter(({ products }) => products.length > 0),
		drawables: drawablesOf(menu, looks)
	};
};
