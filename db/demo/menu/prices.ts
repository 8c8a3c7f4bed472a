import type { PizzaPrices } from './recipe.ts';

/** The four price bands of the pizzas: cents for small, medium and large, VAT included. */
export const BAND = {
	classic: [890, 1190, 1790],
	favourite: [990, 1290, 1990],
	special: [1090, 1390, 2190],
	signature: [1190, 1490, 2390]
} as const satisfies Record<string, PizzaPrices>;
