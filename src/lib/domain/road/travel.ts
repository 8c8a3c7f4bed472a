/** Travel times: from a table of a provider of routes, or from the straight distance. */

import type { Point } from '../order/order.ts';
import { distanceM } from './distance.ts';

/** Minutes of riding from one point to another, without loading and handover; never negative. */
export type Travel = (from: Point, to: Point) => number;

/**
 * Factor from straight-line to road distance. `docs/decisions/0014-travel-times.md` has what it is
 * in the streets of the demo town.
 */
export const DETOUR = 1.3;

/** Minutes of riding so many metres of road. */
export function roadMinutes(metres: number, speedKmh: number): number {
	return metres / ((speedKmh * 1000) / 60);
}

/** Minutes of riding for a straight-line distance in metres. */
export function rideMinutes(straightM: number, speedKmh: number): number {
	return roadMinutes(straightM * DETOUR, speedKmh);
}

/** Great circle times detour, at the speed of the shop's drivers. */
export function greatCircle(speedKmh: number): Travel {
	return (from, to) => rideMinutes(distanceM(from, to), speedKmh);
}

export interface TravelTable {
	from: readonly Point[];
	to: readonly Point[];
	/** By `from`, then by `to`; null where the provider has no way. */
	minutes: readonly (readonly (number | null)[])[];
}

/**
 * Looks travel times up in a table. `otherwise` answers for points that are not in it and for ways
 * that are not known. A point counts as the same within its cell (see `cellOf`), and travel within
 * one cell takes no time.
 */
export function fromTable({ from, to, minutes }: TravelTable, otherwise: Travel): Travel {
	const rowOf = indexOf(from);
	const columnOf = indexOf(to);
	return (a, b) => {
		const known = minutes[rowOf(a) ?? -1]?.[columnOf(b) ?? -1];
		if (known !== undefined && known !== null) return known;
		return cellOf(a) === cellOf(b) ? 0 : otherwise(a, b);
	};
}

/** By the object first: a planner asks for the same objects many thousand times. */
function indexOf(points: readonly Point[]): (point: Point) => number | undefined {
	const byObject = new Map(points.map((point, index) => [point, index]));
	const byCell = new Map(points.map((point, index) => [cellOf(point), index]));
	return (point) => byObject.get(point) ?? byCell.get(cellOf(point));
}

/** Cells of a degree: 11 m from south to north, 8 m from west to east in the south of France. */
const CELLS = 10_000;
const CELLS_AROUND = 360 * CELLS + 1;

/**
 * The number of the cell of a point: its coordinates rounded to four decimals. The rounded point is
 * at most 7 m away, 1.4 s of riding at 18 km/h.
 */
export function cellOf({ lat, lng }: Point): number {
	return Math.round((lat + 90) * CELLS) * CELLS_AROUND + Math.round((lng + 180) * CELLS);
}

/** The middle of a cell. */
export function pointOf(cell: number): Point {
	const north = Math.floor(cell / CELLS_AROUND);
	const east = cell - north * CELLS_AROUND;
	return { lat: degrees(north / CELLS - 90), lng: degrees(east / CELLS - 180) };
}

const degrees = (value: number): number => Math.round(value * CELLS) / CELLS;
