import { readOffice, readWhole } from '$lib/office/read-office.server.ts';
import type { IngredientRow, RecipeRow } from '#domain/wire/recipes.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [office, ingredients] = await Promise.all([
		readOffice<RecipeRow>(event, 'recipes', shop),
		readWhole<IngredientRow>(event, 'ingredients', shop)
	]);
	return { shop, ...office, ingredients };
};
