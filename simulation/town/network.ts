/**
 * Joins lines into one street network: ends are connected, crossings share a corner, duplicates are
 * removed.
 */

import {
	between,
	crossing,
	nearestPointOn,
	frameOf,
	isInside,
	lengthOf,
	meetIn,
	pairs,
	type Line,
	type XY
} from './geometry.ts';
import { BANKS, type Draft } from './town-plan.ts';

/** Maximum distance in metres from an end to the street that it should meet. */
const REACH_FOR = 62;
/** Ends that stick out less than this beyond a crossing are cut off. */
const OVERHANG = 42;
const SAME_CORNER = 9;
/** A street closer than this to another one for most of its length is a duplicate. */
const SIDE_BY_SIDE = 34;

type Frame = ReturnType<typeof frameOf>;

export type Snap = (at: XY) => XY;

/** Earlier drafts take precedence; `snap` rounds a point to the output grid. */
export function joinStreets(drafts: readonly Draft[], snap: Snap): Draft[] {
	let streets: Draft[] = [];
	for (const draft of drafts) {
		const met = meet(draft, streets);
		if (met && (draft.kept || !runsBeside(met.line, streets))) streets.push(met);
	}
	for (let round = 0; round < 3; round++) {
		streets = shareCrossings(streets, snap);
		streets = mergeCorners(streets);
	}
	streets = trimmed(streets);
	streets = withoutDoubles(streets);
	streets = straightened(streets);
	return largestPart(streets);
}

function meet(draft: Draft, others: readonly Draft[]): Draft | null {
	let line = [...draft.line];
	for (const end of ['start', 'stop'] as const) {
		if (end === 'start') line.reverse();
		line = endMeets(line, others, draft.bridge === true);
		if (end === 'start') line.reverse();
	}
	return line.length > 1 ? { ...draft, line } : null;
}

/** Extends the last point to the nearest street in range, unless water is between. */
function endMeets(line: XY[], others: readonly Draft[], mayCrossWater: boolean): XY[] {
	const last = line[line.length - 1] as XY;
	let best: { point: XY; metres: number } | undefined;
	for (const other of others) {
		const foot = nearestPointOn(last, other.line);
		if (foot.metres < (best?.metres ?? REACH_FOR)) best = foot;
	}
	if (!best || best.metres < 0.5) return line;
	if (!mayCrossWater && crossesWater(last, best.point)) return line;
	const shorter = best.metres < SAME_CORNER && line.length > 2 ? line.slice(0, -1) : line;
	return [...shorter, best.point];
}

function crossesWater(a: XY, b: XY): boolean {
	return isInside(b, BANKS) || pairs(BANKS).some(([c, d]) => crossing(a, b, c, d) !== null);
}

