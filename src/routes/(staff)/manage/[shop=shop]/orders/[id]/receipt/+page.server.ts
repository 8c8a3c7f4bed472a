import { read } from '$lib/live/load.server.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ReceiptAnswer } from '#domain/wire/contract.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const id = encodeURIComponent(event.params.id);
	const receipt = await read<ReceiptAnswer>(event, `/api/orders/${id}/receipt`);
	if (receipt.order.shop !== event.params.shop) error(404, { message: m.error_404() });
	event.setHeaders({ 'cache-control': 'no-store' });
	const asked = event.url.searchParams.get('language');
	return { receipt, language: asked === 'fr' || asked === 'en' ? asked : receipt.language };
};
