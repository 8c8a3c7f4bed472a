/** What a shop needs before it opens to customers. */

import type { Menu } from '../menu/menu.ts';
import type { Point } from '../order/order.ts';

/** In the order in which they are best done. */
export const OPENING_CHECKS = [
	/** It opens on some day. */
	'hours',
	/** It delivers around a place of its own: no other shop stands on the same point. */
	'zone',
	/** Something is on its menu. */
	'menu',
	/** The stock allows some of it. */
	'stock',
	/** A cook can sign in. */
	'cook',
	/** Receipts name who is paid. */
	'company',
	/** A kitchen screen was connected. */
	'screen'
] as const;
export type OpeningCheck = (typeof OPENING_CHECKS)[number];

export interface OpeningFacts {
	hours: readonly unknown[];
	point: Point;
	radiusM: number;
	/** Points of the other shops. */
	others: readonly Point[];
	products: Menu['products'];
	/** How many of each product the stock allows. */
	makeable: Readonly<Record<string, number>>;
	/** Cooks who are not disabled and have a password. */
	cooks: number;
	hasCompany: boolean;
	hasSeenScreen: boolean;
}

/** Each check with whether it holds. */
export function openingChecks(facts: OpeningFacts): { check: OpeningCheck; isDone: boolean }[] {
	const { point, others, products, makeable } = facts;
	const isShared = others.some(({ lat, lng }) => lat === point.lat && lng === point.lng);
	const holds: Record<OpeningCheck, boolean> = {
		hours: facts.hours.length > 0,
		zone: facts.radiusM > 0 && !isShared,
		menu: products.length > 0,
		stock: products.some(({ id }) => (makeable[id] ?? 0) > 0),
		cook: facts.cooks > 0,
		company: facts.hasCompany,
		screen: facts.hasSeenScreen
	};
	return OPENING_CHECKS.map((check) => ({ check, isDone: holds[check] }));
}
