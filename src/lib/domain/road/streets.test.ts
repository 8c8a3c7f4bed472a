import { describe, expect, test } from 'vitest';
import { distanceM } from '../time/quote.ts';
import {
	houseAt,
	lastHouse,
	locate,
	nearestStreet,
	streetLengthM,
	streetsOf,
	type Street
} from './streets.ts';

/** 403 m to the east, then 334 m to the north. */
const tanners: Street = {
	name: 'rue des Tanneurs',
	line: [
		{ lat: 43.6, lng: 3.88 },
		{ lat: 43.6, lng: 3.885 },
		{ lat: 43.603, lng: 3.885 }
	]
};
const pond: Street = {
	name: 'impasse de l’Œillet',
	line: [
		{ lat: 43.61, lng: 3.88 },
		{ lat: 43.61, lng: 3.881 }
	]
};
const streets = [tanners, pond];

describe('a GeoJSON map', () => {
	test('yields its streets and nothing else', () => {
		const map = {
			features: [
				{
					properties: { kind: 'street', name: 'rue Haute' },
					geometry: {
						type: 'LineString',
						coordinates: [
							[3.8, 43.6],
							[3.9, 43.7]
						]
					}
				},
				{
					properties: { kind: 'park', name: 'Parc' },
					geometry: { type: 'Point', coordinates: [0, 0] }
				}
			]
		};

		expect(streetsOf(map)).toEqual([
			{
				name: 'rue Haute',
				line: [
					{ lat: 43.6, lng: 3.8 },
					{ lat: 43.7, lng: 3.9 }
				]
			}
		]);
	});
});

describe('a house', () => {
	test('lies beside its street, further along for a higher number', () => {
		const start = tanners.line[0] ?? { lat: 0, lng: 0 };
		const near = houseAt(tanners, 3);
		const far = houseAt(tanners, 60);

		expect(distanceM(start, near)).toBeLessThan(30);
		expect(distanceM(start, far)).toBeGreaterThan(350);
		for (let house = 1; house <= lastHouse(tanners); house++)
			expect(nearestStreet([tanners], houseAt(tanners, house))?.metres).toBeLessThan(10);
	});

	test('is on the left for odd numbers, on the right for even ones', () => {
		expect(houseAt(tanners, 21).lat).toBeGreaterThan(43.6);
		expect(houseAt(tanners, 22).lat).toBeLessThan(43.6);
	});

	test('beyond the last number is the last house, and follows the street around a corner', () => {
		const last = houseAt(tanners, 9999);
		const end = tanners.line[2] ?? { lat: 0, lng: 0 };

		expect(distanceM(last, end)).toBeLessThan(20);
		expect(houseAt(tanners, 8001)).toEqual(last);
		expect(streetLengthM(tanners)).toBeCloseTo(736, -1);
	});
});

describe('an address line', () => {
	test.each([
		'12 rue des Tanneurs',
		'12, rue des tanneurs',
		'12 bis rue des Tanneurs',
		'  12 RUE DES TANNEURS ',
		'12 rue  des  tanneurs'
	])('%j is recognised', (line) => {
		expect(locate(streets, line)).toEqual(houseAt(tanners, 12));
	});

	test('is recognised without accents, ligatures or the right apostrophe', () => {
		expect(locate(streets, "2 impasse de l'oeillet")).toEqual(houseAt(pond, 2));
	});

	test('without a number gives the middle of the street', () => {
		const point = locate(streets, 'rue des Tanneurs');

		expect(point && nearestStreet(streets, point)?.name).toBe('rue des Tanneurs');
	});

	test.each(['12 rue des Tanne', 'rue', '', '12', '12 rue des Tanneurs Paris'])(
		'%j is not recognised',
		(line) => {
			expect(locate(streets, line)).toBeNull();
		}
	);
});

describe('the nearest street', () => {
	test('is returned with its distance', () => {
		expect(nearestStreet(streets, { lat: 43.6101, lng: 3.8805 })).toEqual({
			name: 'impasse de l’Œillet',
			metres: expect.closeTo(11.1, 0)
		});
		expect(nearestStreet([], { lat: 43.6, lng: 3.88 })).toBeNull();
	});
});
