import { read } from '$lib/live/load.server.ts';
import type { ManagedOrder } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

interface Timeline {
	order: ManagedOrder;
	events: {
		seq: number;
		at: string;
		action: string;
		actor: string;
		from: string | null;
		to: string | null;
		version: number;
	}[];
}

export const load: PageServerLoad = async (event) => {
	const id = encodeURIComponent(event.params.id);
	const timeline = await read<Timeline>(event, `/api/orders/${id}/timeline`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return timeline;
};
