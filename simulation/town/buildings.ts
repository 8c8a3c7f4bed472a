/** Buildings of the old town for the map: for display, not a complete land register. */

import { AREAS, type Draft } from './town-plan.ts';
import {
	between,
	box,
	nearestPointOn,
	frameOf,
	isInside,
	meetIn,
	mix,
	pairs,
	type Line,
	type XY
} from './geometry.ts';
import { isBlocked } from './suburbs.ts';

const MOST = 520;

interface House {
	ring: Line;
	at: XY;
	reach: number;
}

/** Boxes along both sides of the old town's streets; none on a street, water or grass. */
export function drawHouses(streets: readonly Draft[], random: () => number): Line[] {
	const built: House[] = [];
	for (const street of streets.filter(({ quarter }) => quarter === 'centre'))
		for (const [a, b] of pairs(street.line))
			for (const side of [1, -1])
				for (const house of row(a, b, side, street, random))
					if (built.length < MOST && fits(house, built, streets)) built.push(house);
	return built.map(({ ring }) => ring);
}

function row(a: XY, b: XY, side: number, street: Draft, random: () => number): House[] {
	const long = between(a, b);
	const turn = Math.atan2(b[1] - a[1], b[0] - a[0]);
	const found: House[] = [];
	for (let along = 8; along < long - 8;) {
		const wide = 22 + random() * 26;
		const deep = 16 + random() * 9;
		const off = (street.class === 'main' ? 15 : 7) + deep / 2;
		const on = mix(a, b, Math.min(1, (along + wide / 2) / long));
		const at: XY = [on[0] - Math.sin(turn) * off * side, on[1] + Math.cos(turn) * off * side];
		found.push({ ring: box(at, wide, deep, turn), at, reach: Math.hypot(wide, deep) / 2 });
		along += wide + 3 + random() * 5;
	}
	return found;
}

function fits(house: House, built: readonly House[], streets: readonly Draft[]): boolean {
	const corners = [...house.ring, house.at];
	if (isBlocked(house.at, 14)) return false;
	const onSquare = AREAS.some(
		({ kind, ring }) => kind === 'square' && corners.some((at) => isInside(at, ring))
	);
	if (onSquare) return false;
	if (built.some((other) => between(other.at, house.at) < (other.reach + house.reach) * 0.82))
		return false;
	const frame = frameOf(corners, 60);
	return streets.every(({ line, class: kind }) => {
		if (!meetIn(frame, frameOf(line))) return true;
		if (nearestPointOn(house.at, line).metres > 60) return true;
		return corners.every((at) => nearestPointOn(at, line).metres > (kind === 'main' ? 11 : 5));
	});
}
