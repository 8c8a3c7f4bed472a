/**
 * Generates the demo town and writes its map: `node simulation/town/draw.ts`. The result depends on
 * the seed only; a test compares it with the committed file.
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawHouses } from './buildings.ts';
import { mulberry32 } from '../random.ts';
import { nearestPointOn, lengthOf, type Line, type XY } from './geometry.ts';
import { POOLS, SPARE, WANTED } from './names.ts';
import { joinStreets } from './network.ts';
import {
	AREAS,
	BANKS,
	BASIN,
	CHANNEL,
	LAKE,
	NAME,
	ORIGIN,
	QUARTERS,
	RAIL,
	REACH,
	RIVER,
	type Draft
} from './town-plan.ts';
import { DRAFTS, RING } from './streets.ts';
import { oldTown, ROWS, suburbs } from './suburbs.ts';

export const SEED = 34999;
export const FILE = fileURLToPath(
	new URL('../../src/lib/domain/road/town/villeneuve.json', import.meta.url)
);

const LAT_METRES = 111_195;
const LNG_METRES = LAT_METRES * Math.cos((ORIGIN.lat * Math.PI) / 180);
/** Five decimals, about one metre. */
const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
const toDegrees = ([x, y]: XY): [number, number] => [
	round(ORIGIN.lng + x / LNG_METRES),
	round(ORIGIN.lat + y / LAT_METRES)
];
const toMetres = (lat: number, lng: number): XY => [
	(lng - ORIGIN.lng) * LNG_METRES,
	(lat - ORIGIN.lat) * LAT_METRES
];
const snap = (at: XY): XY => {
	const [lng, lat] = toDegrees(at);
	return toMetres(lat, lng);
};

/** The town as GeoJSON text, one feature per line. */
export function drawTown(seed = SEED): string {
	const random = mulberry32(seed);
	const streets = named(joinStreets([...DRAFTS, ...oldTown(random), ...suburbs(random)], snap));
	const features = [
		feature(
			{ kind: 'built' },
			{ type: 'MultiPolygon', coordinates: ROWS.map(({ ground }) => rings([ground])) }
		),
		feature({ kind: 'old' }, polygon([RING])),
		...AREAS.map(({ kind, name, ring }) => feature({ kind, name }, polygon([ring]))),
		feature({ kind: 'water', name: 'Oc' }, polygon([BANKS])),
		feature({ kind: 'water', name: 'Lac' }, polygon([LAKE])),
		feature(
			{ kind: 'water' },
			{ type: 'MultiPolygon', coordinates: [rings([BASIN]), rings([CHANNEL])] }
		),
		feature({ kind: 'river', name: 'L’Oc' }, lineString(within(RIVER))),
		feature({ kind: 'rail' }, lineString(RAIL)),
		feature(
			{ kind: 'building' },
			{
				type: 'MultiPolygon',
				coordinates: drawHouses(streets, random).map((ring) => rings([ring]))
			}
		),
		...streets.map((street) =>
			feature(
				{
					kind: 'street',
					class: street.class,
					name: street.name,
					...(street.bridge && { bridge: 1 })
				},
				lineString(street.line)
			)
		),
		...QUARTERS.map(({ name, at }) =>
			feature({ kind: 'quarter', name }, { type: 'Point', coordinates: toDegrees(at) })
		)
	];
	return `{"type":"FeatureCollection","name":"${NAME}","features":[\n${features.join(',\n')}\n]}\n`;
}

const rings = (lines: Line[]) => lines.map((ring) => [...ring, ring[0] as XY].map(toDegrees));
const polygon = (lines: Line[]) => ({ type: 'Polygon', coordinates: rings(lines) });
const lineString = (line: Line) => ({ type: 'LineString', coordinates: line.map(toDegrees) });
const within = (line: Line) => line.filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) < REACH);
const feature = (properties: object, geometry: object) =>
	JSON.stringify({ type: 'Feature', properties, geometry });

/** Names each street: a wanted name near it, or the next name of its quarter. */
function named(streets: readonly Draft[]): Draft[] {
	const names = streets.map(({ name }) => name);
	for (const { name, lat, lng } of WANTED) {
		const distances = streets.map(({ line }, at) =>
			names[at] === null && lengthOf(line) > 90 && lengthOf(line) < 420
				? nearestPointOn(toMetres(lat, lng), line).metres
				: Infinity
		);
		names[distances.indexOf(Math.min(...distances))] = name;
	}
	const pools = structuredClone(POOLS);
	const spare = [...SPARE];
	return streets.map((street, at) => {
		const name = names[at] ?? pools[street.quarter].shift() ?? spare.shift();
		if (!name) throw new Error(`No name is left for a street of the quarter ${street.quarter}`);
		return { ...street, name };
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, drawTown());
