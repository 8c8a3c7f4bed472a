/** The area for toppings: a whole pizza, one half of it, or the slit of a calzone. */

import type { Random } from './random.ts';

export type Side = 'whole' | 'left' | 'right' | 'fold';

export interface Region {
	side: Side;
	/** The share of a whole pizza that it covers. */
	share: number;
	/** The place of a single piece. */
	centre: readonly [number, number];
	/** Whether a piece of this radius lies within. */
	holds(x: number, y: number, r: number): boolean;
}

/** How far toppings reach from the centre; the rest is rim. */
const REACH = 82;

const inDisc = (x: number, y: number, r: number) => Math.hypot(x, y) + r * 0.8 < REACH;

export const REGIONS: Record<Side, Region> = {
	whole: { side: 'whole', share: 1, centre: [0, 0], holds: inDisc },
	left: {
		side: 'left',
		share: 0.5,
		centre: [-40, 0],
		holds: (x, y, r) => x + r * 0.9 < -2 && inDisc(x, y, r)
	},
	right: {
		side: 'right',
		share: 0.5,
		centre: [40, 0],
		holds: (x, y, r) => x - r * 0.9 > 2 && inDisc(x, y, r)
	},
	fold: {
		side: 'fold',
		share: 0.3,
		centre: [0, -6],
		holds: (x, y, r) => Math.abs(x) < 56 && Math.abs(y + 7) + r * 0.2 < 17
	}
};

const near = (value: number) => Math.round(value);

/** A closed, slightly irregular round outline; of a half, its straight side along the middle. */
export function outline(
	random: Random,
	r: number,
	jitter: number,
	points: number,
	{ side = 'whole', x = 0, y = 0 }: { side?: Side; x?: number; y?: number } = {}
): string {
	const isHalf = side === 'left' || side === 'right';
	const from = side === 'left' ? Math.PI / 2 : -Math.PI / 2;
	const turn = (isHalf ? Math.PI : 2 * Math.PI) / points;
	const corners = Array.from({ length: isHalf ? points + 1 : points }, (_, i) => {
		const far = r * (1 + jitter * (random() - 0.5) * 2);
		const isEnd = isHalf && (i === 0 || i === points);
		const px = isEnd ? 0 : x + far * Math.cos(from + i * turn);
		return [px, y + far * Math.sin(from + i * turn)] as const;
	});
	return isHalf ? through(corners) : around(corners);
}

type Corner = readonly [number, number];

const between = (a: Corner, b: Corner): string =>
	`${near((a[0] + b[0]) / 2)} ${near((a[1] + b[1]) / 2)}`;

function around(corners: readonly Corner[]): string {
	const last = corners.at(-1);
	const first = corners[0];
	if (!first || !last) return '';
	const curves = corners.map((corner, i) => {
		const next = corners[(i + 1) % corners.length] ?? first;
		return `Q${near(corner[0])} ${near(corner[1])} ${between(corner, next)}`;
	});
	return `M${between(last, first)}${curves.join('')}Z`;
}

function through(corners: readonly Corner[]): string {
	const [first, ...rest] = corners;
	const last = rest.pop();
	if (!first || !last) return '';
	const curves = rest.map((corner, i) => {
		const next = rest[i + 1] ?? last;
		return `Q${near(corner[0])} ${near(corner[1])} ${between(corner, next)}`;
	});
	return `M${near(first[0])} ${near(first[1])}${curves.join('')}L${near(last[0])} ${near(last[1])}Z`;
}

/** A random place for a piece of this radius within a region. */
export function anywhere(random: Random, region: Region, r: number): Corner {
	for (let tries = 0; tries < 60; tries++) {
		const x = (random() * 2 - 1) * REACH;
		const y = (random() * 2 - 1) * REACH;
		if (region.holds(x, y, r)) return [x, y];
	}
	return region.centre;
}
