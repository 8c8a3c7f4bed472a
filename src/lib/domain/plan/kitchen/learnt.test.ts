import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from './kitchen-samples.ts';
import { loadClass, shrunk, withLearnt, type KitchenTimes } from './learnt.ts';

const learnt = (over: Partial<KitchenTimes> = {}): KitchenTimes => ({
	...{ step: 'make', scope: 'all', load: null, median: 4, p90: 5, samples: 20 },
	...over
});

describe('a learnt time', () => {
	test('is the prior without samples, halfway with 20, and the samples in the end', () => {
		expect(shrunk(4, 0, 2)).toBe(2);
		expect(shrunk(4, 20, 2)).toBe(3);
		expect(shrunk(4, 100_000, 2)).toBeCloseTo(4, 3);
	});

	test('lies between prior and sample, nearer to the sample with more of them', () => {
		const minutes = fc.double({ min: 0.1, max: 60, noNaN: true });
		fc.assert(
			fc.property(
				minutes,
				minutes,
				fc.nat(500),
				fc.integer({ min: 1, max: 500 }),
				(x, prior, n, more) => {
					const [few, many] = [shrunk(x, n, prior), shrunk(x, n + more, prior)];
					expect(few).toBeGreaterThanOrEqual(Math.min(x, prior) - 1e-9);
					expect(few).toBeLessThanOrEqual(Math.max(x, prior) + 1e-9);
					expect(Math.abs(many - x)).toBeLessThanOrEqual(Math.abs(few - x) + 1e-9);
				}
			)
		);
	});

	test('of this load and this hour refines that of all', () => {
		const all = learnt();
		const busy = learnt({ scope: 'load', load: 2, median: 6, p90: 6 });

		expect(withLearnt(SETTINGS, [all], 2).settings.makeMinutes).toBe(3);
		expect(withLearnt(SETTINGS, [all, busy], 2).settings.makeMinutes).toBe(4.5);
		expect(withLearnt(SETTINGS, [all, busy], 0).settings.makeMinutes).toBe(3);
		const hour = learnt({ scope: 'hour', median: 1, p90: 1 });
		expect(withLearnt(SETTINGS, [all, hour], 0).settings.makeMinutes).toBe(2);
	});

	test('stays within three times the setting, either way', () => {
		const forgotten = learnt({ median: 500, p90: 900, samples: 1e9 });
		const instant = learnt({ median: 0.01, p90: 0.02, samples: 1e9 });

		expect(withLearnt(SETTINGS, [forgotten], 0).settings.makeMinutes).toBeCloseTo(6, 5);
		expect(withLearnt(SETTINGS, [instant], 0).settings.makeMinutes).toBeCloseTo(2 / 3, 5);
	});

	test('has a spread that is never negative, and none without samples', () => {
		expect(withLearnt(SETTINGS, [], 0)).toEqual({
			settings: SETTINGS,
			spread: { makeMinutes: 0, bakeMinutes: 0 }
		});
		const odd = learnt({ median: 5, p90: 3 });
		expect(withLearnt(SETTINGS, [odd], 0).spread.makeMinutes).toBeGreaterThanOrEqual(0);
	});
});

test('loads are in three classes', () => {
	expect([0, 4, 5, 12, 13, 400].map(loadClass)).toEqual([0, 0, 1, 1, 2, 2]);
});
