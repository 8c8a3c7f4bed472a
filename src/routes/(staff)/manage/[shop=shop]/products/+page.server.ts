import { readOffice, readWhole } from '$lib/office/read-office.server.ts';
import { word } from '$lib/ui/format.ts';
import type { CategoryRow, ProductRow } from '#domain/wire/office.ts';
import type { RecipeRow } from '#domain/wire/recipes.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [office, categories, recipes] = await Promise.all([
		readOffice<ProductRow>(event, 'products', shop),
		readWhole<CategoryRow>(event, 'categories', shop),
		readWhole<RecipeRow>(event, 'recipes', shop)
	]);
	const models = recipes.flatMap(({ id, name, isArchived }) =>
		isArchived ? [] : [{ value: id, label: word(name) }]
	);
	return { shop, ...office, categories, models };
};
