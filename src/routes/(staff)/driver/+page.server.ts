import { readFirst } from '$lib/live/load.server.ts';
import { THEME } from '$lib/ui/theme.server.ts';
import type { ShopView, Snapshots } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

interface MyRun {
	snapshot: Snapshots['driver'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const first = await readFirst<MyRun>(event, '/api/driver');
	return { first, shop: first.shop, themeColour: THEME.accent };
};
