import { readOffice } from '$lib/office/read-office.server.ts';
import { read } from '$lib/live/load.server.ts';
import type { CategoryRow, OfficePage, ProductRow } from '#domain/wire/office.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [office, categories] = await Promise.all([
		readOffice<ProductRow>(event, 'products', shop),
		read<OfficePage<CategoryRow>>(event, `/api/admin/categories?shop=${shop}&show=all`)
	]);
	return { shop, ...office, categories: categories.items };
};
