import { read } from '$lib/live/load.server.ts';
import type { PageServerLoad } from './$types';

interface Notice {
	id: string;
	kind: string;
	/** Null when the customer gave no address. */
	to: string | null;
	subject: string;
	text: string;
	status: string;
	createdAt: string;
	sentAt: string | null;
}

export const load: PageServerLoad = async (event) => {
	const { params } = event;
	const { notices } = await read<{ notices: Notice[] }>(event, `/api/shops/${params.shop}/notices`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { notices, shop: params.shop };
};
