import { read } from '$lib/live/load.server.ts';
import { word } from '$lib/ui/format.ts';
import { ownsAt } from '$lib/ui/roles.ts';
import type { CompanyAnswer } from '#domain/wire/contract.ts';
import { FAULTS } from '#domain/wire/faults.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { me } = await event.parent();
	const { shop } = event.params;
	if (!ownsAt(me, shop))
		error(FAULTS.forbidden.status, { code: 'forbidden', message: word(FAULTS.forbidden.message) });
	const { company } = await read<CompanyAnswer>(event, `/api/shops/${shop}/company`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { shop, company };
};
