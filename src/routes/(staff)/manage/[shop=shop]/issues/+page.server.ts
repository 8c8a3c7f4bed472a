import { read } from '$lib/live/load.server.ts';
import type { PaymentIssue } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const { issues } = await read<{ issues: PaymentIssue[] }>(event, `/api/shops/${shop}/issues`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { shop, issues };
};
