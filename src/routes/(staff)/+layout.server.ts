import { read } from '$lib/live/load.server.ts';
import type { Me, ShopView } from '#domain/contract.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const me = await read<Me>(event, '/api/me');
	const { shops } = await read<{ shops: ShopView[] }>(event, '/api/shops');
	return { me, shops };
};
