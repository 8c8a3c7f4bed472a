/** What every part of a shop's menu page reads: made once from the server's answer. */

import type { MenuAnswer } from '#domain/wire/contract.ts';
import { drawablesOf, type Drawables } from '#domain/menu/look.ts';
import { own } from '#domain/menu/own.ts';
import { indexMenu, type MenuIndex } from '#domain/menu/pricing.ts';

export interface Carte extends MenuAnswer {
	index: MenuIndex;
	drawables: Drawables;
	vegetarian: string[];
}

export function carteOf(answer: MenuAnswer): Carte {
	return {
		...answer,
		vegetarian: answer.vegetarian ?? [],
		index: indexMenu(answer.menu),
		drawables: drawablesOf(answer.menu, answer.looks)
	};
}

export const isSoldOut = (carte: Pick<MenuAnswer, 'makeable'>, product: string): boolean =>
	own(carte.makeable, product) === 0;
