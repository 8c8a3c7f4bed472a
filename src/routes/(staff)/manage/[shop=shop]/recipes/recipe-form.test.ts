import { expect, test } from 'vitest';
import type { RecipeRow } from '#domain/wire/recipes.ts';
import { emptyLayer, moved, RECIPE_FORM } from './recipe-form.ts';

const none = { fr: '', en: '' };
const ROW: RecipeRow = {
	...{ id: 'reine', version: 'v', isArchived: false, name: none, allergens: [], isSold: true },
	sizes: [
		{ id: 's', name: none },
		{ id: 'm', name: none }
	],
	layers: [
		{ ingredient: 'dough', quantities: { s: 180, m: 250 }, text: none, isRemovable: false },
		{
			ingredient: 'ham',
			quantities: { m: 60 },
			text: { fr: 'Lanières', en: 'Strips' },
			isRemovable: true
		}
	]
};
const typed = RECIPE_FORM.typedOf(ROW);

test('a recipe becomes a form and the same recipe again', () => {
	expect(RECIPE_FORM.bodyOf(typed, ROW)).toEqual({ layers: ROW.layers });
});

test('an empty quantity leaves a size out, and what is no number stays as it was typed', () => {
	const body = RECIPE_FORM.bodyOf({ ...typed, 'dough.s': ' ', 'ham.s': 'peu' }, ROW);
	expect(body).toMatchObject({
		layers: [{ quantities: { m: 250 } }, { quantities: { s: 'peu', m: 60 } }]
	});
});

test('one more ingredient stands last, moves, and is taken out again', () => {
	const more = { ...typed, ...emptyLayer('basil', ROW.sizes), order: 'dough ham basil' };
	const names = (form: typeof more) =>
		(RECIPE_FORM.bodyOf(form, ROW) as { layers: RecipeRow['layers'] }).layers.map(
			({ ingredient }) => ingredient
		);
	expect(names(more)).toEqual(['dough', 'ham', 'basil']);
	expect(names({ ...more, order: 'dough basil' })).toEqual(['dough', 'basil']);
	expect(moved(['dough', 'ham', 'basil'], 'basil', -1)).toEqual(['dough', 'basil', 'ham']);
	expect(moved(['dough', 'ham'], 'ham', 1)).toEqual(['dough', 'ham']);
	expect(moved(['dough', 'ham'], 'dough', -1)).toEqual(['dough', 'ham']);
});
