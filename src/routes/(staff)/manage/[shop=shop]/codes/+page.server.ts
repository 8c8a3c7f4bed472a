import { read } from '$lib/live/load.server.ts';
import type { CompanyAnswer, MenuAnswer, PromoView } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [{ codes }, { company }, menu] = await Promise.all([
		read<{ codes: PromoView[] }>(event, `/api/shops/${shop}/codes`),
		read<CompanyAnswer>(event, `/api/shops/${shop}/company`),
		read<MenuAnswer>(event, `/api/shops/${shop}/menu`)
	]);
	event.setHeaders({ 'cache-control': 'no-store' });
	const { products } = menu.menu;
	return {
		shop,
		codes,
		hasCompany: company !== null,
		currency: menu.shop.currency,
		zone: menu.shop.zone,
		products: products.filter(({ kind }) => kind !== 'bundle').map(({ id, name }) => ({ id, name }))
	};
};
