/** Plane geometry for generating a town: points in metres east and north of its origin. */

export type XY = readonly [x: number, y: number];
export type Line = readonly XY[];

export const between = (a: XY, b: XY): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

export const mix = (a: XY, b: XY, share: number): XY => [
	a[0] + (b[0] - a[0]) * share,
	a[1] + (b[1] - a[1]) * share
];

export const lengthOf = (line: Line): number =>
	pairs(line).reduce((sum, [a, b]) => sum + between(a, b), 0);

/** The segments of a line as pairs of points. */
export function pairs(line: Line): [XY, XY][] {
	return line.slice(1).map((point, at) => [line[at] as XY, point]);
}

export interface Foot {
	point: XY;
	metres: number;
	/** Index of the segment that contains the point. */
	piece: number;
}

/** The point of a line nearest to a place. */
export function nearestPointOn(place: XY, line: Line): Foot {
	let best: Foot = { point: place, metres: Infinity, piece: 0 };
	for (const [piece, [a, b]] of pairs(line).entries()) {
		const square = between(a, b) ** 2;
		const along =
			square === 0
				? 0
				: ((place[0] - a[0]) * (b[0] - a[0]) + (place[1] - a[1]) * (b[1] - a[1])) / square;
		const point = mix(a, b, Math.min(1, Math.max(0, along)));
		const metres = between(place, point);
		if (metres < best.metres) best = { point, metres, piece };
	}
	return best;
}

/** The intersection of two segments; null if they do not cross. */
export function crossing(a: XY, b: XY, c: XY, d: XY): XY | null {
	const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
	const across = rx * sy - ry * sx;
	if (Math.abs(across) < 1e-9) return null;
	const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / across;
	const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / across;
	return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? mix(a, b, t) : null;
}

export function isInside(place: XY, ring: Line): boolean {
	let inside = false;
	for (const [a, b] of pairs([...ring, ring[0] as XY])) {
		if (a[1] > place[1] === b[1] > place[1]) continue;
		const x = a[0] + ((place[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0]);
		if (place[0] < x) inside = !inside;
	}
	return inside;
}

/** A smooth line through all points (Catmull-Rom), with `steps` segments between two of them. */
export function smooth(points: Line, steps = 4): XY[] {
	const at = (index: number) => points[Math.min(points.length - 1, Math.max(0, index))] as XY;
	const curve: XY[] = [];
	for (let i = 0; i < points.length - 1; i++)
		for (let step = 0; step < steps; step++)
			curve.push(spline([at(i - 1), at(i), at(i + 1), at(i + 2)], step / steps));
	return [...curve, at(points.length - 1)];
}

function spline([a, b, c, d]: [XY, XY, XY, XY], t: number): XY {
	const on = (axis: 0 | 1): number =>
		0.5 *
		(2 * b[axis] +
			(c[axis] - a[axis]) * t +
			(2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t ** 2 +
			(3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t ** 3);
	return [on(0), on(1)];
}

/** The line shifted to its left by so many metres; negative values shift right. */
export function offsetLine(line: Line, metres: number): XY[] {
	return line.map((point, at) => {
		const before = line[Math.max(0, at - 1)] as XY;
		const after = line[Math.min(line.length - 1, at + 1)] as XY;
		const long = between(before, after) || 1;
		return [
			point[0] - ((after[1] - before[1]) / long) * metres,
			point[1] + ((after[0] - before[0]) / long) * metres
		];
	});
}

/** Points along a line at a distance of `step` metres, including its end. */
export function pointsAlong(line: Line, step: number): XY[] {
	const points: XY[] = [];
	for (const [a, b] of pairs(line)) {
		const count = Math.max(1, Math.round(between(a, b) / step));
		for (let i = 0; i < count; i++) points.push(mix(a, b, i / count));
	}
	return [...points, line[line.length - 1] as XY];
}

/** An ellipse with `count` corners; `turn` in radians. */
export function oval(centre: XY, wide: number, high: number, turn = 0, count = 28): XY[] {
	return Array.from({ length: count }, (_, at): XY => {
		const angle = (at / count) * 2 * Math.PI;
		const [x, y] = [Math.cos(angle) * wide, Math.sin(angle) * high];
		return [
			centre[0] + x * Math.cos(turn) - y * Math.sin(turn),
			centre[1] + x * Math.sin(turn) + y * Math.cos(turn)
		];
	});
}

/** A rectangle around `centre`, rotated by `turn` radians. */
export function box(centre: XY, wide: number, high: number, turn = 0): XY[] {
	const corners: XY[] = [
		[-wide / 2, -high / 2],
		[wide / 2, -high / 2],
		[wide / 2, high / 2],
		[-wide / 2, high / 2]
	];
	return corners.map(([x, y]) => [
		centre[0] + x * Math.cos(turn) - y * Math.sin(turn),
		centre[1] + x * Math.sin(turn) + y * Math.cos(turn)
	]);
}

/** Bounding box of a line (west, south, east, north) with a margin in metres. */
export function frameOf(line: Line, around = 0): [number, number, number, number] {
	const xs = line.map(([x]) => x);
	const ys = line.map(([, y]) => y);
	return [
		Math.min(...xs) - around,
		Math.min(...ys) - around,
		Math.max(...xs) + around,
		Math.max(...ys) + around
	];
}

type Frame = ReturnType<typeof frameOf>;

export const meetIn = (a: Frame, b: Frame): boolean =>
	a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
