import { read } from '$lib/live/load.server.ts';
import { managesAt } from '$lib/ui/roles.ts';
import { m } from '$lib/paraglide/messages.js';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const { me } = await event.parent();
	if (!managesAt(me, shop)) error(403, { message: m.error_403(), code: 'forbidden' });
	event.setHeaders({ 'cache-control': 'no-store' });
	return { menu: await read<MenuAnswer>(event, `/api/shops/${shop}/menu`) };
};
