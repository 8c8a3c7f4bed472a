import { expect, test } from 'vitest';
import { distanceM } from '#domain/time/quote.ts';
import { houseAt } from '#domain/road/streets.ts';
import { chanceOf } from '../random.ts';
import { lengthM, placeAlong, roadsOf, TOWN_STREETS } from './roads.ts';

const roads = roadsOf(TOWN_STREETS);
const chance = chanceOf(1, 'roads');
const somewhere = () => houseAt(chance.pick(TOWN_STREETS), chance.whole(1, 40));

test('every house is reachable by streets only', () => {
	for (let times = 0; times < 40; times++) {
		const [from, to] = [somewhere(), somewhere()];
		const way = roads.between(from, to);
		expect(way.points.length).toBeGreaterThan(2);
		expect(way.metres).toBeGreaterThanOrEqual(distanceM(from, to) - 1);
		expect(way.metres).toBeLessThan(distanceM(from, to) * 3.5 + 500);
	}
});

test('a position along the way matches the distance covered', () => {
	const way = roads.between(somewhere(), somewhere());
	expect(placeAlong(way, 0)).toEqual(way.points[0]);
	expect(placeAlong(way, way.metres + 1)).toEqual(way.points.at(-1));
	const half = placeAlong(way, way.metres / 2);
	const nearest = Math.min(...way.points.map((point) => distanceM(point, half)));
	expect(nearest).toBeLessThan(60);
	expect(lengthM(way.points)).toBeCloseTo(way.metres);
});

test('the way there is as long as the way back', () => {
	const [from, to] = [somewhere(), somewhere()];
	expect(roads.between(from, to).metres).toBeCloseTo(roads.between(to, from).metres, 3);
});

test('a table has the lengths of the single ways', () => {
	const from = somewhere();
	const ends = Array.from({ length: 30 }, somewhere);

	const [metres] = roads.table([from], ends);

	for (const [at, end] of ends.entries())
		expect(metres?.[at]).toBeCloseTo(roads.between(from, end).metres, 3);
});

test('there is no way where no street leads', () => {
	const line = (lat: number) => [
		{ lat, lng: 3 },
		{ lat, lng: 3.001 }
	];
	const apart = roadsOf([
		{ name: 'a', line: line(43) },
		{ name: 'b', line: line(44) }
	]);

	const metres = apart.table(
		[{ lat: 43, lng: 3 }],
		[
			{ lat: 43, lng: 3.001 },
			{ lat: 44, lng: 3 }
		]
	);

	expect(metres).toEqual([[expect.closeTo(81.3, 0), null]]);
});
