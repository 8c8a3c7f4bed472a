/** Geometry on points and pixels, for the maps. */

import type { Point } from '#domain/order/order.ts';

export type Bounds = [west: number, south: number, east: number, north: number];

/** The smallest box around all points; null without any. */
export function boundsOf(points: readonly Point[]): Bounds | null {
	if (points.length === 0) return null;
	const lats = points.map(({ lat }) => lat);
	const lngs = points.map(({ lng }) => lng);
	return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

const METRES_PER_DEGREE = 111_195;

/** The point so many metres further east and north. */
export function moved({ lat, lng }: Point, eastM: number, northM: number): Point {
	const shrink = Math.cos((lat * Math.PI) / 180);
	return {
		lat: lat + northM / METRES_PER_DEGREE,
		lng: lng + eastM / (METRES_PER_DEGREE * shrink)
	};
}

export interface Spot {
	x: number;
	y: number;
	/** Half of its width and height. */
	w: number;
	h: number;
	/** It does not move; others make room. */
	fixed?: boolean;
}

const ROUNDS = 14;
const GAP = 3;

/**
 * Moves overlapping pins apart, as little as possible, and never further than `farthest` pixels.
 * Deterministic.
 */
export function spread<T extends Spot>(spots: readonly T[], farthest = 70): T[] {
	const placed = spots.map((spot) => ({ ...spot }));
	for (let round = 0; round < ROUNDS; round++) {
		let calm = true;
		for (const [i, a] of placed.entries())
			for (const [j, b] of placed.entries()) if (j > i && part(a, b, i + j)) calm = false;
		for (const [at, spot] of placed.entries()) hold(spot, spots[at] as T, farthest);
		if (calm) break;
	}
	return placed;
}

function part(a: Spot, b: Spot, tie: number): boolean {
	if (a.fixed && b.fixed) return false;
	const overX = a.w + b.w + GAP - Math.abs(a.x - b.x);
	const overY = a.h + b.h + GAP - Math.abs(a.y - b.y);
	if (overX <= 0 || overY <= 0) return false;
	const along = overX < overY ? 'x' : 'y';
	const over = along === 'x' ? overX : overY;
	// Two at the same place move in opposite directions, by their order.
	const sign = a[along] === b[along] ? (tie % 2 === 0 ? 1 : -1) : Math.sign(a[along] - b[along]);
	const share = a.fixed || b.fixed ? 1 : 0.5;
	if (!a.fixed) a[along] += sign * over * share;
	if (!b.fixed) b[along] -= sign * over * share;
	return true;
}

function hold(spot: Spot, home: Spot, farthest: number): void {
	const far = Math.hypot(spot.x - home.x, spot.y - home.y);
	if (far <= farthest) return;
	spot.x = home.x + ((spot.x - home.x) / far) * farthest;
	spot.y = home.y + ((spot.y - home.y) / far) * farthest;
}
