import { read } from '$lib/live/load.server.ts';
import type { DayFigures } from '#domain/wire/figures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = new URLSearchParams();
	for (const name of ['day']) {
		const value = event.url.searchParams.get(name);
		if (value) asked.set(name, value.slice(0, 20));
	}
	event.setHeaders({ 'cache-control': 'no-store' });
	return {
		figures: await read<DayFigures>(event, `/api/shops/${event.params.shop}/figures?${asked}`),
		shop: event.params.shop
	};
};
