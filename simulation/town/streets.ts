/** The main streets, planned by hand: the ring, the avenues and the old streets. */

import { offsetLine, box, oval, smooth, pointsAlong, type Line, type XY } from './geometry.ts';
import { RIVER, RIVER_HALF, type Draft, type Quarter, type StreetClass } from './town-plan.ts';

const draft = (
	kind: StreetClass,
	quarter: Quarter,
	name: string,
	points: Line,
	more: Partial<Draft> = {}
): Draft => ({
	name,
	class: kind,
	quarter,
	line: points.length > 2 ? smooth(points, 3) : points,
	kept: true,
	...more
});

/** The part of a riverside road between two north coordinates. */
function quay(side: number, from: number, to: number): XY[] {
	const road = offsetLine(RIVER, side * (RIVER_HALF + 34)).filter(([, y]) => y <= from && y >= to);
	return pointsAlong(road, 90);
}

const ringAt = (angle: number, wide = 1): XY => {
	const turn = (angle * Math.PI) / 180;
	const far = (510 + 28 * Math.sin(turn * 3 + 1)) * wide;
	return [-170 + Math.cos(turn) * far * 1.06, 40 + Math.sin(turn) * far];
};
export const RING: Line = Array.from({ length: 36 }, (_, at) => ringAt(at * 10));
const arc = (from: number, to: number): XY[] =>
	Array.from({ length: (to - from) / 10 + 1 }, (_, at) => ringAt(from + at * 10));

const closed = (ring: Line): XY[] => [...ring, ring[0] as XY];

const ringRoad: Draft[] = [
	draft('main', 'centre', 'boulevard de l’Octroi', arc(190, 270)),
	draft('main', 'centre', 'boulevard des Remparts', arc(110, 190)),
	draft('main', 'centre', 'boulevard du Jeu-de-Paume', arc(40, 110)),
	draft('main', 'centre', 'boulevard de la Tour-Neuve', arc(-30, 40)),
	draft('main', 'centre', 'boulevard des Cordeliers', arc(-90, -30))
];

const avenues: Draft[] = [
	draft('main', 'centre', 'avenue de la République', [
		[215, -676],
		[300, -470],
		[350, -300],
		[402, -130],
		[470, 110],
		[560, 160]
	]),
	draft(
		'main',
		'east',
		'pont Vieux',
		[
			[560, 160],
			[640, 172],
			[745, 190]
		],
		{ bridge: true }
	),
	draft('main', 'centre', 'cours de la Gare', [ringAt(-70), [60, -560], [82, -672]]),
	draft('main', 'east', 'avenue du Grand-Pré', [
		[215, -676],
		[520, -610],
		[942, -600],
		[1180, -668]
	]),
	draft(
		'main',
		'port',
		'pont de l’Écluse',
		[
			[1180, -668],
			[1330, -672],
			[1450, -690]
		],
		{
			bridge: true
		}
	),
	draft('main', 'port', 'rue de l’Écluse', [
		[1450, -690],
		[1707, -745],
		[1960, -820]
	]),
	draft('main', 'port', 'route des Étangs', [
		[1960, -820],
		[2250, -960],
		[3400, -1120]
	]),
	draft('main', 'south', 'avenue de la Mer', [
		ringAt(250),
		[-330, -690],
		[-270, -1000],
		[-190, -1420],
		[-170, -1960],
		[-210, -3400]
	]),
	draft('main', 'west', 'avenue de la Montagne', [
		ringAt(180),
		[-1150, 10],
		[-1780, -110],
		[-3400, -90]
	]),
	draft('main', 'lake', 'avenue du Lac', [
		ringAt(130),
		[-720, 800],
		[-850, 1180],
		[-950, 1466],
		[-1030, 1790],
		[-1000, 2250],
		[-1120, 3400]
	]),
	draft('main', 'north', 'avenue du Causse', [
		ringAt(80),
		[-20, 980],
		[70, 1400],
		[-20, 1960],
		[-60, 3400]
	]),
	draft('main', 'centre', 'rue Marius-Cazal', [ringAt(40), [400, 548], [560, 570]]),
	draft(
		'main',
		'east',
		'pont des Arènes',
		[
			[560, 570],
			[650, 560],
			[745, 548]
		],
		{ bridge: true }
	),
	draft('main', 'east', 'boulevard des Platanes', [
		[745, 190],
		[775, 350],
		[840, 450],
		[960, 640],
		[1060, 752]
	]),
	draft('secondary', 'east', 'rue du Pont-Neuf', [
		[745, 548],
		[840, 560],
		[930, 600]
	]),
	draft('main', 'east', 'rue des Arènes', [
		[1060, 752],
		[1232, 738],
		[1450, 716],
		[1650, 730]
	]),
	draft('main', 'east', 'route d’Aigremont', [
		[1650, 730],
		[2050, 800],
		[3400, 790]
	]),
	draft('main', 'east', 'boulevard du Levant', [
		[1650, 730],
		[1610, 300],
		[1540, -150],
		[1590, -480],
		[1600, -716]
	]),
	draft('main', 'north', 'route des Cévennes', [
		[965, 1050],
		[1320, 1780],
		[1350, 2200],
		[1440, 3400]
	]),
	draft('main', 'west', 'boulevard de la Rocade', [
		[-920, 1340],
		[-1480, 1040],
		[-1860, 480],
		[-1780, -110],
		[-1600, -640],
		[-1300, -1180],
		[-760, -1560],
		[-190, -1620],
		[420, -1690],
		[800, -1500]
	])
];

