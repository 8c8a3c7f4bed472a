import { describe, expect, test } from 'vitest';
import { cellOf, fromTable, greatCircle, pointOf, rideMinutes, roadMinutes } from './travel.ts';
import { distanceM } from './distance.ts';

const SHOP = { lat: 43.6048, lng: 3.8812 };
const DOOR = { lat: 43.6104, lng: 3.8781 };
const FAR = { lat: 43.6281, lng: 3.8668 };

describe('the great circle', () => {
	test('takes the straight distance times the detour at the speed of the shop', () => {
		expect(rideMinutes(1000, 18)).toBeCloseTo(1300 / 300, 9);
		expect(roadMinutes(3000, 18)).toBeCloseTo(10, 9);
		expect(greatCircle(18)(SHOP, DOOR)).toBeCloseTo((distanceM(SHOP, DOOR) * 1.3) / 300, 9);
		expect(greatCircle(36)(SHOP, DOOR)).toBeCloseTo(greatCircle(18)(SHOP, DOOR) / 2, 9);
		expect(greatCircle(18)(DOOR, DOOR)).toBe(0);
	});
});

describe('a table', () => {
	const travel = fromTable(
		{
			from: [SHOP, DOOR],
			to: [DOOR, FAR],
			minutes: [
				[4, 11],
				[0, null]
			]
		},
		() => 99
	);

	test('answers for its points, in its direction', () => {
		expect(travel(SHOP, DOOR)).toBe(4);
		expect(travel(SHOP, FAR)).toBe(11);
		expect(travel(DOOR, SHOP)).toBe(99);
	});

	test('knows a point by its place, not by its object', () => {
		expect(travel({ ...SHOP }, { lat: FAR.lat + 0.00003, lng: FAR.lng - 0.00003 })).toBe(11);
	});

	test('leaves to the other what it does not know', () => {
		expect(travel(DOOR, FAR)).toBe(99);
		expect(travel(SHOP, { lat: 43.7, lng: 3.9 })).toBe(99);
		expect(travel({ lat: 43.7, lng: 3.9 }, DOOR)).toBe(99);
	});

	test('a row that is missing is left to the other as well', () => {
		expect(fromTable({ from: [SHOP], to: [DOOR], minutes: [] }, () => 7)(SHOP, DOOR)).toBe(7);
	});

	test('no time passes within one cell', () => {
		expect(travel(FAR, { ...FAR })).toBe(0);
	});
});

describe('a cell', () => {
	test.each([
		[SHOP],
		[{ lat: -33.8688, lng: 151.2093 }],
		[{ lat: 90, lng: 180 }],
		[{ lat: -90, lng: -180 }],
		[{ lat: 0.00004, lng: -0.00004 }]
	])('has its middle near %o', (point) => {
		const middle = pointOf(cellOf(point));

		expect(Math.abs(middle.lat - point.lat)).toBeLessThanOrEqual(0.000_05 + 1e-9);
		expect(Math.abs(middle.lng - point.lng)).toBeLessThanOrEqual(0.000_05 + 1e-9);
		expect(cellOf(middle)).toBe(cellOf(point));
		expect(Number.isSafeInteger(cellOf(point))).toBe(true);
	});

	test('is another one 20 m away', () => {
		expect(cellOf({ ...SHOP, lat: SHOP.lat + 0.0002 })).not.toBe(cellOf(SHOP));
		expect(cellOf({ ...SHOP, lng: SHOP.lng + 0.0002 })).not.toBe(cellOf(SHOP));
	});
});
