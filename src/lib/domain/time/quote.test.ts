import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from './hours.ts';
import { distanceM, expectedMinutes, quote, roadEstimate, travelMinutes } from './quote.ts';

const basis = { prepMinutes: 15, speedKmh: 18, queue: 0 };

describe('a quote', () => {
	test('is never in the past and promises its own end', () => {
		fc.assert(
			fc.property(fc.nat(200), fc.nat(10_000), (queue, metres) => {
				const told = quote(0, { ...basis, queue }, 'delivery', metres);
				expect(told.from).toBeGreaterThanOrEqual(basis.prepMinutes * MINUTE);
				expect(told.to).toBeGreaterThanOrEqual(told.from + 5 * MINUTE);
				expect(told.promise).toBe(told.to);
			})
		);
	});

	test('grows with the queue and the distance', () => {
		const short = expectedMinutes(basis, 'delivery', 500);

		expect(expectedMinutes({ ...basis, queue: 10 }, 'delivery', 500)).toBeGreaterThan(short);
		expect(expectedMinutes(basis, 'delivery', 3000)).toBeGreaterThan(short);
	});

	test.each([
		// Empty queue: 15 minutes, and the minimum range of five.
		[0, 'collection', 0, 15, 20],
		// Queue of ten: 15 more minutes; a quarter of 30 is more than five.
		[10, 'collection', 0, 30, 38],
		// 15 + 4.33 on the road + 3 for the handover = 22.33, rounded up to 23.
		[0, 'delivery', 1000, 23, 29]
	] as const)(
		'with %i waiting, %s at %i m, is from %i to %i minutes',
		(queue, way, m, from, to) => {
			const told = quote(0, { ...basis, queue }, way, m);

			expect([told.from / MINUTE, told.to / MINUTE]).toEqual([from, to]);
		}
	);

	test('has no travel time for a collection', () => {
		expect(expectedMinutes(basis, 'collection', 99_999)).toBe(15);
	});
});

test('a kilometre by scooter takes about four minutes plus the handover', () => {
	expect(travelMinutes(1000, 18)).toBeCloseTo(1.3 / 0.3 + 3, 5);
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
