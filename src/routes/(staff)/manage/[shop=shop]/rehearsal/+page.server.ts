import { read } from '$lib/live/load.server.ts';
import { firstDay, type RehearsalDays } from '#domain/wire/rehearsal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const days = await read<RehearsalDays>(event, `/api/shops/${shop}/rehearsals`);
	const asked = event.url.searchParams.get('day');
	const day = days.days.some((one) => one.day === asked) ? asked : firstDay(days);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { shop, days, day: day ?? '' };
};
