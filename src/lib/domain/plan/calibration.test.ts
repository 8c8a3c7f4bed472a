import { describe, expect, it } from 'vitest';
import {
	adaptedAlpha,
	calibrationOf,
	coverageOf,
	lateChanceOf,
	lowerQuantile,
	upperQuantile,
	type Arrival,
	type LoadBand
} from './calibration.ts';

const MINUTE = 60_000;

/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A normal value by Box and Muller. */
const normal = (random: () => number) =>
	Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Windows forecast with what is known before each, and arrivals with these errors (shares of the scale). */
function evening(errors: readonly number[], band: LoadBand = 'busy'): Arrival[] {
	const arrivals: Arrival[] = [];
	for (const [n, error] of errors.entries()) {
		const { low, high, latest } = calibrationOf(arrivals.slice(-400), band);
		const scaleMs = (20 + (n % 4) * 10) * MINUTE;
		const expectedAt = n * 3 * MINUTE + scaleMs;
		const at = (score: number) => expectedAt + score * scaleMs;
		const [from, to] = [at(low), at(high)];
		arrivals.push({
			band,
			expectedAt,
			scaleMs,
			from,
			to,
			latest: at(latest),
			arrivedAt: at(error)
		});
	}
	return arrivals;
}

const shareOf = (arrivals: readonly Arrival[], is: (arrival: Arrival) => boolean) =>
	arrivals.filter(is).length / arrivals.length;
const isIn = ({ from, to, arrivedAt }: Arrival) => arrivedAt >= from && arrivedAt <= to;

describe('the quantiles', () => {
	it('are exact: of nine values the level 0.8 is the eighth, 0.1 the first', () => {
		const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

		expect(upperQuantile(nine, 0.8)).toBe(8);
		expect(upperQuantile(nine, 0.81)).toBe(9);
		expect(upperQuantile(nine, 0.999)).toBe(9);
		expect(lowerQuantile(nine, 0.1)).toBe(1);
		expect(lowerQuantile(nine, 0.2)).toBe(2);
		expect(lowerQuantile(nine, 0.001)).toBe(1);
	});

	it('mirror each other', () => {
		const random = randomOf(3);
		for (let round = 0; round < 200; round++) {
			const values = Array.from({ length: 1 + Math.floor(random() * 60) }, () => random() - 0.5);
			const sorted = values.toSorted((a, b) => a - b);
			const mirrored = sorted.map((value) => -value).reverse();
			const level = random();

			expect(lowerQuantile(sorted, level)).toBe(-upperQuantile(mirrored, 1 - level));
		}
	});

	it('hold a further value of the same kind as often as they say', () => {
		const random = randomOf(7);
		let under = 0;
		for (let round = 0; round < 4000; round++) {
			const sorted = Array.from({ length: 39 }, () => normal(random)).sort((a, b) => a - b);
			if (normal(random) <= upperQuantile(sorted, 0.9)) under++;
		}

		expect(under / 4000).toBeGreaterThan(0.885);
		expect(under / 4000).toBeLessThan(0.915);
	});
});

describe('the level of a bound', () => {
	it('falls by gamma times the miss, and rises by gamma times the wanted share', () => {
		expect(adaptedAlpha([], 0.1)).toBe(0.1);
		expect(adaptedAlpha([false], 0.1)).toBeCloseTo(0.102, 10);
		expect(adaptedAlpha([true], 0.1)).toBeCloseTo(0.082, 10);
	});

	it('stays a level, whatever comes', () => {
		expect(
			adaptedAlpha(
				Array.from({ length: 500 }, () => true),
				0.1
			)
		).toBeGreaterThan(0);
		expect(
			adaptedAlpha(
				Array.from({ length: 500 }, () => false),
				0.1
			)
		).toBeLessThan(0.5);
	});
});

