/** The MapLibre style of the bundled town, in the colours of the house. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';

/** Labels use local fonts: a `glyphs` URL would be an external request. */
const FONT = ['sans-serif'];
const SOURCE = 'town';

const INK = {
	land: '#f7f1e7',
	built: '#f1e8db',
	old: '#ecdfcd',
	park: '#d9e8c6',
	wood: '#c8ddb4',
	sport: '#cfe3b6',
	cemetery: '#dde5d0',
	square: '#f6ead6',
	landmark: '#d8b79f',
	building: '#e3d3bf',
	water: '#b5d5e6',
	waterText: '#2f6383',
	street: '#ffffff',
	edge: '#dccbb6',
	main: '#ffe3ac',
	mainEdge: '#d9a95c',
	lane: '#f8ece0',
	rail: '#8d7f74',
	text: '#4a3a30',
	quarter: '#7b5a46',
	leaf: '#3f6434',
	halo: '#fffaf2'
} as const;

const kind = (...kinds: string[]): ExpressionSpecification => [
	'in',
	['get', 'kind'],
	['literal', kinds]
];
const street = (...classes: string[]): ExpressionSpecification => [
	'all',
	kind('street'),
	['in', ['get', 'class'], ['literal', classes]]
];
/** Widths in pixels at zooms 12, 15 and 18. */
const grow = (far: number, mid: number, near: number): ExpressionSpecification => [
	'interpolate',
	['exponential', 1.55],
	['zoom'],
	...[12, far, 15, mid, 18, near]
];

/** Linear interpolation of a size between two zooms. */
const linear = (from: number, size: number, to: number, end: number): ExpressionSpecification => [
	'interpolate',
	['linear'],
	['zoom'],
	...[from, size, to, end]
];

const area = (id: string, color: string, ...kinds: string[]): LayerSpecification => ({
	id,
	type: 'fill',
	source: SOURCE,
	filter: kind(...kinds),
	paint: { 'fill-color': color, 'fill-antialias': true }
});

const road = (
	id: string,
	filter: ExpressionSpecification,
	color: string,
	width: ExpressionSpecification,
	minzoom = 0
): LayerSpecification => ({
	id,
	type: 'line',
	source: SOURCE,
	minzoom,
	filter,
	layout: { 'line-cap': 'round', 'line-join': 'round' },
	paint: { 'line-color': color, 'line-width': width }
});

const streetLabel = (
	id: string,
	filter: ExpressionSpecification,
	minzoom: number,
	size: ExpressionSpecification
): LayerSpecification => ({
	id,
	type: 'symbol',
	source: SOURCE,
	minzoom,
	filter,
	layout: {
		'symbol-placement': 'line',
		'symbol-spacing': 380,
		'text-field': ['get', 'name'],
		'text-font': FONT,
		'text-size': size,
		'text-max-angle': 38,
		'text-padding': 4
	},
	paint: { 'text-color': INK.text, 'text-halo-color': INK.halo, 'text-halo-width': 1.6 }
});

const areaLabel = (
	id: string,
	filter: ExpressionSpecification,
	color: string,
	minzoom: number
): LayerSpecification => ({
	id,
	type: 'symbol',
	source: SOURCE,
	minzoom,
	filter,
	layout: {
		'text-field': ['get', 'name'],
		'text-font': FONT,
		'text-size': linear(13, 11, 17, 14),
		'text-max-width': 7
	},
	paint: { 'text-color': color, 'text-halo-color': INK.halo, 'text-halo-width': 1.4 }
});

const SMALL = street('residential');
const LANES = street('pedestrian');
const SECONDARY = street('secondary');
const MAIN = street('main');

const LAYERS: LayerSpecification[] = [
	{ id: 'land', type: 'background', paint: { 'background-color': INK.land } },
	area('built', INK.built, 'built'),
	area('old', INK.old, 'old'),
	area('park', INK.park, 'park'),
	area('wood', INK.wood, 'wood'),
	area('sport', INK.sport, 'sport'),
	area('cemetery', INK.cemetery, 'cemetery'),
	area('water', INK.water, 'water'),
	{
		...(area('building', INK.building, 'building') as LayerSpecification & { type: 'fill' }),
		minzoom: 13.4,
		paint: {
			'fill-color': INK.building,
			'fill-outline-color': '#d2bea6',
			'fill-opacity': linear(13.4, 0, 14.2, 1)
		}
	},
	area('square', INK.square, 'square'),
	road('rail-bed', kind('rail'), INK.rail, grow(1.2, 2.6, 7)),
	{
		id: 'rail-ties',
		type: 'line',
		source: SOURCE,
		filter: kind('rail'),
		paint: {
			'line-color': INK.halo,
			'line-width': grow(0.6, 1.4, 4.4),
			'line-dasharray': [4, 4]
		}
	},
	road('small-edge', SMALL, INK.edge, grow(1.2, 5.6, 22), 12.6),
	road('secondary-edge', SECONDARY, INK.edge, grow(2.4, 8, 28)),
	road('main-edge', MAIN, INK.mainEdge, grow(3.6, 10.5, 34)),
	road('lane', LANES, INK.lane, grow(0.8, 4, 15), 13),
	road('small', SMALL, INK.street, grow(0.8, 4, 19), 12.2),
	road('secondary', SECONDARY, INK.street, grow(1.6, 6.4, 25)),
	road('main', MAIN, INK.main, grow(2.2, 8.4, 30)),
	area('landmark', INK.landmark, 'landmark', 'station'),
	streetLabel('small-name', street('residential', 'pedestrian'), 14.6, linear(14.6, 10.5, 18, 14)),
	streetLabel('secondary-name', SECONDARY, 14, linear(14, 11, 18, 15)),
	streetLabel('main-name', MAIN, 13, linear(13, 11, 18, 16)),
	{
		id: 'river-name',
		type: 'symbol',
		source: SOURCE,
		filter: kind('river'),
		layout: {
			'symbol-placement': 'line',
			'symbol-spacing': 520,
			'text-field': ['get', 'name'],
			'text-font': FONT,
			'text-size': linear(12, 11, 17, 17),
			'text-letter-spacing': 0.25
		},
		paint: { 'text-color': INK.waterText, 'text-halo-color': INK.water, 'text-halo-width': 1.2 }
	},
	areaLabel('lake-name', ['all', kind('water'), ['==', ['get', 'name'], 'Lac']], INK.waterText, 12),
	areaLabel('park-name', kind('park', 'wood', 'sport', 'cemetery'), INK.leaf, 13.6),
	areaLabel('landmark-name', kind('landmark', 'station'), INK.quarter, 14.4),
	{
		id: 'quarter-name',
		type: 'symbol',
		source: SOURCE,
		maxzoom: 15.6,
		filter: kind('quarter'),
		layout: {
			'text-field': ['upcase', ['get', 'name']],
			'text-font': FONT,
			'text-size': linear(12, 10, 15, 14),
			'text-letter-spacing': 0.12,
			'text-max-width': 8,
			'symbol-sort-key': 0
		},
		paint: {
			'text-color': INK.quarter,
			'text-halo-color': INK.halo,
			'text-halo-width': 1.8
		}
	}
];

/** The style of the bundled town; `townUrl` is where its GeoJSON is served. */
export function townStyle(townUrl: string): StyleSpecification {
	return {
		version: 8,
		name: 'Villeneuve-sur-Oc',
		sources: { [SOURCE]: { type: 'geojson', data: townUrl, maxzoom: 16, tolerance: 0.2 } },
		layers: LAYERS
	};
}
