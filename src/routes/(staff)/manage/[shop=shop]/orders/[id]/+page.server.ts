import { read } from '$lib/live/load.server.ts';
import type { TimelineAnswer } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const id = encodeURIComponent(event.params.id);
	const timeline = await read<TimelineAnswer>(event, `/api/orders/${id}/timeline`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { ...timeline, now: Date.now() };
};
