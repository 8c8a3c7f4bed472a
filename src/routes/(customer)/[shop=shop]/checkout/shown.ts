/** Prices a basket that only this browser has, like the server. */

import { ask } from '$lib/live/commands.ts';
import type { LineRequest, MenuAnswer } from '#domain/wire/contract.ts';
import { drawablesOf, drawablesWithin } from '#domain/menu/look.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { withAllergens } from '../contents.ts';

/** Undefined when the menu cannot be fetched: the page then keeps what it shows. */
export async function shownFor(shop: string, lines: readonly LineRequest[]) {
	const sent = await ask<MenuAnswer>(`/api/shops/${shop}/menu`);
	if (!sent.ok) return undefined;
	const { menu, looks, allergens } = sent.value;
	const priced = priceBasket(indexMenu(menu), lines);
	const basket = priced.ok ? withAllergens(priced.value.lines, allergens) : [];
	const drawables = drawablesWithin(drawablesOf(menu, looks), basket);
	return { basket, drawables, isBroken: !priced.ok };
}
