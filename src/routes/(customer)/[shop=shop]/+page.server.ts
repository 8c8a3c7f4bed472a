import { read } from '$lib/live/load.server.ts';
import type { MenuAnswer } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const answer = await read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return answer;
};
