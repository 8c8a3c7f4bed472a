import { expect, test } from 'vitest';
import { chanceOf } from './random.ts';

const ten = (...names: [number, ...string[]]) => {
	const chance = chanceOf(...names);
	return Array.from({ length: 10 }, () => chance.next());
};

test('a stream depends on its seed and name only', () => {
	expect(ten(7, 'a')).toEqual(ten(7, 'a'));
	expect(ten(7, 'a')).not.toEqual(ten(8, 'a'));
	expect(ten(7, 'a')).not.toEqual(ten(7, 'b'));
});

test('weights, ranges and shares are respected', () => {
	const chance = chanceOf(3, 'weights');
	const picked = Array.from({ length: 4000 }, () => chance.weighted({ a: 3, b: 1, c: 0 }));
	const share = picked.filter((name) => name === 'a').length / picked.length;
	expect(share).toBeGreaterThan(0.71);
	expect(share).toBeLessThan(0.79);
	expect(picked).not.toContain('c');
	const whole = Array.from({ length: 500 }, () => chance.whole(2, 4));
	expect([...new Set(whole)].sort()).toEqual([2, 3, 4]);
	const spread = Array.from({ length: 500 }, () => chance.spread());
	expect(Math.min(...spread)).toBeGreaterThan(0.5);
	expect(Math.max(...spread)).toBeLessThan(1.7);
	expect(() => chance.weighted({ a: 0 })).toThrow();
});
