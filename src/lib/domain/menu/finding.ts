/** Search and filters of a menu: words, allergens to avoid, vegetarian. */

import type { PizzaLook } from './look.ts';
import { ALLERGENS, type Allergen, type Menu, type Product } from './menu.ts';
import { isSlip } from '../text/typo.ts';

/** Search criteria of the customer. */
export interface MenuSearch {
	/** Words of a name, a description or an ingredient, in either language. */
	words: string;
	/** Allergens that must not be in the recipe. */
	avoid: readonly Allergen[];
	/** Without meat or fish. */
	vegetarian: boolean;
}

export const NO_SEARCH: MenuSearch = { words: '', avoid: [], vegetarian: false };

/** The parts of a shop's menu that the search needs. */
export interface Findable {
	menu: Menu;
	/** By product id and option item id. */
	allergens: Record<string, readonly Allergen[]>;
	vegetarian: readonly string[];
	looks?: Record<string, PizzaLook>;
}

/** Normalises a text for comparison: lower case, no accents, ligatures as two letters. */
export function folded(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('œ', 'oe')
		.replaceAll('æ', 'ae')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}

/** Products that match all criteria, in the order of the menu. */
export function find(findable: Findable, search: MenuSearch): Product[] {
	return findBy(findable, search, (text, word) => text.includes(` ${word}`));
}

/** The same with typos allowed: "margarita" finds the Margherita. */
export function findNear(findable: Findable, search: MenuSearch): Product[] {
	return findBy(findable, search, (text, word) =>
		text.split(' ').some((part) => part.startsWith(word) || isSlip(part, word))
	);
}

function findBy(
	findable: Findable,
	search: MenuSearch,
	has: (text: string, word: string) => boolean
): Product[] {
	const { products } = findable.menu;
	const texts = search.words.trim() === '' ? undefined : textsOf(findable);
	const words = folded(search.words)
		.split(' ')
		.filter((word) => word !== '');
	return products.filter(
		(product) =>
			(!texts || words.every((word) => has(texts(product), word))) &&
			fitsDiet(findable, product, search)
	);
}

/** Whether the product can be ordered without the avoided allergens; for a bundle, every slot. */
export function fitsDiet(
	findable: Findable,
	product: Product,
	search: Pick<MenuSearch, 'avoid' | 'vegetarian'>
): boolean {
	if (search.avoid.length === 0 && !search.vegetarian) return true;
	if (product.slots) {
		const byId = new Map(findable.menu.products.map((entry) => [entry.id, entry]));
		return product.slots.every((slot) =>
			slot.products.some((id) => {
				const choice = byId.get(id);
				return choice !== undefined && fitsDiet(findable, choice, search);
			})
		);
	}
	if (search.vegetarian && !findable.vegetarian.includes(product.id)) return false;
	const isFree = (id: string) => isFreeOf(findable.allergens[id] ?? [], search.avoid);
	return isFree(product.id) && obligations(findable, product).every((ids) => ids.some(isFree));
}

/** Mandatory options, such as a dressing: at least one of each group must fit too. */
function obligations({ menu }: Findable, product: Product): string[][] {
	return menu.optionGroups
		.filter((group) => group.min > 0 && product.optionGroups.includes(group.id))
		.map((group) => group.items.map((item) => item.id));
}

export function isFreeOf(contained: readonly Allergen[], avoided: readonly Allergen[]): boolean {
	return !contained.some((allergen) => avoided.includes(allergen));
}

/** The searchable text of each product: its words and those of its ingredients. */
function textsOf({ menu, looks = {} }: Findable): (product: Product) => string {
	const names = new Map(menu.ingredients.map(({ id, name }) => [id, `${name.fr} ${name.en}`]));
	const products = new Map(menu.products.map((product) => [product.id, product.name]));
	return ({ id, name, description, removable, slots = [] }) => {
		const laid = (looks[id]?.layers ?? []).map((layer) => layer.slice(0, layer.lastIndexOf(':')));
		const inside = [...laid, ...removable].map((ingredient) => names.get(ingredient) ?? '');
		const within = slots.flatMap((slot) => (slot.products.length > 8 ? [] : slot.products));
		const parts = within.map((part) => `${products.get(part)?.fr} ${products.get(part)?.en}`);
		const all = [name.fr, name.en, description.fr, description.en, ...inside, ...parts];
		return ` ${folded(all.join(' '))}`;
	};
}

/** Reads the criteria from a URL: `?q=…&without=milk&without=gluten&veg=1`. */
export function searchFrom(query: URLSearchParams): MenuSearch {
	const avoid = query.getAll('without');
	return {
		words: (query.get('q') ?? '').slice(0, 60),
		avoid: ALLERGENS.filter((allergen) => avoid.includes(allergen)),
		vegetarian: query.get('veg') === '1'
	};
}

/** Writes the criteria as a URL query with the question mark; empty when there are none. */
export function searchQuery({ words, avoid, vegetarian }: MenuSearch): string {
	const query = new URLSearchParams();
	if (words.trim() !== '') query.set('q', words.trim());
	for (const allergen of avoid) query.append('without', allergen);
	if (vegetarian) query.set('veg', '1');
	const text = query.toString();
	return text === '' ? '' : `?${text}`;
}
