import { read, readFirst } from '$lib/live/load.server.ts';
import { rolesOf } from '$lib/ui/roles.ts';
import type { CompanyAnswer, ShopView, Snapshots } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

interface Orders {
	snapshot: Snapshots['manage'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const first = await readFirst<Orders>(event, `/api/shops/${shop}/orders`);
	const { me } = await event.parent();
	// Only an owner can name the company.
	const hasNoCompany =
		rolesOf(me, shop).includes('owner') &&
		(await read<CompanyAnswer>(event, `/api/shops/${shop}/company`)).company === null;
	return { first, shop: first.shop, hasNoCompany };
};