const known: Draft[] = [
	draft('secondary', 'centre', 'place de la Gare', [
		[-90, -700],
		[82, -672],
		[215, -676]
	]),
	draft('pedestrian', 'centre', 'place des Halles', closed(box([-240, 22], 104, 70, 0.12))),
	draft('residential', 'east', 'place du Toril', closed(oval([1353, 872], 86, 86, 0, 14))),
	draft('residential', 'east', 'passage du Toril', [
		[1345, 724],
		[1352, 790]
	]),
	draft('secondary', 'centre', 'quai des Lavandières', quay(-1, 150, -650)),
	draft('residential', 'centre', 'quai de la Tour', quay(-1, 570, 150)),
	draft('residential', 'north', 'quai des Pêcheurs', quay(-1, 1500, 570)),
	draft('secondary', 'port', 'quai des Mariniers', [[1450, -690], ...quay(1, -735, -1180)]),
	draft('residential', 'east', 'quai du Levant', quay(1, 190, -660)),
	draft('residential', 'port', 'rue du Bassin', [
		[1560, -1010],
		[1700, -1010],
		[1860, -1030],
		[1880, -1280],
		[1700, -1320],
		[1580, -1300]
	]),
	draft('residential', 'port', 'quai des Dunes', [
		[1575, -1180],
		[1580, -1300],
		[1680, -1540],
		[1840, -1800]
	]),
	draft('residential', 'port', 'impasse du Cordier', [
		[1870, -1130],
		[2020, -1130]
	]),
	draft('residential', 'port', 'allée des Voiliers', [
		[1180, -668],
		[1255, -850],
		[1345, -1120],
		[1361, -1390],
		[1420, -1640]
	]),
	draft('residential', 'east', 'rue de la Garrigue', [
		[1450, 716],
		[1480, 900],
		[1538, 1090],
		[1600, 1420],
		[1320, 1780]
	]),
	draft('secondary', 'north', 'chemin de la Draille', [
		[1060, 752],
		[1000, 900],
		[965, 1050],
		[942, 1345],
		[870, 1700],
		[780, 2150]
	]),
	draft('residential', 'lake', 'rue de la Plage', [
		[-950, 1466],
		[-1250, 1560],
		[-1538, 1530],
		[-1900, 1540],
		[-2200, 1700]
	]),
	draft('residential', 'lake', 'rue des Roseaux', [
		[-1000, 1640],
		[-1110, 1700],
		[-1250, 1560]
	]),
	draft('residential', 'lake', 'allée des Hérons', [
		[-1110, 1700],
		[-1063, 1901],
		[-1090, 2080],
		[-1020, 2200]
	]),
	draft('secondary', 'west', 'rue des Quatre-Vents', [
		[-850, 1180],
		[-660, 1030],
		[-420, 1000],
		[-20, 980]
	]),
	draft('residential', 'centre', 'montée du Belvédère', [
		ringAt(100),
		[-270, 712],
		[-300, 900],
		[-330, 1003]
	]),
	draft('secondary', 'west', 'rue Lucie-Fabrègue', [
		ringAt(160),
		[-840, 380],
		[-1250, 470],
		[-1860, 480]
	]),
	draft('secondary', 'south', 'rue des Jardiniers', [
		ringAt(240),
		[-470, -700],
		[-440, -880],
		[-560, -1250],
		[-760, -1560]
	]),
	draft('secondary', 'south', 'rue du Moulin-à-Huile', [
		[-90, -700],
		[0, -900],
		[40, -1130],
		[20, -1400],
		[60, -1660]
	]),
	draft('residential', 'south', 'chemin des Aubépines', [
		[-200, -1380],
		[-360, -1480],
		[-440, -1590],
		[-760, -1690],
		[-1180, -1720]
	]),
	draft('residential', 'south', 'rue Jeanne-Rivière', [
		[40, -1130],
		[330, -1080],
		[560, -1130],
		[700, -1330],
		[800, -1500]
	])
];

export const DRAFTS: readonly Draft[] = [...avenues, ...ringRoad, ...known];
