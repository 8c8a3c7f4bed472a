/** The streets of a town: the point of an address, and the street nearest to a point. */

import { folded } from '../menu/finding.ts';
import type { Point } from '../order/order.ts';

export interface Street {
	name: string;
	/** The vertices; streets that cross share one with exactly equal coordinates. */
	line: readonly Point[];
}

interface Feature {
	properties: Record<string, unknown>;
	geometry: { type: string; coordinates: unknown };
}

/** The streets of a GeoJSON map: lines with `kind: "street"` and a name. */
export function streetsOf(map: { features: readonly Feature[] }): Street[] {
	return map.features
		.filter(({ properties }) => properties.kind === 'street')
		.map(({ properties, geometry }) => ({
			name: String(properties.name),
			line: (geometry.coordinates as [number, number][]).map(([lng, lat]) => ({ lat, lng }))
		}));
}

const METRES_PER_DEGREE = 111_195;
/** A house front is 13 m, with houses on both sides: 6.5 m per number. */
const METRES_PER_HOUSE = 6.5;
const ASIDE_M = 9;

const shrinkAt = (lat: number) => Math.cos((lat * Math.PI) / 180);

/** Distance in metres between two close points, on a flat plane. */
function flatM(a: Point, b: Point): number {
	const x = (b.lng - a.lng) * shrinkAt((a.lat + b.lat) / 2);
	return Math.hypot(x, b.lat - a.lat) * METRES_PER_DEGREE;
}

export function streetLengthM({ line }: Street): number {
	return line.slice(1).reduce((sum, point, at) => sum + flatM(line[at] ?? point, point), 0);
}

/** The highest house number of a street. */
export const lastHouse = (street: Street): number =>
	Math.max(2, Math.floor(streetLengthM(street) / METRES_PER_HOUSE));

/**
 * The position of a house: odd numbers left, even numbers right, counted from the start of the
 * street.
 */
export function houseAt(street: Street, house: number): Point {
	const along = Math.min(house, lastHouse(street)) * METRES_PER_HOUSE - METRES_PER_HOUSE / 2;
	let left = along;
	let [a, b] = [street.line[0], street.line[1]];
	for (let at = 1; at < street.line.length; at++) {
		[a, b] = [street.line[at - 1], street.line[at]];
		const long = a && b ? flatM(a, b) : 0;
		if (left <= long) break;
		if (at < street.line.length - 1) left -= long;
	}
	if (!a || !b) throw new Error(`${street.name} has no length`);
	return asideOf(a, b, left, house % 2 === 1 ? ASIDE_M : -ASIDE_M);
}

function asideOf(a: Point, b: Point, alongM: number, asideM: number): Point {
	const shrink = shrinkAt(a.lat);
	const long = flatM(a, b) || 1;
	const share = Math.min(1, alongM / long);
	const [east, north] = [(b.lng - a.lng) * shrink, b.lat - a.lat];
	return {
		lat: round(a.lat + north * share + (east / long) * asideM),
		lng: round(a.lng + (east * share - (north / long) * asideM) / shrink)
	};
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Normalises a street name for comparison: kinds of street have several spellings. */
const plain = (name: string): string =>
	folded(name)
		.replace(/^(av|ave) /, 'avenue ')
		.replace(/^(bd|bld|boul) /, 'boulevard ')
		.replace(/^pl /, 'place ');

const HOUSE = /^\s*(\d{1,4})\s*(?:bis|ter|[a-d])?\b[\s,]*/i;

/**
 * The street of an address line such as "12 bis, rue des Tanneurs"; its name must match exactly.
 */
export function streetIn(streets: readonly Street[], line: string): Street | undefined {
	const house = HOUSE.exec(line);
	const wanted = plain(house ? line.slice(house[0].length) : line);
	return wanted === '' ? undefined : streets.find(({ name }) => plain(name) === wanted);
}

/**
 * The point of an address line: the house, or the middle of the street; null when no street
 * matches.
 */
export function locate(streets: readonly Street[], line: string): Point | null {
	const street = streetIn(streets, line);
	return street ? pointIn(street, line) : null;
}

/** The point of an address line in this street: the house, or the middle without a number. */
export function pointIn(street: Street, line: string): Point {
	const house = HOUSE.exec(line);
	return houseAt(street, house ? Math.max(1, Number(house[1])) : Math.ceil(lastHouse(street) / 2));
}

export interface NearStreet {
	name: string;
	metres: number;
}

/** The street nearest to a point; null when there are no streets. */
export function nearestStreet(streets: readonly Street[], place: Point): NearStreet | null {
	let best: NearStreet | null = null;
	for (const { name, line } of streets)
		for (const [at, b] of line.entries()) {
			const metres = at === 0 ? Infinity : footM(place, line[at - 1] ?? b, b);
			if (metres < (best?.metres ?? Infinity)) best = { name, metres };
		}
	return best;
}

/** Distance in metres from a place to a segment. */
function footM(place: Point, a: Point, b: Point): number {
	const shrink = shrinkAt(place.lat);
	const [x, y] = [(place.lng - a.lng) * shrink, place.lat - a.lat];
	const [dx, dy] = [(b.lng - a.lng) * shrink, b.lat - a.lat];
	const square = dx ** 2 + dy ** 2;
	const share = square === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / square));
	return Math.hypot(x - dx * share, y - dy * share) * METRES_PER_DEGREE;
}
