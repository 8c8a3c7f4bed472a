/** The product search of the counter: a few letters, with the number of pieces before them. */

import { find, findNear, folded, NO_SEARCH, type Findable } from '#domain/menu/finding.ts';
import { MAX_QUANTITY } from '#domain/menu/pricing.ts';
import type { Product } from '#domain/menu/menu.ts';
import type { LineRequest } from '#domain/wire/contract.ts';

const MOST = 6;

/** `2 rei` is two of what begins with "rei". */
export function readQuick(typed: string): { quantity: number; words: string } {
	const [, count, rest] = /^\s*(\d{1,2})\s*[x×]?\s+(.*)$/u.exec(typed) ?? [];
	const quantity = Math.min(MAX_QUANTITY, Math.max(1, Number(count ?? 1)));
	return { quantity, words: (rest ?? typed).trim() };
}

/** The products for these letters, those whose name begins with them first. */
export function quickFind(findable: Findable, words: string): Product[] {
	if (words === '') return [];
	const search = { ...NO_SEARCH, words };
	const exact = find(findable, search);
	const found = exact.length > 0 ? exact : findNear(findable, search);
	const letters = folded(words);
	const isNamed = ({ name }: Product) =>
		[name.fr, name.en].some((text) => ` ${folded(text)}`.includes(` ${letters}`));
	return [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))].slice(0, MOST);
}

/** Whether a product needs choices that only the builder asks: a bundle, or a group with a minimum. */
export const needsChoice = ({ menu }: Pick<Findable, 'menu'>, product: Product): boolean =>
	product.kind === 'bundle' ||
	menu.optionGroups.some(({ id, min }) => min > 0 && product.optionGroups.includes(id));

/** The line of a product as it usually is: its middle size, nothing changed. */
export function usualLine(product: Product, quantity: number): LineRequest {
	const size = (product.sizes[1] ?? product.sizes[0])?.id;
	return { product: product.id, quantity, ...(size && { size }) };
}
