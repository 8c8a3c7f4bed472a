/** The allergens of a priced line; the public menu has them by product and by extra. */

import type { Allergen } from '#domain/menu/menu.ts';
import { own } from '#domain/menu/own.ts';
import type { PricedLine } from '#domain/menu/pricing.ts';

/** The union over the product or both halves, and over what was added; removals take none away. */
export function allergensIn(
	line: Pick<PricedLine, 'product' | 'halves' | 'options'>,
	known: Record<string, Allergen[]>
): Allergen[] {
	const products =
		line.halves.length > 0 ? line.halves.map((half) => half.product) : [line.product];
	const added = line.options.filter((option) => option.kind !== 'removed');
	const ids = [...products, ...added.map((option) => option.id)];
	return [...new Set(ids.flatMap((id) => own(known, id) ?? []))].sort();
}

/** Lines priced from the public menu, which names no ingredients, with what they contain. */
export const withAllergens = (
	lines: readonly PricedLine[],
	known: Record<string, Allergen[]>
): PricedLine[] => lines.map((line) => ({ ...line, allergens: allergensIn(line, known) }));

export const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
