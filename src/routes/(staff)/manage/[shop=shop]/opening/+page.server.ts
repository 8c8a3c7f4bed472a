import { read } from '$lib/live/load.server.ts';
import type { OpeningAnswer } from '#domain/wire/opening.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const opening = await read<OpeningAnswer>(event, `/api/shops/${shop}/opening`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { shop, opening };
};