describe('the windows of an evening', () => {
	it.each([1, 2, 3, 4, 5])(
		'cover between 75 and 85 of 100 arrivals under drift (seed %i)',
		(seed) => {
			const random = randomOf(seed);
			// The kitchen slows down: the error wanders from early to late, and gets wider.
			const errors = Array.from({ length: 1200 }, (_, n) => {
				const drift = 0.25 * Math.sin(n / 180) + n / 4000;
				return drift + (0.12 + n / 8000) * normal(random);
			});
			const arrivals = evening(errors).slice(100);

			expect(shareOf(arrivals, isIn)).toBeGreaterThan(0.75);
			expect(shareOf(arrivals, isIn)).toBeLessThan(0.85);
			const veryLate = shareOf(arrivals, ({ arrivedAt, latest }) => arrivedAt > latest);
			expect(veryLate).toBeLessThan(0.05);
		}
	);

	it('find back after a jump', () => {
		const random = randomOf(11);
		const errors = Array.from(
			{ length: 900 },
			(_, n) => (n < 300 ? 0 : 0.6) + 0.1 * normal(random)
		);
		const arrivals = evening(errors);

		expect(shareOf(arrivals.slice(300, 310), isIn)).toBeLessThan(0.5);
		expect(coverageOf(arrivals).coverage).toBeGreaterThan(0.75);
		expect(coverageOf(arrivals).coverage).toBeLessThan(0.86);
	});

	it('are ordered and finite for a shop without data, from its first order on', () => {
		const { low, high, latest, coverage } = calibrationOf([], 'calm');

		expect(low).toBeLessThan(0);
		expect(high).toBeGreaterThan(0);
		expect(latest).toBeGreaterThan(high);
		expect(coverage).toBeNull();
	});

	it('of one load are not made from another, once it has enough of its own', () => {
		const random = randomOf(5);
		const calm = evening(
			Array.from({ length: 80 }, () => 0.05 * normal(random)),
			'calm'
		);
		const rush = evening(
			Array.from({ length: 80 }, () => 1 + 0.05 * normal(random)),
			'rush'
		);

		expect(calibrationOf([...calm, ...rush], 'calm').high).toBeLessThan(0.3);
		expect(calibrationOf([...calm, ...rush], 'rush').low).toBeGreaterThan(0.7);
	});
});

describe('the coverage of a shop', () => {
	const arrivals = (inside: number, outside: number): Arrival[] =>
		[...Array<number>(inside).fill(0), ...Array<number>(outside).fill(9)].map((arrivedAt) => ({
			band: 'calm',
			expectedAt: 0,
			scaleMs: 1,
			from: -1,
			to: 1,
			latest: 2,
			arrivedAt
		}));

	it('is not stated for a few orders, and is no alarm for a few more', () => {
		expect(coverageOf(arrivals(19, 0))).toEqual({ coverage: null, arrivals: 19, isOff: false });
		expect(coverageOf(arrivals(20, 20))).toEqual({ coverage: 0.5, arrivals: 40, isOff: false });
	});

	it.each([
		[150, 50, false],
		[149, 51, true],
		[170, 30, false],
		[171, 29, true]
	])('%i in and %i out of the window: alarm %s', (inside, outside, isOff) => {
		expect(coverageOf(arrivals(inside, outside)).isOff).toBe(isOff);
	});

	it('counts an arrival before its window as one outside', () => {
		const early = arrivals(0, 20).map((arrival) => ({ ...arrival, arrivedAt: -9 }));

		expect(coverageOf([...arrivals(20, 0), ...early]).coverage).toBe(0.5);
	});

	it('is of the last 200 orders', () => {
		expect(coverageOf([...arrivals(0, 300), ...arrivals(160, 40)]).coverage).toBe(0.8);
	});
});

describe('the chance of being late', () => {
	const scores = Array.from({ length: 99 }, (_, n) => (n - 49) / 50);
	const chance = (promisedAt: number, now = 0) =>
		lateChanceOf({ scores }, { expectedAt: 30 * MINUTE, scaleMs: 20 * MINUTE, promisedAt, now });

	it('is half when the promise is the expected time', () => {
		expect(chance(30 * MINUTE)).toBeCloseTo(0.5, 1);
	});

	it('falls as the promise is later, is never certain before it, and certain after it', () => {
		const chances = [10, 20, 30, 40, 50, 90].map((minutes) => chance(minutes * MINUTE));

		expect(chances).toEqual(chances.toSorted((a, b) => b - a));
		expect(Math.min(...chances)).toBeGreaterThan(0);
		expect(chance(5 * MINUTE, 5 * MINUTE)).toBe(1);
	});

	it('rises while it does not come', () => {
		expect(chance(35 * MINUTE, 34 * MINUTE)).toBeGreaterThan(chance(35 * MINUTE));
	});
});