function runsBeside(line: Line, others: readonly Draft[]): boolean {
	const inner = line.slice(1, -1);
	const probes =
		inner.length > 0
			? inner
			: pairs(line).map(([a, b]): XY => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
	const beside = probes.filter((at) =>
		others.some(
			(other) => nearestPointOn(at, other.line).metres < SIDE_BY_SIDE && along(line, other.line, at)
		)
	);
	return beside.length > probes.length * 0.34;
}

/** Whether two lines have about the same direction at a place. */
function along(line: Line, other: Line, at: XY): boolean {
	const heading = (of: Line) => {
		const piece = pairs(of)[nearestPointOn(at, of).piece] as [XY, XY];
		return Math.atan2(piece[1][1] - piece[0][1], piece[1][0] - piece[0][0]);
	};
	return Math.abs(Math.sin(heading(line) - heading(other))) < 0.5;
}

function shareCrossings(streets: readonly Draft[], snap: Snap): Draft[] {
	const lines = streets.map(({ line }) => line.map(snap));
	const pieces = lines.map((line) =>
		pairs(line).map((pair) => ({ pair, frame: frameOf(pair, 2) }))
	);
	const frames = lines.map((line) => frameOf(line, 2));
	const added = lines.map((line) => pairs(line).map((): XY[] => []));
	for (let i = 0; i < lines.length; i++)
		for (let j = i + 1; j < lines.length; j++) {
			if (!meetIn(frames[i] as Frame, frames[j] as Frame)) continue;
			for (const [p, one] of (pieces[i] ?? []).entries())
				for (const [q, other] of (pieces[j] ?? []).entries()) {
					if (!meetIn(one.frame, other.frame)) continue;
					const found =
						crossing(...one.pair, ...other.pair) ?? touching(...one.pair, ...other.pair);
					if (!found) continue;
					const at = snap(found);
					added[i]?.[p]?.push(at);
					added[j]?.[q]?.push(at);
				}
		}
	return streets.map((street, i) => ({
		...street,
		line: clean(
			pairs(lines[i] as Line).flatMap(([a, b], piece) => [
				a,
				...(added[i]?.[piece] ?? []).toSorted((x, y) => between(a, x) - between(a, y)),
				b
			])
		)
	}));
}

/** An end that lies on the other segment, within rounding. */
function touching(a: XY, b: XY, c: XY, d: XY): XY | null {
	for (const end of [a, b]) if (nearestPointOn(end, [c, d]).metres < 1.6) return end;
	for (const end of [c, d]) if (nearestPointOn(end, [a, b]).metres < 1.6) return end;
	return null;
}

/** Merges corners that are almost equal. */
function mergeCorners(streets: readonly Draft[]): Draft[] {
	const kept: XY[] = [];
	const place = (at: XY): XY => {
		const near = kept.find((corner) => between(corner, at) < SAME_CORNER);
		if (near) return near;
		kept.push(at);
		return at;
	};
	return streets
		.map((street) => ({ ...street, line: clean(street.line.map(place)) }))
		.filter(({ line }) => line.length > 1);
}

const key = ([x, y]: XY) => `${x.toFixed(2)},${y.toFixed(2)}`;

/** Removes repeated points and immediate returns. */
function clean(line: Line): XY[] {
	const out: XY[] = [];
	for (const point of line) {
		if (out.length > 0 && key(out[out.length - 1] as XY) === key(point)) continue;
		if (out.length > 1 && key(out[out.length - 2] as XY) === key(point)) out.pop();
		else out.push(point);
	}
	return out;
}

/** Number of street ends and passages at each corner. */
export function usage(streets: readonly Draft[]): Map<string, number> {
	const count = new Map<string, number>();
	for (const { line } of streets)
		for (const point of line) count.set(key(point), (count.get(key(point)) ?? 0) + 1);
	return count;
}

/** Cuts off short stubs beyond the last crossing. */
function trimmed(streets: readonly Draft[]): Draft[] {
	const count = usage(streets);
	const isShared = (at: XY) => (count.get(key(at)) ?? 0) > 1;
	const cut = (line: Line): Line => {
		const last = line.findLastIndex(isShared);
		const tail = line.slice(last);
		return last > 0 && tail.length > 1 && lengthOf(tail) < OVERHANG
			? line.slice(0, last + 1)
			: line;
	};
	return streets
		.map((street) => ({ ...street, line: cut([...cut(street.line)].reverse()).toReversed() }))
		.filter(({ line, kept }) => line.length > 1 && (kept || lengthOf(line) > 45));
}

/** A segment between two corners belongs to one street; the later street is cut there. */
function withoutDoubles(streets: readonly Draft[]): Draft[] {
	const taken = new Set<string>();
	const isFree = ([a, b]: [XY, XY]) => !taken.has([key(a), key(b)].toSorted().join(' '));
	return streets.flatMap((street) => {
		const parts: XY[][] = [[]];
		for (const pair of pairs(street.line)) {
			const part = parts[parts.length - 1] as XY[];
			if (!isFree(pair)) {
				if (part.length > 0) parts.push([]);
				continue;
			}
			taken.add([key(pair[0]), key(pair[1])].toSorted().join(' '));
			if (part.length === 0) part.push(pair[0]);
			part.push(pair[1]);
		}
		const longest = parts.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? [];
		return longest.length > 1 ? [{ ...street, line: longest }] : [];
	});
}

/** Removes corners that are on a straight line and not shared. */
function straightened(streets: readonly Draft[]): Draft[] {
	const count = usage(streets);
	return streets.map((street) => {
		const kept: XY[] = [];
		for (const [at, point] of street.line.entries()) {
			const [before, after] = [kept[kept.length - 1], street.line[at + 1]];
			const bends = !before || !after || nearestPointOn(point, [before, after]).metres > 2;
			if (bends || (count.get(key(point)) ?? 0) > 1) kept.push(point);
		}
		return { ...street, line: kept };
	});
}

/** The largest connected part; an unreachable planned street is an error of the plan. */
function largestPart(streets: readonly Draft[]): Draft[] {
	const group = streets.map((_, at) => at);
	const find = (at: number): number => (group[at] === at ? at : find(group[at] as number));
	const seen = new Map<string, number>();
	for (const [at, { line }] of streets.entries())
		for (const point of line) {
			const other = seen.get(key(point));
			if (other === undefined) seen.set(key(point), at);
			else group[find(at)] = find(other);
		}
	const sizes = new Map<number, number>();
	for (const at of group.keys()) sizes.set(find(at), (sizes.get(find(at)) ?? 0) + 1);
	const [main] = [...sizes].toSorted((a, b) => b[1] - a[1])[0] ?? [0];
	const lost = streets.filter((street, at) => street.kept && find(at) !== main);
	if (lost.length > 0) throw new Error(`Cut off: ${lost.map(({ name }) => name).join(', ')}`);
	return streets.filter((_, at) => find(at) === main);
}
