/** Finds the visitor's position from the typed text, and the nearest shop. */

import { folded } from '../menu/finding.ts';
import type { Point } from '../order/order.ts';
import { distanceM } from '../time/quote.ts';
import { pointIn, type Street } from './streets.ts';

/** The part of a town's data that recognising an address needs. */
export interface Town {
	name: string;
	postcode: string;
	streets: readonly Street[];
}

export interface Place {
	/** The recognised address, for display. */
	name: string;
	point: Point;
	/** Whether only the town was recognised; the point is its centre. */
	isRough: boolean;
}

/** Kinds of street and short words: not significant on their own. */
export const SMALL_WORDS =
	/^(rue|ruelle|route|place|avenue|boulevard|quai|chemin|allee|impasse|montee|cours|passage|de|du|des|la|le|l|d)$/;

/**
 * The house in the street that matches most words of the typed address, without its town; the
 * centre of the town for its postcode or name alone; undefined when nothing matches.
 */
export function findPlace(town: Town, typed: string): Place | undefined {
	const words = folded(typed).split(' ');
	const told = words.filter(
		(word) => word.length > 1 && !SMALL_WORDS.test(word) && !/^\d/.test(word)
	);
	const scored = town.streets
		.map((street) => ({ street, ...fitOf(street.name, told, words) }))
		.filter(({ hits }) => hits > 0)
		.sort((a, b) => b.hits - a.hits || a.untold - b.untold || b.kind - a.kind);
	const street = scored[0]?.street;
	if (street) return { name: street.name, point: pointIn(street, typed), isRough: false };
	const isTown = words.includes(town.postcode) || folded(typed).includes(folded(town.name));
	return isTown ? { name: town.name, point: middleOf(town.streets), isRough: true } : undefined;
}

/**
 * Ranks a street for the typed words: number of matching words; then fewest words of the name not
 * typed (between "rue de la Serre" and "rue de la Serre-Chaude"); then the right kind (street or
 * square).
 */
function fitOf(street: string, told: readonly string[], words: readonly string[]) {
	const all = folded(street).split(' ');
	const own = all.filter((word) => !SMALL_WORDS.test(word));
	const isTold = (part: string) => told.some((word) => part === word || isBegun(part, word));
	const hits = told.filter((word) => own.some((part) => part === word || isBegun(part, word)));
	return {
		hits: hits.length,
		untold: own.filter((part) => !isTold(part)).length,
		kind: words.includes(all[0] ?? '') ? 1 : 0
	};
}

/** A word may be incomplete: four letters are enough to match the start of a name. */
const isBegun = (part: string, word: string) => word.length >= 4 && part.startsWith(word);

function middleOf(streets: readonly Street[]): Point {
	const points = streets.map((street) => pointIn(street, ''));
	const mean = (of: (point: Point) => number) =>
		points.reduce((sum, point) => sum + of(point), 0) / Math.max(1, points.length);
	return { lat: mean((point) => point.lat), lng: mean((point) => point.lng) };
}

export interface Reach {
	metres: number;
	/** Whether the visitor is within the shop's delivery radius. */
	delivers: boolean;
}

/**
 * The shops with their distance, nearest first; without a position, in the given order and no
 * distance.
 */
export function nearestFirst<T extends { point: Point; radiusM: number }>(
	shops: readonly T[],
	from: Point | undefined
): { shop: T; reach: Reach | undefined }[] {
	if (!from) return shops.map((shop) => ({ shop, reach: undefined }));
	return shops
		.map((shop) => {
			const metres = distanceM(from, shop.point);
			return { shop, reach: { metres, delivers: metres <= shop.radiusM } };
		})
		.sort((a, b) => a.reach.metres - b.reach.metres);
}
