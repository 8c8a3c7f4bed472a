import { read } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import type { TimelineAnswer } from '#domain/wire/contract.ts';
import { m } from '$lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import { listHref } from '../../../found/listing.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const id = encodeURIComponent(event.params.id);
	const timeline = await read<TimelineAnswer>(event, `/api/orders/${id}/timeline`);
	// Not under another shop's URL: the page would show that shop's name.
	if (timeline.order.shop !== event.params.shop) error(404, { message: m.error_404() });
	event.setHeaders({ 'cache-control': 'no-store' });
	return { ...timeline, now: nowOf(event), list: listHref(event.url.searchParams) };
};
