import { read } from '$lib/live/load.server.ts';
import type { Me, ShopView } from '#domain/wire/contract.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const [me, { shops }] = await Promise.all([
		read<Me>(event, '/api/me'),
		read<{ shops: ShopView[] }>(event, '/api/shops')
	]);
	return { me, shops };
};
