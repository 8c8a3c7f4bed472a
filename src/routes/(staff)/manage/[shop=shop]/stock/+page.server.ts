import { read } from '$lib/live/load.server.ts';
import { readOffice } from '$lib/office/read-office.server.ts';
import type { MenuAnswer, ShopsPage } from '#domain/wire/contract.ts';
import type { StockRow } from '#domain/wire/stock.ts';
import type { PageServerLoad, PageServerLoadEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [stock, { menu, makeable }] = await Promise.all([
		readOffice<StockRow>(event, 'stock', shop),
		read<MenuAnswer>(event, `/api/shops/${shop}/menu`)
	]);
	const products = menu.products.map(({ id, name }) => ({ id, name, left: makeable[id] ?? 0 }));
	const nearby = await shopsNearby(event, shop);
	return { shop, ...stock, nearby, products: products.toSorted((a, b) => a.left - b.left) };
};

/** The nearest other shops, to which stock can be moved. */
async function shopsNearby(event: PageServerLoadEvent, shop: string) {
	const { shops } = await event.parent();
	const here = shops.find(({ id }) => id === shop)?.point;
	const near = here ? `&lat=${here.lat}&lng=${here.lng}` : '';
	const found = await read<ShopsPage>(event, `/api/shops?page=1${near}`);
	return found.shops.flatMap(({ id, name }) => (id === shop ? [] : [{ value: id, label: name }]));
}
