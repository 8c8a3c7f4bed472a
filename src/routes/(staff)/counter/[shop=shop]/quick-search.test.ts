import { describe, expect, test } from 'vitest';
import { demoMenu as menu } from '../../../../../db/demo/menu/index.ts';
import { vegetarianOn } from '#domain/menu/diet.ts';
import { looksOf } from '#domain/menu/look.ts';
import { menuAllergens } from '#domain/menu/pricing.ts';
import { needsChoice, quickFind, readQuick, usualLine } from './quick-search.ts';

const findable = {
	menu,
	allergens: menuAllergens(menu),
	vegetarian: vegetarianOn(menu),
	looks: looksOf(menu)
};
const found = (words: string) => quickFind(findable, words).map(({ id }) => id);
const product = (id: string) => menu.products.find((one) => one.id === id)!;

describe('what is typed', () => {
	test.each([
		['rei', 1, 'rei'],
		['2 rei', 2, 'rei'],
		['2x rei', 2, 'rei'],
		['12 × calzone', 12, 'calzone'],
		// A number alone may be the name of a product.
		['4', 1, '4'],
		['4 ', 4, ''],
		['99 rei', 20, 'rei'],
		['0 rei', 1, 'rei'],
		['  ', 1, '']
	])('%j is %i of %j', (typed, quantity, words) => {
		expect(readQuick(typed)).toEqual({ quantity, words });
	});
});

describe('the list', () => {
	test('has names before ingredients, and at most six', () => {
		expect(found('rei')[0]).toBe('reine');
		expect(found('jambon').length).toBe(6);
		expect(found('')).toEqual([]);
	});

	test('forgives a slip of the finger', () => {
		expect(found('margarita')).toContain('margherita');
	});

	test('is empty for letters of nothing', () => {
		expect(found('xyzxyz')).toEqual([]);
	});
});

test('a product comes in its middle size, and a bundle asks for its parts', () => {
	expect(usualLine(product('reine'), 2)).toEqual({ product: 'reine', size: 'm', quantity: 2 });
	expect(needsChoice(findable, product('reine'))).toBe(false);
	const bundle = menu.products.find(({ kind }) => kind === 'bundle')!;
	expect(needsChoice(findable, bundle)).toBe(true);
});
