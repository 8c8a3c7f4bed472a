/** Where somebody is, from what they type, and which shop is nearest. */

import { folded } from './finding.ts';
import type { Point } from './order.ts';
import { distanceM } from './quote.ts';

export interface Street {
	name: string;
	/** Its middle. */
	point: Point;
}

/** A town as far as an address in it can be understood. */
export interface Town {
	name: string;
	postcode: string;
	streets: readonly Street[];
}

export interface Place {
	/** What was understood, to be shown. */
	name: string;
	point: Point;
	/** Only the town was understood: its middle. */
	isRough: boolean;
}

/** Words that say what kind of street it is, and small words: they tell nothing alone. */
const COMMON =
	/^(rue|place|avenue|boulevard|quai|chemin|allee|impasse|montee|de|du|des|la|le|l|d)$/;

/**
 * The street that has most of the words in a typed address, house number and town left aside; the
 * middle of the town for its postcode or name alone; nothing when nothing is known.
 */
export function findPlace(town: Town, typed: string): Place | undefined {
	const words = folded(typed).split(' ');
	const told = words.filter((word) => word.length > 1 && !COMMON.test(word) && !/^\d/.test(word));
	const scored = town.streets
		.map((street) => ({ street, hits: hitsOf(street.name, told) }))
		.filter(({ hits }) => hits > 0)
		.sort((a, b) => b.hits - a.hits);
	const best = scored[0];
	if (best) return { name: best.street.name, point: best.street.point, isRough: false };
	const isTown = words.includes(town.postcode) || folded(typed).includes(folded(town.name));
	return isTown ? { name: town.name, point: middleOf(town.streets), isRough: true } : undefined;
}

function hitsOf(street: string, told: readonly string[]): number {
	const own = folded(street)
		.split(' ')
		.filter((word) => !COMMON.test(word));
	return told.filter((word) => own.some((part) => part === word || isBegun(part, word))).length;
}

/** As far as it was typed: four letters are enough to begin a name. */
const isBegun = (part: string, word: string) => word.length >= 4 && part.startsWith(word);

function middleOf(streets: readonly Street[]): Point {
	const mean = (of: (point: Point) => number) =>
		streets.reduce((sum, { point }) => sum + of(point), 0) / Math.max(1, streets.length);
	return { lat: mean((point) => point.lat), lng: mean((point) => point.lng) };
}

export interface Reach {
	metres: number;
	/** Within the shop's delivery radius. */
	delivers: boolean;
}

/** How far each shop is, the nearest first; without a place, as they were and with no distance. */
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
