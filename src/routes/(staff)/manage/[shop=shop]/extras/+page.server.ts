import { readOffice, readWhole } from '$lib/office/read-office.server.ts';
import type { ExtraRow } from '#domain/wire/extras.ts';
import type { IngredientRow } from '#domain/wire/recipes.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const [office, extras, ingredients] = await Promise.all([
		readOffice<ExtraRow>(event, 'extras', shop),
		readWhole<ExtraRow>(event, 'extras', shop),
		readWhole<IngredientRow>(event, 'ingredients', shop)
	]);
	const groups = new Map(
		extras.map(({ group, groupName, sizes }) => [group, { id: group, name: groupName, sizes }])
	);
	return { shop, ...office, ingredients, groups: [...groups.values()] };
};
