import { describe, expect, test } from 'vitest';
import { demoMenu as menu } from '../../../../db/demo/menu/index.ts';
import { vegetarianOn } from './diet.ts';
import {
	find,
	findNear,
	folded,
	NO_SEARCH,
	searchFrom,
	searchQuery,
	type Findable
} from './finding.ts';
import { looksOf } from './look.ts';
import { menuAllergens } from './pricing.ts';

// The menu as pages get it: without recipes.
const findable: Findable = {
	menu: {
		...menu,
		products: menu.products.map((product) => ({
			...product,
			sizes: product.sizes.map((size) => ({ ...size, recipe: [] }))
		}))
	},
	allergens: menuAllergens(menu),
	vegetarian: vegetarianOn(menu),
	looks: looksOf(menu)
};
const found = (search: Partial<typeof NO_SEARCH>) =>
	find(findable, { ...NO_SEARCH, ...search }).map(({ id }) => id);

describe('search by words', () => {
	test('ignores case, accents and ligatures', () => {
		expect(folded('  BŒUF, Épinards & thé ')).toBe('boeuf epinards the');
		expect(found({ words: 'VEGETARIENNE' })).toContain('vegetarienne');
	});

	test('an ingredient finds every pizza that has it, in either language', () => {
		const withHam = found({ words: 'jambon' });

		expect(withHam).toContain('reine');
		expect(withHam).not.toContain('margherita');
		expect(found({ words: 'cooked ham' })).toContain('reine');
	});

	test('several words must all match, each from its start', () => {
		expect(found({ words: 'champ jamb' })).toContain('reine');
		expect(found({ words: 'ambon' })).toEqual([]);
	});

	test('a typo finds the intended word, and no unrelated one', () => {
		const near = (words: string) => findNear(findable, { ...NO_SEARCH, words }).map(({ id }) => id);

		expect(found({ words: 'margarita' })).toEqual([]);
		expect(near('margarita')).toEqual(['margherita']);
		expect(near('calzonne')).toContain('calzone');
		expect(near('ornithorynque')).toEqual([]);
	});

	test('no words return the whole menu in its order', () => {
		expect(found({ words: ' ' })).toEqual(menu.products.map(({ id }) => id));
		expect(found({ words: '!?' })).toEqual(menu.products.map(({ id }) => id));
	});
});

describe('filter by allergens', () => {
	test('no found recipe has the allergen', () => {
		const { allergens } = findable;
		const kept = found({ avoid: ['milk', 'gluten'] }).filter((id) => id !== 'menu-duo');

		expect(kept).toContain('cola');
		expect(kept.filter((id) => allergens[id]?.includes('milk'))).toEqual([]);
		expect(kept.filter((id) => allergens[id]?.includes('gluten'))).toEqual([]);
	});

	test('a bundle is found as long as each slot can be filled', () => {
		expect(findable.allergens['menu-duo']).toContain('fish');
		expect(found({ avoid: ['fish'] })).toContain('menu-duo');
		expect(found({ avoid: ['gluten'] })).not.toContain('menu-duo');
	});

	test('a salad is found only if one of its mandatory dressings fits', () => {
		expect(found({ avoid: ['mustard'] })).toContain('salad-italian');
		const onlyMustard = menu.optionGroups.map((group) =>
			group.id === 'dressing' ? { ...group, items: group.items.slice(0, 1) } : group
		);
		const narrow = { ...findable, menu: { ...findable.menu, optionGroups: onlyMustard } };
		const left = find(narrow, { ...NO_SEARCH, avoid: ['mustard'] }).map(({ id }) => id);
		expect(left).not.toContain('salad-italian');
	});
});

describe('vegetarian filter', () => {
	test('keeps products whose recipes are all vegetarian', () => {
		const kept = found({ vegetarian: true });

		expect(kept).toContain('margherita');
		for (const id of ['reine', 'napolitaine', 'wings', 'salad-caesar', 'panna-cotta'])
			expect(kept).not.toContain(id);
	});

	test('an unknown ingredient counts as meat', () => {
		const [first] = menu.products;
		const step = { ingredient: 'something-new', quantity: 1, layer: 9, text: { fr: '', en: '' } };
		const sizes = first!.sizes.map((size) => ({ ...size, recipe: [...size.recipe, step] }));

		expect(vegetarianOn({ ...menu, products: [{ ...first!, sizes }] })).toEqual([]);
	});
});

test('a search can be written to a URL and read back', () => {
	const search = { words: 'chèvre & miel', avoid: ['eggs', 'nuts'] as const, vegetarian: true };

	expect(searchFrom(new URLSearchParams(searchQuery(search)))).toEqual(search);
	expect(searchQuery(NO_SEARCH)).toBe('');
	expect(searchFrom(new URLSearchParams('without=plutonium'))).toEqual(NO_SEARCH);
});
