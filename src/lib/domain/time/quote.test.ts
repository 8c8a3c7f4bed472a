import { describe, expect, test } from 'vitest';
import { distanceM, minuteOf, roadEstimate, travelMinutes } from './quote.ts';

test('a kilometre by scooter takes about four minutes plus the handover', () => {
	expect(travelMinutes(1000, 18)).toBeCloseTo(1.3 / 0.3 + 3, 5);
});

test('a minute is shorter where a demo runs faster', () => {
	expect([minuteOf({}), minuteOf({ pace: 4 })]).toEqual([60_000, 15_000]);
});

test('distance agrees with a known pair: Montpellier to Nîmes', () => {
	const km = distanceM({ lat: 43.6108, lng: 3.8767 }, { lat: 43.8367, lng: 4.3601 }) / 1000;

	expect(km).toBeGreaterThan(45);
	expect(km).toBeLessThan(47);
});

describe('the travel estimate of an offer', () => {
	const shop = { lat: 43.6, lng: 3.88 };
	// One degree of latitude is 111.2 km; of longitude, at this latitude, 80.5 km.
	const to = (north: number, east: number) => ({ lat: 43.6 + north, lng: 3.88 + east });

	test('is by road and rounded, so that it does not reveal the house', () => {
		expect(roadEstimate(shop, to(0.01, 0), 18)).toEqual({ metres: 1400, minutes: 5, towards: 'n' });
		expect(roadEstimate(shop, shop, 18)).toMatchObject({ metres: 100, minutes: 1 });
	});

	test.each([
		['n', 0.01, 0.001],
		['ne', 0.01, 0.0138],
		['e', 0.001, 0.0138],
		['se', -0.01, 0.0138],
		['s', -0.01, -0.001],
		['sw', -0.01, -0.0138],
		['w', -0.001, -0.0138],
		['nw', 0.01, -0.0138]
	])('points %s', (towards, north, east) => {
		expect(roadEstimate(shop, to(north, east), 18).towards).toBe(towards);
	});
});
