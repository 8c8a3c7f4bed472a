/** The manual plan of the town: water, railway, parks and quarters. */

import { offsetLine, box, oval, smooth, type Line, type XY } from './geometry.ts';

export const NAME = 'Villeneuve-sur-Oc';
/** The origin: coordinates are metres from here. */
export const ORIGIN = { lat: 43.611, lng: 3.88 } as const;
export const REACH = 2500;

export type StreetClass = 'main' | 'secondary' | 'residential' | 'pedestrian';

export interface Draft {
	name: string | null;
	class: StreetClass;
	line: Line;
	/** The quarter whose names it may get. */
	quarter: Quarter;
	/** Whether it may cross the river. */
	bridge?: boolean;
	/** Whether it must not be removed. */
	kept?: boolean;
}

export type Quarter = 'centre' | 'west' | 'lake' | 'north' | 'south' | 'east' | 'port';

// ---------------------------------------------------------------- water and rails

const RIVER_COURSE: XY[] = [
	[120, 3400],
	[360, 2750],
	[560, 2240],
	[470, 1760],
	[690, 1290],
	[610, 880],
	[655, 520],
	[640, 120],
	[880, -240],
	[1230, -520],
	[1400, -800],
	[1480, -1080],
	[1500, -1420],
	[1720, -1850],
	[1660, -2350],
	[1700, -3200]
];

export const RIVER: Line = smooth(RIVER_COURSE, 5);
export const RIVER_HALF = 38;
export const BANKS: Line = (() => {
	const wide = (side: number) =>
		RIVER.map((_, at) => {
			const half = RIVER_HALF + 7 * Math.sin(at / 3.1) + (at > 55 ? (at - 55) * 1.2 : 0);
			return (offsetLine(RIVER, side * half) as XY[])[at] as XY;
		});
	return [...wide(1), ...wide(-1).reverse()];
})();

/** An ellipse with bays. */
export const LAKE: Line = oval([-1670, 2000], 440, 330, 0.25, 44).map(([x, y], at): XY => {
	const bay = 1 + 0.07 * Math.sin(at * 0.9) + 0.05 * Math.sin(at * 0.37 + 1);
	return [-1670 + (x + 1670) * bay, 2000 + (y - 2000) * bay];
});
export const BASIN: Line = box([1735, -1150], 120, 190, 0.12);
export const CHANNEL: Line = box([1610, -1235], 260, 26, 0.12);

export const RAIL: Line = smooth(
	[
		[-3400, -1330],
		[-2300, -1120],
		[-1300, -930],
		[-550, -800],
		[113, -762],
		[520, -830],
		[860, -1130],
		[1060, -1620],
		[1140, -2200],
		[1180, -3400]
	],
	5
);

// ---------------------------------------------------------------- green and stone

export interface Area {
	kind: 'park' | 'wood' | 'sport' | 'cemetery' | 'square' | 'landmark' | 'station';
	name: string;
	ring: Line;
}

export const AREAS: Area[] = [
	{ kind: 'park', name: 'Parc du Belvédère', ring: oval([-420, 770], 120, 175, -0.35, 22) },
	{
		kind: 'park',
		name: 'Jardin des Lavandières',
		ring: [
			[480, 215],
			[568, 222],
			[572, 500],
			[475, 490],
			[452, 350]
		]
	},
	{ kind: 'park', name: 'Parc de la Draille', ring: oval([1375, 1420], 110, 165, -0.3, 22) },
	{ kind: 'park', name: 'Square des Jardiniers', ring: box([-560, -1000], 150, 110, 0.1) },
	{ kind: 'park', name: 'Rives du Lac', ring: oval([-1650, 1985], 560, 430, 0.25, 34) },
	{ kind: 'wood', name: 'Bois des Aubépines', ring: oval([-680, -2080], 400, 260, 0.15, 26) },
	{ kind: 'wood', name: 'Pinède de la Garrigue', ring: oval([2080, 1500], 320, 420, -0.3, 26) },
	{ kind: 'sport', name: 'Stade de l’Oc', ring: oval([1190, -60], 120, 82, 0.9, 24) },
	{ kind: 'cemetery', name: 'Cimetière de l’Ouest', ring: box([-1900, -620], 230, 170, -0.12) },
	{ kind: 'square', name: 'Place des Halles', ring: box([-240, 22], 124, 88, 0.12) },
	{ kind: 'square', name: 'Place de la Gare', ring: box([115, -684], 210, 52, 0.06) },
	{ kind: 'square', name: 'Place du Toril', ring: oval([1353, 872], 104, 104, 0, 24) },
	{ kind: 'landmark', name: 'Halles', ring: box([-240, 22], 66, 40, 0.12) },
	{ kind: 'landmark', name: 'Arènes', ring: oval([1353, 872], 62, 54, 0.3, 24) },
	{ kind: 'landmark', name: 'Collégiale', ring: box([-62, 190], 62, 26, 0.5) },
	{ kind: 'station', name: 'Gare', ring: box([113, -738], 150, 26, 0.0) }
];

export const QUARTERS: { name: string; at: XY }[] = [
	{ name: 'Vieille Ville', at: [-170, -120] },
	{ name: 'La Gare', at: [330, -560] },
	{ name: 'Les Jardins', at: [-850, -1180] },
	{ name: 'Le Couchant', at: [-1350, -380] },
	{ name: 'Le Belvédère', at: [-1060, 620] },
	{ name: 'Le Lac', at: [-1180, 1420] },
	{ name: 'Les Causses', at: [230, 1420] },
	{ name: 'Les Arènes', at: [1230, 960] },
	{ name: 'Le Levant', at: [1330, 260] },
	{ name: 'Le Port', at: [2020, -1160] },
	{ name: 'Le Moulin', at: [380, -1330] }
];
