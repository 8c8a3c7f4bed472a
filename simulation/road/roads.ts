/** The town's streets as a graph, with shortest paths along its corners. */

import type { Point } from '#domain/order/order.ts';
import { distanceM } from '#domain/time/quote.ts';
import { streetsOf, type Street } from '#domain/road/streets.ts';
import villeneuve from '#domain/road/town/villeneuve.json' with { type: 'json' };
import { Heap } from './heap.ts';

export const TOWN_STREETS: readonly Street[] = streetsOf(villeneuve);

export interface Way {
	points: readonly Point[];
	metres: number;
}

export interface Roads {
	/** The way between two points, with a straight part from each point to its street. */
	between(from: Point, to: Point): Way;
	/** The lengths of the ways in metres, by `from`, then by `to`; null where there is no way. */
	table(from: readonly Point[], to: readonly Point[]): (number | null)[][];
}

interface Corner {
	point: Point;
	next: { corner: number; metres: number }[];
}

const keyOf = ({ lat, lng }: Point) => `${lat},${lng}`;

/** Long segments get extra nodes, so that a way can start or end between two crossings. */
const STEP_M = 40;

export function roadsOf(streets: readonly Street[]): Roads {
	const corners: Corner[] = [];
	const byKey = new Map<string, number>();

	const cornerAt = (point: Point): number => {
		const known = byKey.get(keyOf(point));
		if (known !== undefined) return known;
		byKey.set(keyOf(point), corners.length);
		return corners.push({ point, next: [] }) - 1;
	};
	const link = (a: number, b: number) => {
		const metres = distanceM(corners[a]!.point, corners[b]!.point);
		corners[a]!.next.push({ corner: b, metres });
		corners[b]!.next.push({ corner: a, metres });
	};
	for (const { line } of streets)
		for (const [at, to] of line.entries()) {
			const from = line[at - 1];
			if (!from) continue;
			let last = cornerAt(from);
			for (const point of steps(from, to)) {
				const corner = cornerAt(point);
				if (corner !== last) link(last, corner);
				last = corner;
			}
		}

	const nearest = (place: Point): number => {
		let best = 0;
		let bestM = Infinity;
		for (const [index, { point }] of corners.entries()) {
			const metres = distanceM(place, point);
			if (metres < bestM) [best, bestM] = [index, metres];
		}
		return best;
	};

	return {
		between(from, to) {
			const path = shortest(corners, nearest(from), nearest(to));
			const points = [from, ...path.map((index) => corners[index]!.point), to];
			return { points, metres: lengthM(points) };
		},
		table(from, to) {
			const asideOf = (point: Point) => {
				const corner = nearest(point);
				return { corner, metres: distanceM(point, corners[corner]!.point) };
			};
			const ends = to.map(asideOf);
			const goals = new Set(ends.map(({ corner }) => corner));
			return from.map((point) => {
				const start = asideOf(point);
				const along = distances(corners, start.corner, goals);
				return ends.map(({ corner, metres }) => {
					const between = along.get(corner);
					return between === undefined ? null : start.metres + between + metres;
				});
			});
		}
	};
}

function steps(from: Point, to: Point): Point[] {
	const count = Math.max(1, Math.ceil(distanceM(from, to) / STEP_M));
	return Array.from({ length: count }, (_, at) =>
		at === count - 1 ? to : partWay(from, to, (at + 1) / count)
	);
}

const partWay = (a: Point, b: Point, share: number): Point => ({
	lat: a.lat + (b.lat - a.lat) * share,
	lng: a.lng + (b.lng - a.lng) * share
});

/** A* with the straight-line distance as heuristic; empty when there is no path. */
function shortest(corners: readonly Corner[], from: number, to: number): number[] {
	const goal = corners[to]!.point;
	const metres = new Map([[from, 0]]);
	const came = new Map<number, number>();
	const open = new Heap<number>();
	open.push(from, 0);
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		if (at === to) break;
		for (const { corner, metres: more } of corners[at]!.next) {
			const total = metres.get(at)! + more;
			if (total >= (metres.get(corner) ?? Infinity)) continue;
			metres.set(corner, total);
			came.set(corner, at);
			open.push(corner, total + distanceM(corners[corner]!.point, goal));
		}
	}
	if (from !== to && !came.has(to)) return [];
	const path = [to];
	for (let at = came.get(to); at !== undefined; at = came.get(at)) path.unshift(at);
	return path;
}

/** Dijkstra from one corner, until all of these are reached. */
function distances(
	corners: readonly Corner[],
	from: number,
	to: ReadonlySet<number>
): Map<number, number> {
	const metres = new Map([[from, 0]]);
	const done = new Map<number, number>();
	const open = new Heap<number>();
	open.push(from, 0);
	let left = to.size;
	for (let at = open.pop(); at !== undefined && left > 0; at = open.pop()) {
		if (done.has(at)) continue;
		const here = metres.get(at)!;
		done.set(at, here);
		if (to.has(at)) left--;
		for (const { corner, metres: more } of corners[at]!.next) {
			if (here + more >= (metres.get(corner) ?? Infinity)) continue;
			metres.set(corner, here + more);
			open.push(corner, here + more);
		}
	}
	return done;
}

export function lengthM(points: readonly Point[]): number {
	return points.slice(1).reduce((sum, point, at) => sum + distanceM(points[at]!, point), 0);
}

/** The position after this many metres of a way. */
export function placeAlong({ points }: Way, metres: number): Point {
	let left = metres;
	for (const [at, to] of points.entries()) {
		const from = points[at - 1];
		if (!from) continue;
		const long = distanceM(from, to);
		if (left < long) return partWay(from, to, left / long);
		left -= long;
	}
	return points.at(-1)!;
}
