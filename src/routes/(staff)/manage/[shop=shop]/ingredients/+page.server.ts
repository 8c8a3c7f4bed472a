import { readOffice } from '$lib/office/read-office.server.ts';
import type { IngredientRow } from '#domain/wire/recipes.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	return { shop, ...(await readOffice<IngredientRow>(event, 'ingredients', shop)) };
};
