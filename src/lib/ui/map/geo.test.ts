import { describe, expect, test } from 'vitest';
import { distanceM } from '#domain/time/quote.ts';
import { boundsOf, moved, spread, type Spot } from './geo.ts';
import { ofStreet } from './street-words.ts';

const overlaps = (a: Spot, b: Spot) =>
	Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;

describe('bounds', () => {
	test('hold every point', () => {
		const points = [
			{ lat: 43.6, lng: 3.9 },
			{ lat: 43.7, lng: 3.8 }
		];

		expect(boundsOf(points)).toEqual([3.8, 43.6, 3.9, 43.7]);
		expect(boundsOf([])).toBeNull();
	});
});

describe('a pin that is moved', () => {
	test('moves a point by metres, east and north', () => {
		const home = { lat: 43.61, lng: 3.88 };
		const east = moved(home, 50, 0);

		expect(distanceM(home, east)).toBeCloseTo(50, 0);
		expect(east.lng).toBeGreaterThan(home.lng);
		expect(distanceM(home, moved(home, 0, -10))).toBeCloseTo(10, 0);
	});
});

describe('pins in one place', () => {
	const pile = Array.from({ length: 5 }, (): Spot => ({ x: 100, y: 100, w: 30, h: 12 }));

	test('make room for each other, and always the same way', () => {
		const placed = spread(pile);

		for (const [i, a] of placed.entries())
			for (const b of placed.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
		expect(spread(pile)).toEqual(placed);
	});

	test('never go further than allowed, and never move what is fixed', () => {
		const shop: Spot = { x: 100, y: 100, w: 20, h: 20, fixed: true };
		const [first, ...others] = spread([shop, ...pile], 40);

		expect(first).toEqual(shop);
		for (const { x, y } of others) expect(Math.hypot(x - 100, y - 100)).toBeLessThanOrEqual(40.001);
	});

	test('that do not touch stay where they are', () => {
		const apart: Spot[] = [
			{ x: 0, y: 0, w: 10, h: 10 },
			{ x: 50, y: 0, w: 10, h: 10 }
		];

		expect(spread(apart)).toEqual(apart);
	});
});

test.each([
	['rue des Tanneurs', 'de la rue des Tanneurs'],
	['avenue du Lac', 'de l’avenue du Lac'],
	['quai des Mariniers', 'du quai des Mariniers'],
	['place des Halles', 'de la place des Halles'],
	['impasse du Cordier', 'de l’impasse du Cordier']
])('one stands near %s as French says it', (name, said) => {
	expect(ofStreet(name)).toBe(said);
});
