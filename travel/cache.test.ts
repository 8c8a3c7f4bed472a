import { describe, expect, test } from 'vitest';
import { Cache } from './cache.ts';

function aCache(pairs = 1000, ageMs = 60_000) {
	const clock = { now: 0 };
	return { clock, cache: new Cache({ pairs, ageMs }, () => clock.now) };
}

test('a value is known to its own shop, in its direction, until it is too old', () => {
	const { cache, clock } = aCache();
	cache.put('gare', 1, 2, 90);
	cache.put('gare', 2, 1, null);

	expect(cache.of('gare').get(1, 2)).toBe(90);
	expect(cache.of('gare').get(2, 1)).toBeNull();
	expect(cache.of('lac').get(1, 2)).toBeUndefined();
	expect(cache.of('gare').knows(1, 2)).toBe(true);
	expect(cache.of('gare').knows(1, 3)).toBe(false);
	clock.now = 59_999;
	expect(cache.of('gare').get(1, 2)).toBe(90);
	clock.now = 60_000;
	expect(cache.of('gare').get(1, 2)).toBeUndefined();
});

test('nothing is asked about a bad cell, until its mark is too old', () => {
	const { cache, clock } = aCache();
	cache.markBad('gare', 7);

	expect(cache.of('gare').isBad(7)).toBe(true);
	expect(cache.of('gare').knows(7, 1)).toBe(true);
	expect(cache.of('gare').knows(1, 7)).toBe(true);
	expect(cache.of('lac').knows(1, 7)).toBe(false);
	clock.now = 60_000;
	expect(cache.of('gare').knows(1, 7)).toBe(false);
});

describe('the limit', () => {
	test('holds for all shops together; the oldest rows of the largest shop go', () => {
		const { cache } = aCache(1000);
		for (let at = 0; at < 100; at++) cache.put('lac', 1, at, at);
		for (let at = 0; at < 5000; at++) cache.put('gare', at, at + 1, at);

		expect(cache.pairs).toBeLessThanOrEqual(1000);
		expect(cache.pairs).toBeGreaterThan(800);
		for (let at = 0; at < 100; at++) expect(cache.of('lac').get(1, at)).toBe(at);
		expect(cache.of('gare').get(0, 1)).toBeUndefined();
		expect(cache.of('gare').get(4999, 5000)).toBe(4999);
	});

	test('lets shops of one size lose by their last use', () => {
		const { cache } = aCache(1000);
		for (let shop = 0; shop < 15; shop++) {
			for (let at = 0; at < 100; at++) cache.put(`shop ${shop}`, at, at + 1, at);
			cache.of('shop 0');
		}

		const known = (shop: number) =>
			Array.from({ length: 100 }, (_, at) => cache.of(`shop ${shop}`).knows(at, at + 1));
		expect(known(14)).not.toContain(false);
		expect(known(0)).not.toContain(false);
		expect(known(1)).not.toContain(true);
		expect(cache.pairs).toBeLessThanOrEqual(1000);
	});

	test('holds for one row, and for one pair', () => {
		const { cache } = aCache(50);
		for (let at = 0; at < 5000; at++) cache.put('gare', 1, at, at);

		expect(cache.pairs).toBeLessThanOrEqual(50);
		expect(cache.of('gare').get(1, 4999)).toBe(4999);
		const { cache: tiny } = aCache(1);
		for (let at = 0; at < 10; at++) tiny.put(`shop ${at}`, 1, 2, at);
		expect(tiny.pairs).toBeLessThanOrEqual(1);
	});

	test('does not count a value that is written again', () => {
		const { cache } = aCache();
		for (let at = 0; at < 10; at++) cache.put('gare', 1, 2, at);

		expect(cache.pairs).toBe(1);
		expect(cache.of('gare').get(1, 2)).toBe(9);
	});
});
