import { read } from '$lib/live/load.server.ts';
import type { KitchenState } from '#domain/wire/contract.ts';
import type { LimitsAnswer } from '#domain/wire/limits.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [answer, kitchen] = await Promise.all([
		read<LimitsAnswer>(event, `/api/shops/${shop}/limits`),
		read<KitchenState>(event, `/api/shops/${shop}/kitchen`)
	]);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { shop, answer, tonight: kitchen.isChanged ? kitchen : null };
};
