/** A basket that only this browser knows, priced and drawn as the server would have done it. */

import { ask } from '$lib/live/commands.ts';
import type { LineRequest, MenuAnswer } from '#domain/wire/contract.ts';
import { drawablesOf, drawablesWithin } from '#domain/menu/look.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { withAllergens } from '../contents.ts';

/** Nothing when the menu cannot be had: the page then shows what it showed. */
export async function shownFor(shop: string, lines: readonly LineRequest[]) {
	const sent = await ask<MenuAnswer>(`/api/shops/${shop}/menu`);
	if (!sent.ok) return undefined;
	const { menu, looks, allergens } = sent.value;
	const priced = priceBasket(indexMenu(menu), lines);
	const basket = priced.ok ? withAllergens(priced.value.lines, allergens) : [];
	const drawables = drawablesWithin(drawablesOf(menu, looks), basket);
	return { basket, drawables, isBroken: !priced.ok };
}
