import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { distanceM } from '#domain/time/quote.ts';
import { nearestStreet, streetsOf } from '#domain/road/streets.ts';
import { DEMO_TOWN } from '#domain/road/demo-town.ts';
import { DEMO_SHOPS } from '../../db/demo/shops.ts';
import { drawTown, FILE } from './draw.ts';

const text = readFileSync(FILE, 'utf8');
const map = JSON.parse(text);
const streets = streetsOf(map);
const key = ({ lat, lng }: { lat: number; lng: number }) => `${lat},${lng}`;

describe('the town', () => {
	test(
		'is exactly the same for the same seed, and different for another',
		{ timeout: 120_000 },
		() => {
			expect(drawTown()).toBe(text);
		}
	);

	test('has at most 150 kB and 150 to 300 streets', () => {
		expect(Buffer.byteLength(text)).toBeLessThanOrEqual(150_000);
		expect(streets.length).toBeGreaterThanOrEqual(150);
		expect(streets.length).toBeLessThanOrEqual(300);
	});

	test('names each street once', () => {
		const names = streets.map(({ name }) => name);

		expect(new Set(names).size).toBe(names.length);
		for (const name of names) expect(name).toMatch(/^\p{Ll}+ \p{L}/u);
	});

	test('is connected: every street is reachable from every other by shared corners', () => {
		const at = new Map<string, number[]>();
		for (const [index, { line }] of streets.entries())
			for (const corner of line) at.set(key(corner), [...(at.get(key(corner)) ?? []), index]);
		const reached = new Set([0]);
		const open = [0];
		for (let index = open.pop(); index !== undefined; index = open.pop())
			for (const corner of streets[index]?.line ?? [])
				for (const next of at.get(key(corner)) ?? [])
					if (!reached.has(next)) {
						reached.add(next);
						open.push(next);
					}
		expect(reached.size).toBe(streets.length);
	});

	test('has no duplicate segment and none of zero length', () => {
		const pieces = streets.flatMap(({ line }) =>
			line
				.slice(1)
				.map((corner, index) => [key(line[index] ?? corner), key(corner)].toSorted().join(' '))
		);

		expect(new Set(pieces).size).toBe(pieces.length);
		for (const { line } of streets) expect(line.length).toBeGreaterThan(1);
	});

	test('has three bridges, a river, a lake, rails and parks', () => {
		const of = (kind: string) =>
			map.features.filter(
				(feature: { properties: { kind: string } }) => feature.properties.kind === kind
			);
		const bridges = of('street').filter(
			(feature: { properties: { bridge?: 1 } }) => feature.properties.bridge
		);

		expect(bridges).toHaveLength(3);
		for (const kind of ['river', 'water', 'rail', 'park', 'station', 'quarter', 'building'])
			expect(of(kind).length, kind).toBeGreaterThan(0);
	});

	test('has every shop in its own street, within 60 m of it', () => {
		for (const { id, point, address } of DEMO_SHOPS) {
			const name = address.street.replace(/^\d+ /, '');
			const own = streets.filter((street) => street.name === name);

			expect(own, id).toHaveLength(1);
			expect(nearestStreet(own, point)?.metres, id).toBeLessThanOrEqual(60);
		}
	});

	test('has every street of the demo’s addresses, close to its stated position', () => {
		for (const { name, point } of DEMO_TOWN.streets) {
			const own = streets.filter((street) => street.name === name);

			expect(own, name).toHaveLength(1);
			expect(nearestStreet(own, point)?.metres, name).toBeLessThan(250);
		}
		expect(distanceM({ lat: 43.6, lng: 3.88 }, { lat: 43.6, lng: 3.88 })).toBe(0);
	});
});
