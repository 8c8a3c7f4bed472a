/** Generated streets: the lanes of the old town, and the grid of the suburbs. */

import {
	AREAS,
	BANKS,
	BASIN,
	CHANNEL,
	LAKE,
	RAIL,
	REACH,
	type Draft,
	type Quarter,
	type StreetClass
} from './town-plan.ts';
import {
	between,
	nearestPointOn,
	isInside,
	lengthOf,
	smooth,
	pointsAlong,
	type Line,
	type XY
} from './geometry.ts';
import { RING } from './streets.ts';

const BLOCKED_AREAS = AREAS.filter(({ kind }) => kind !== 'square' && kind !== 'station');

/** Whether a street is not allowed here: on water, railway or grass, or too close to them. */
export function isBlocked(at: XY, margin = 22): boolean {
	if (Math.abs(at[0]) > REACH || Math.abs(at[1]) > REACH) return true;
	const near = (ring: Line) =>
		isInside(at, ring) || nearestPointOn(at, [...ring, ring[0] as XY]).metres < margin;
	if ([BANKS, LAKE, BASIN, CHANNEL].some(near)) return true;
	if (nearestPointOn(at, RAIL).metres < margin + 8) return true;
	return BLOCKED_AREAS.some(({ ring }) => near(ring));
}

/** The old town: irregular lanes around the market, from the square to the ring. */
export function oldTown(random: () => number): Draft[] {
	const centre: XY = [-215, 30];
	const spokes = 11;
	const knots = Array.from({ length: spokes }, (_, spoke) =>
		[95, 190, 285, 385].map((far, ring): XY => {
			const jitter = ring === 0 ? 0.1 : 0.36;
			const angle = ((spoke + (random() - 0.5) * jitter + ring * 0.12) / spokes) * 2 * Math.PI;
			const out = far * (1 + (random() - 0.5) * 0.22);
			return [centre[0] + Math.cos(angle) * out * 1.05, centre[1] + Math.sin(angle) * out];
		})
	);
	const knot = (spoke: number, ring: number) =>
		(knots[(spoke + spokes) % spokes] as XY[])[ring] as XY;
	const lanes: Draft[] = [];
	const add = (kind: StreetClass, line: Line) =>
		lanes.push({ name: null, class: kind, quarter: 'centre', line });

	for (let spoke = 0; spoke < spokes; spoke++) {
		const gate = nearestPointOn(knot(spoke, 3), [...RING, RING[0] as XY]).point;
		const from = spoke % 2 === 0 ? centre : knot(spoke, 0);
		const inner = spoke % 3 === 2 ? 1 : 0;
		const out: XY[] = [knot(spoke, inner), knot(spoke, inner + 1), knot(spoke, 2)];
		const market = nearestPointOn(knot(spoke, 0), [from, centre]).point;
		if (spoke % 2 === 0) add('pedestrian', [market, ...out.slice(0, 2)]);
		add(spoke % 4 === 1 ? 'secondary' : 'residential', [...out, knot(spoke, 3), gate]);
	}
	for (const ring of [0, 1, 2, 3])
		for (let spoke = 0; spoke < spokes;) {
			const long = 1 + Math.floor(random() * (ring + 1.4));
			const stop = Math.min(spokes, spoke + long);
			const line = Array.from({ length: stop - spoke + 1 }, (_, at) => knot(spoke + at, ring));
			if (!(ring === 3 && random() < 0.3)) add(ring === 0 ? 'pedestrian' : 'residential', line);
			spoke = stop;
		}
	return lanes;
}

interface Rows {
	quarter: Quarter;
	/** Polygon that contains the suburb. */
	ground: Line;
	turn: number;
	/** Metres between two streets in each direction. */
	gaps: [number, number];
}

