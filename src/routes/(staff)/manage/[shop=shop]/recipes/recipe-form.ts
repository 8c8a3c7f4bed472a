/**
 * The form of a recipe. `order` lists its ingredients from the dough up; `dough.m` is the quantity in size m, and
 * `dough.fr`, `dough.en` and `dough.removable` say how it is laid and whether it may be left out.
 */

import { wholeFrom, type FormRules, type Typed } from '$lib/office/typed.ts';
import type { RecipeLayer, RecipeRow } from '#domain/wire/recipes.ts';

export const orderOf = (typed: Typed): string[] =>
	String(typed.order ?? '')
		.split(' ')
		.filter(Boolean);

export const RECIPE_FORM: FormRules<RecipeRow> = {
	list: 'recipes',
	typedOf: (row): Typed => {
		const typed: Typed = { order: row?.layers.map(({ ingredient }) => ingredient).join(' ') ?? '' };
		for (const layer of row?.layers ?? []) Object.assign(typed, fieldsOf(layer, row?.sizes ?? []));
		return typed;
	},
	bodyOf: (typed, row) => ({
		layers: orderOf(typed).map((ingredient) => ({
			ingredient,
			quantities: quantitiesOf(typed, ingredient, row?.sizes ?? []),
			text: { fr: text(typed, `${ingredient}.fr`), en: text(typed, `${ingredient}.en`) },
			isRemovable: typed[`${ingredient}.removable`] === true
		}))
	})
};

/** The fields of one more ingredient, without any quantity. */
export const emptyLayer = (ingredient: string, sizes: RecipeRow['sizes']): Typed =>
	fieldsOf({ ingredient, quantities: {}, text: { fr: '', en: '' }, isRemovable: false }, sizes);

/** The order with an ingredient one place further down (1) or up (-1). */
export function moved(order: readonly string[], ingredient: string, by: 1 | -1): string[] {
	const from = order.indexOf(ingredient);
	const to = from + by;
	if (from === -1 || to < 0 || to >= order.length) return [...order];
	const others = order.toSpliced(from, 1);
	return others.toSpliced(to, 0, ingredient);
}

function fieldsOf(layer: RecipeLayer, sizes: RecipeRow['sizes']): Typed {
	const { ingredient, quantities, text: words, isRemovable } = layer;
	const amounts = sizes.map(({ id }) => [`${ingredient}.${id}`, String(quantities[id] ?? '')]);
	return {
		...Object.fromEntries(amounts),
		[`${ingredient}.fr`]: words.fr,
		[`${ingredient}.en`]: words.en,
		[`${ingredient}.removable`]: isRemovable
	};
}

/** An empty quantity leaves the size out; a text that is no number stays, so that the server names the field. */
function quantitiesOf(typed: Typed, ingredient: string, sizes: RecipeRow['sizes']) {
	const filled = sizes.flatMap(({ id }) => {
		const amount = text(typed, `${ingredient}.${id}`).trim();
		if (amount === '') return [];
		return [[id, wholeFrom(amount)] as const];
	});
	return Object.fromEntries(filled);
}

const text = (typed: Typed, field: string): string => String(typed[field] ?? '');
