import { read } from '$lib/live/load.server.ts';
import type { ShopView } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shops } = await read<{ shops: ShopView[] }>(event, '/api/shops');
	return { shops, at: new Date().toISOString() };
};