export const ROWS: readonly Rows[] = [
	{
		quarter: 'west',
		ground: [
			[-740, 60],
			[-720, -330],
			[-640, -720],
			[-1350, -860],
			[-1620, -560],
			[-1760, -60]
		],
		turn: -0.12,
		gaps: [150, 118]
	},
	{
		quarter: 'west',
		ground: [
			[-740, 120],
			[-1700, 20],
			[-1830, 440],
			[-1250, 440],
			[-740, 350]
		],
		turn: -0.03,
		gaps: [170, 120]
	},
	{
		quarter: 'lake',
		ground: [
			[-780, 480],
			[-1800, 560],
			[-1460, 1010],
			[-960, 1290],
			[-760, 900]
		],
		turn: 0.32,
		gaps: [165, 128]
	},
	{
		quarter: 'lake',
		ground: [
			[-930, 1380],
			[-1450, 1080],
			[-2000, 1200],
			[-1950, 1520],
			[-1250, 1540]
		],
		turn: 0.12,
		gaps: [190, 130]
	},
	{
		quarter: 'lake',
		ground: [
			[-760, 1060],
			[-60, 1020],
			[20, 1400],
			[-60, 2000],
			[-960, 2050],
			[-920, 1480]
		],
		turn: 0.1,
		gaps: [185, 140]
	},
	{
		quarter: 'north',
		ground: [
			[60, 640],
			[540, 640],
			[560, 1250],
			[350, 1700],
			[420, 2150],
			[0, 2150],
			[80, 1400]
		],
		turn: -0.1,
		gaps: [150, 125]
	},
	{
		quarter: 'north',
		ground: [
			[680, 1500],
			[900, 1000],
			[930, 1400],
			[800, 2100],
			[620, 2100]
		],
		turn: 0.25,
		gaps: [160, 140]
	},
	{
		quarter: 'east',
		ground: [
			[790, 180],
			[1560, 260],
			[1610, 690],
			[1080, 730],
			[850, 420]
		],
		turn: 0.14,
		gaps: [150, 115]
	},
	{
		quarter: 'east',
		ground: [
			[760, 140],
			[1000, -180],
			[1350, -420],
			[1570, -450],
			[1530, -140],
			[1590, 240]
		],
		turn: 0.2,
		gaps: [150, 125]
	},
	{
		quarter: 'east',
		ground: [
			[1650, 690],
			[1640, 200],
			[1580, -200],
			[2180, -150],
			[2300, 760]
		],
		turn: 0.06,
		gaps: [180, 135]
	},
	{
		quarter: 'east',
		ground: [
			[1060, 790],
			[1440, 740],
			[1540, 1400],
			[1300, 1700],
			[980, 1060]
		],
		turn: -0.15,
		gaps: [150, 125]
	},
	{
		quarter: 'port',
		ground: [
			[1620, -760],
			[2000, -860],
			[2350, -1080],
			[2200, -1600],
			[1700, -1500],
			[1600, -1000]
		],
		turn: -0.22,
		gaps: [155, 120]
	},
	{
		quarter: 'port',
		ground: [
			[1630, -250],
			[2150, -200],
			[2200, -860],
			[1640, -700]
		],
		turn: 0.04,
		gaps: [170, 130]
	},
	{
		quarter: 'south',
		ground: [
			[-420, -860],
			[-260, -1000],
			[-190, -1560],
			[-720, -1530],
			[-1260, -1180],
			[-1180, -960]
		],
		turn: 0.1,
		gaps: [150, 120]
	},
	{
		quarter: 'south',
		ground: [
			[-240, -850],
			[480, -900],
			[800, -1180],
			[860, -1450],
			[420, -1660],
			[-150, -1580]
		],
		turn: -0.12,
		gaps: [145, 118]
	},
	{
		quarter: 'south',
		ground: [
			[380, -580],
			[940, -540],
			[1050, -400],
			[760, -160],
			[480, -60],
			[400, -300]
		],
		turn: 0.12,
		gaps: [135, 115]
	},
	{
		quarter: 'south',
		ground: [
			[560, -650],
			[1150, -640],
			[1320, -1050],
			[1300, -1400],
			[1050, -1250],
			[880, -960]
		],
		turn: -0.3,
		gaps: [150, 130]
	},
	{
		quarter: 'centre',
		ground: [
			[-360, -520],
			[60, -520],
			[300, -440],
			[240, -620],
			[-320, -680]
		],
		turn: 0.05,
		gaps: [120, 95]
	}
];

const SHORTEST = 110;

/** Streets in a slightly bent grid, cut where they are not allowed. */
export function suburbs(random: () => number): Draft[] {
	return ROWS.flatMap((rows) => inRows(rows, random));
}

function inRows({ quarter, ground, turn, gaps }: Rows, random: () => number): Draft[] {
	const middle = ground.reduce<XY>(
		(sum, [x, y]) => [sum[0] + x / ground.length, sum[1] + y / ground.length],
		[0, 0]
	);
	const reach = Math.max(...ground.map((corner) => between(middle, corner)));
	const phase = random() * 6;
	const place = (u: number, v: number): XY => {
		const [a, b] = [u + 16 * Math.sin(v / 210 + phase), v + 16 * Math.sin(u / 240 + phase)];
		return [
			middle[0] + a * Math.cos(turn) - b * Math.sin(turn),
			middle[1] + a * Math.sin(turn) + b * Math.cos(turn)
		];
	};
	const drafts: Draft[] = [];
	for (const [way, gap] of gaps.entries())
		for (let off = -reach + random() * 40; off < reach; off += gap * (0.98 + random() * 0.3)) {
			const points = Array.from({ length: Math.ceil((2 * reach) / 22) + 1 }, (_, at) =>
				way === 0 ? place(off, -reach + at * 22) : place(-reach + at * 22, off)
			);
			const parts = runs(points, (at) => isInside(at, ground) && !isBlocked(at));
			for (const part of parts.flatMap((whole) => broken(whole, random)))
				if (lengthOf(part) >= SHORTEST)
					drafts.push({ name: null, class: 'residential', quarter, line: thin(part) });
		}
	return drafts;
}

/** The longest parts of a line in which every point passes. */
function runs(points: Line, passes: (at: XY) => boolean): XY[][] {
	const found: XY[][] = [[]];
	for (const point of points) {
		if (passes(point)) found[found.length - 1]?.push(point);
		else found.push([]);
	}
	return found.filter((part) => part.length > 1);
}

/** Interrupts a street at random, so that some blocks are larger. */
function broken(part: XY[], random: () => number): XY[][] {
	if (lengthOf(part) < 420 || random() < 0.45) return [part];
	const gap = 6 + Math.floor(random() * 4);
	const at = Math.floor(part.length * (0.25 + random() * 0.4));
	return random() < 0.5
		? [part.slice(0, at + 1), part.slice(at)]
		: [part.slice(0, at), part.slice(at + gap)];
}

const thin = (part: Line): XY[] => {
	const few = part.filter((_, at) => at % 3 === 0 || at === part.length - 1);
	return few.length > 2 ? pointsAlong(smooth(few, 1), 66) : few;
};
